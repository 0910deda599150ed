import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { generateAddresses, generateNumbers } from '../../testing/index.ts';
import { addressText } from '../formats/address-text.ts';
import { internationalNumber } from './dialled.ts';
import { emailKey, parseEmail } from './email.ts';
import { parsePhone, phoneRegion } from './phone.ts';
import { parseUrl } from './url.ts';

function lines(name: string): string[] {
  const all = readFileSync(new URL(name, import.meta.url), 'utf8').split('\n');
  return all.filter((line) => line !== '' && !line.startsWith('#'));
}

/** Characters that an editor would not show are written as `\\u` and four digits. */
function unescaped(line: string): string {
  return line.replace(/\\u([0-9a-f]{4})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

test('an address is read with its domain in ASCII, and has its key', () => {
  for (const line of lines('email.valid.txt')) {
    const [text = '', expected, key] = line.split(' => ');
    const email = parseEmail(text);
    assert.ok(email !== undefined, text);
    assert.equal(email, expected?.trim());
    assert.equal(emailKey(email), key?.trim());
  }
});

test('what nobody can write to is no address', () => {
  for (const line of lines('email.invalid.txt')) assert.equal(parseEmail(unescaped(line)), undefined, line);
});

test('a number is read as E.164, with the two repairs', () => {
  for (const line of lines('phone.txt')) {
    const [text = '', region = '', expected = ''] = line.split('=>').map((part) => part.trim());
    assert.equal(
      parsePhone(text, region === '-' ? undefined : region),
      expected === '' ? undefined : expected,
      line,
    );
  }
});

test('a number is never another one than libphonenumber-js/max says', () => {
  for (const { text, region } of [
    ...generateNumbers({ seed: 7, count: 15_000, everywhere: true }),
    ...generateNumbers({ seed: 8, count: 5_000 }),
  ]) {
    assert.ok(isSupportedCountry(region));
    const found = parsePhoneNumberFromString(text, { defaultCountry: region, extract: false });
    if (found?.isValid() === true) assert.equal(parsePhone(text, region), found.number, `${text} ${region}`);
  }
});

test('a number belongs to the region that libphonenumber-js/max names', () => {
  for (const text of [
    '+15062345678',
    '+12125550123',
    '+18765230123',
    '+447400123456',
    '+447911123456',
    '+447781123456',
    '+77710009998',
    '+79123456789',
    '+80012345678',
    '+4915112345678',
    '+390612345678',
    '+39066982',
  ]) {
    const phone = parsePhone(text);
    if (phone !== undefined)
      assert.equal(phoneRegion(phone), parsePhoneNumberFromString(text)?.country, text);
  }
});

test('digits and plus say what libphonenumber-js/max says, and nothing more', () => {
  for (const { text, region } of generateNumbers({ seed: 9, count: 15_000, everywhere: true })) {
    assert.ok(isSupportedCountry(region));
    const found = parsePhoneNumberFromString(text, { defaultCountry: region, extract: false });
    const expected = found?.isValid() === true ? found.number : undefined;
    assert.equal(internationalNumber(text, region), expected, `${text} ${region}`);
  }
});

test('145,000 addresses as books hold them come out right', () => {
  for (const { text, email } of generateAddresses({ seed: 1, count: 145_000 }))
    assert.equal(parseEmail(addressText(text).address), email, text);
});

test('reading twice is reading once, and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.emailAddress(), fc.string({ unit: 'binary' })), (text) => {
      const email = parseEmail(text);
      if (email !== undefined) assert.equal(parseEmail(email), email);
      const phone = parsePhone(text, 'DE');
      if (phone !== undefined) assert.equal(parsePhone(phone), phone);
      const url = parseUrl(text);
      if (url !== undefined) assert.equal(parseUrl(url), url);
    }),
    { numRuns: 500 },
  );
});

test('a web address is http or https and carries no password', () => {
  assert.equal(parseUrl('www.ana.example'), 'https://www.ana.example/');
  assert.equal(parseUrl('http://ana.example/a b'), undefined);
  assert.equal(parseUrl('javascript:alert(1)'), undefined);
  assert.equal(parseUrl('https://ana:secret@x.example'), undefined);
});

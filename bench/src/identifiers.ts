import { parseEmail, parsePhone } from '@kith/contacts';
import { generateAddresses, generateNumbers } from '@kith/contacts/testing';
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import validator from 'validator';
import { addressText } from '../../packages/contacts/src/formats/address-text.ts';

/**
 * `npm run bench -- identifiers`: normalising addresses and numbers beside validator.js and libphonenumber-js/max.
 *
 * Exits with 1 where an address comes out wrong or a number other than libphonenumber-js/max says.
 */
export function run(): void {
  emails();
  phones();
}

function emails(): void {
  const addresses = generateAddresses({ seed: 1, count: 145_000 });
  const texts = addresses.map(({ text }) => text);
  const bare = texts.map((text) => addressText(text).address);
  const ours = rate(() => texts.map((text) => parseEmail(addressText(text).address)));
  const right = ours.result.filter((email, at) => email === addresses[at]?.email).length;
  const only = rate(() => bare.map((text) => parseEmail(text)));
  const checked = rate(() =>
    bare.map((text) => (validator.isEmail(text) ? validator.normalizeEmail(text) : undefined)),
  );
  const lower = rate(() => texts.map((text) => text.toLowerCase()));
  console.log(`${texts.length} e-mail addresses, 2.7 % of them with IDN; a second of one core, best of 7`);
  row('Kith: name off, validate, normalise, IDNA', ours.perSecond, `${percent(right, texts.length)} right`);
  row('Kith: validate, normalise, IDNA', only.perSecond, '');
  row(
    'validator.js: isEmail, normalizeEmail',
    checked.perSecond,
    `${(only.perSecond / checked.perSecond).toFixed(1)} times slower, no IDNA`,
  );
  row('toLowerCase alone', lower.perSecond, '');
  if (right < texts.length) process.exitCode = 1;
}

function phones(): void {
  const numbers = generateNumbers({ seed: 1, count: 119_930 });
  const theirs = rate(() => numbers.map(({ text, region }) => byLibrary(text, region)));
  const ours = rate(() => numbers.map(({ text, region }) => parsePhone(text, region)));
  let answered = 0;
  let same = 0;
  let more = 0;
  ours.result.forEach((phone, at) => {
    const expected = theirs.result[at];
    if (expected === undefined) more += phone === undefined ? 0 : 1;
    else {
      answered++;
      if (phone === expected) same++;
    }
  });
  const ratio = (ours.perSecond / theirs.perSecond).toFixed(1);
  console.log(`${numbers.length} phone numbers of 32 regions as people write them`);
  row('Kith, with the two repairs', ours.perSecond, `${ratio} times libphonenumber-js/max`);
  row('libphonenumber-js/max', theirs.perSecond, `answers ${percent(answered, numbers.length)}`);
  console.log(`  where it answers, Kith agrees on ${percent(same, answered)}, and answers ${more} more`);
  const all = generateNumbers({ seed: 2, count: 200_000, everywhere: true });
  let different = 0;
  for (const { text, region } of all) {
    const expected = byLibrary(text, region);
    if (expected !== undefined && parsePhone(text, region) !== expected) different++;
  }
  console.log(
    `  of ${all.length} numbers of all regions, dialled rightly and wrongly: ${different} differences`,
  );
  if (same < answered || different > 0) process.exitCode = 1;
}

function byLibrary(text: string, region: string): string | undefined {
  const country: CountryCode | undefined = isSupportedCountry(region) ? region : undefined;
  const found = parsePhoneNumberFromString(
    text,
    country === undefined ? { extract: false } : { defaultCountry: country, extract: false },
  );
  return found?.isValid() === true ? found.number : undefined;
}

/** How often the work on all of them goes into one second of the processor's time, at best. */
function rate<T>(work: () => readonly T[]): { perSecond: number; result: readonly T[] } {
  let result = work();
  let best = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 7; turn++) {
    const start = process.cpuUsage();
    result = work();
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, user + system);
  }
  return { perSecond: (result.length / best) * 1e6, result };
}

function percent(part: number, whole: number): string {
  return `${((part / whole) * 100).toFixed(part === whole ? 0 : 3)} %`;
}

function row(name: string, perSecond: number, more: string): void {
  console.log(`  ${name.padEnd(44)} ${Math.round(perSecond).toLocaleString('en').padStart(11)}/s  ${more}`);
}

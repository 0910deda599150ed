import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from './config.ts';

test('every fault is listed at once, with the setting that was probably meant', () => {
  assert.throws(
    () => readConfig({ KITH_PORTT: '1', KITH_PORT: 'many', KITH_PRESET: 'mild' }),
    (error: Error) => {
      assert.match(error.message, /KITH_PORTT is no setting of Kith \(did you mean KITH_PORT\?\)/);
      assert.match(error.message, /KITH_PORT .*integer/);
      assert.match(error.message, /KITH_PRESET/);
      return true;
    },
  );
});

test('the eu preset selects nobody in step 2, and a setting of its own beats it', () => {
  assert.equal(readConfig({ KITH_PRESET: 'eu' }).selection.invite, 'none');
  assert.equal(readConfig({ KITH_PRESET: 'eu', KITH_SELECTION_INVITE: 'all' }).selection.invite, 'all');
});

test('the eu preset writes to nobody and forgets, the others do not; a setting of its own beats each', () => {
  const of = (settings: Record<string, string>) => {
    const { mailInvitations, forgetContacts } = readConfig(settings);
    return [mailInvitations, forgetContacts];
  };
  assert.deepEqual(of({ KITH_PRESET: 'eu' }), [false, true]);
  for (const KITH_PRESET of ['classic', 'us']) assert.deepEqual(of({ KITH_PRESET }), [true, false]);
  assert.deepEqual(of({ KITH_MAIL_INVITATIONS: 'false', KITH_FORGET_CONTACTS: 'true' }), [false, true]);
  assert.deepEqual(of({ KITH_PRESET: 'eu', KITH_FORGET_CONTACTS: 'false' }), [false, false]);
  assert.throws(() => of({ KITH_PRESET: 'eu', KITH_MAIL_INVITATIONS: 'true' }), /KITH_PRESET=eu contradict/);
  assert.throws(
    () => of({ KITH_PRESET: 'eu', KITH_REVEAL_HOLDERS: 'yes' }),
    /KITH_REVEAL_HOLDERS=yes and KITH_PRESET=eu/,
  );
  assert.equal(readConfig({}).selection.invite, 'all');
});

test('a public address over plain HTTP is refused unless it is this machine', () => {
  assert.throws(() => readConfig({ KITH_PUBLIC_URL: 'http://kith.example' }), /https/);
  assert.equal(readConfig({ KITH_PUBLIC_URL: 'http://localhost:4040' }).publicUrl, 'http://localhost:4040');
});

test('the demo looks a whole book up at once; the enumeration budget holds elsewhere', () => {
  assert.equal(readConfig({}).matching.budget, 5000);
  assert.ok(readConfig({ KITH_DEMO: 'true' }).matching.budget >= 20_000);
});

test('a gateway for text messages is whole or refused, and never without a mark of success', () => {
  const url = 'https://sms.example/send';
  const faults: [Record<string, string>, RegExp][] = [
    [{ KITH_TEXT_URL: url }, /KITH_TEXT_SUCCESS is missing/],
    [{ KITH_TEXT_URL: 'http://sms.example/send', KITH_TEXT_SUCCESS: 'id' }, /KITH_TEXT_URL/],
    [{ KITH_TEXT_URL: url, KITH_TEXT_SUCCESS: 'id', KITH_TEXT_BODY: '{"to":"{to}"}' }, /\{text\}/],
    [{ KITH_TEXT_URL: url, KITH_TEXT_SUCCESS: 'id', KITH_TEXT_BODY: 'to={to}&text={text}' }, /must be JSON/],
    [{ KITH_TWILIO_ACCOUNT: `AC${'0'.repeat(32)}` }, /one is missing/],
    [{ KITH_TEXT_HOURS: '21-8' }, /must begin before it ends/],
  ];
  for (const [settings, message] of faults) assert.throws(() => readConfig(settings), message);
});

test('text messages go to the network’s own country, and invitations by them are none of us and eu', () => {
  const { texts } = readConfig({ KITH_REGION: 'NO' });
  assert.deepEqual([texts.countries, texts.invitations, texts.gateway], [['NO'], true, undefined]);
  for (const KITH_PRESET of ['us', 'eu']) assert.equal(readConfig({ KITH_PRESET }).texts.invitations, false);
  const asked = { KITH_TEXT_INVITATIONS: 'true' };
  assert.equal(readConfig({ ...asked, KITH_PRESET: 'us' }).texts.invitations, true);
  assert.throws(() => readConfig({ ...asked, KITH_PRESET: 'eu' }), /KITH_PRESET=eu contradict/);
  assert.equal(readConfig({ KITH_PRESET: 'us', KITH_DEMO: 'true' }).texts.invitations, false);
});

test('what the network is called holds nothing that turns or hides what is read', () => {
  for (const KITH_NETWORK_NAME of ['Har\u202ebour', 'Har\u200bbour', 'Harbour\nBcc: x', 'Har\u0007bour'])
    assert.throws(() => readConfig({ KITH_NETWORK_NAME }), /KITH_NETWORK_NAME/);
  assert.equal(readConfig({ KITH_NETWORK_NAME: 'Håvn & Søn, 港' }).network.name, 'Håvn & Søn, 港');
});

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Compile } from 'typebox/schema';
import { exportSteps } from './export-steps.ts';
import { providerOf, providerOfMx, providers, searchProviders } from './providers.ts';

const packageFolder = new URL('../', import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, packageFolder), 'utf8'));
const files = readdirSync(new URL('providers/', packageFolder)).filter((file) => file.endsWith('.json'));

test('an address leads to its provider, whatever its case', () => {
  assert.equal(providerOf('ana@GMail.com')?.id, 'gmail');
  assert.equal(providerOf('ana@web.de.')?.id, 'web-de');
  assert.equal(providerOf('proton.me')?.id, 'proton');
  assert.equal(providerOf('ana@example.org'), undefined);
  assert.equal(providerOf(''), undefined);
});

test('a mail server leads to its provider by the longest ending', () => {
  assert.equal(providerOfMx('ALT1.aspmx.l.google.com.')?.id, 'google-workspace');
  assert.equal(providerOfMx('example-com.mail.protection.outlook.com')?.id, 'microsoft-365');
  assert.equal(providerOfMx('eur.olc.protection.outlook.com')?.id, 'outlook');
  assert.equal(providerOfMx('mx-aol.mail.gm0.yahoodns.net')?.id, 'aol');
  assert.equal(providerOfMx('mta5.am0.yahoodns.net')?.id, 'yahoo');
  assert.equal(providerOfMx('notgoogle.com'), undefined);
  assert.equal(providerOfMx(''), undefined);
});

test('a search finds by name, by another name, by a domain, and by an address while it is typed', () => {
  const ids = (query: string) => searchProviders(query).map(({ id }) => id);
  assert.ok(ids('hotmail').includes('outlook'));
  assert.ok(ids('XS4ALL').includes('kpn'));
  assert.deepEqual(ids('ana@gmail.com'), ['gmail']);
  assert.deepEqual(ids('ana@hotmail.d'), ['outlook']);
  assert.deepEqual(ids('ana@'), []);
  assert.deepEqual(ids('nobody has this name'), []);
  assert.equal(ids('  ').length, providers.length);
  assert.equal(ids('')[0], 'gmail');
});

test('every file fits the schema and is named by its id', () => {
  const schema = Compile(read('provider.schema.json') as object);
  for (const file of files) {
    const provider = read(`providers/${file}`);
    const [, errors] = schema.Errors(provider);
    assert.deepEqual(errors, [], file);
  }
  assert.deepEqual(providers.map(({ id }) => `${id}.json`).sort(), [...files].sort());
  const [broken] = schema.Errors({ ...providers[0], export: { url: 'http://a.example' } });
  assert.equal(broken, false, 'the schema refuses what is not https');
});

test('at least 90 providers and 1,000 domains, and no domain or mail server belongs to two', () => {
  const domains = providers.flatMap((provider) => provider.domains);
  const mx = providers.flatMap((provider) => provider.mx ?? []);
  assert.ok(providers.length >= 90, String(providers.length));
  assert.ok(domains.length >= 1000, String(domains.length));
  assert.equal(new Set(domains).size, domains.length);
  assert.equal(new Set(mx).size, mx.length);
  assert.equal(new Set(providers.map(({ id }) => id)).size, providers.length);
  const ranks = providers.flatMap(({ rank }) => rank ?? []);
  assert.equal(new Set(ranks).size, ranks.length);
});

test('a way to sign in says where, and every provider says how to export in both languages', () => {
  for (const provider of providers) {
    for (const access of provider.access) {
      assert.equal(access.signIn === 'oauth', access.oauth !== undefined, provider.id);
      const ownServer = provider.domains.length === 0 && provider.mx === undefined;
      if (ownServer || provider.id === 'thundermail' || provider.id === 'all-inkl') continue;
      assert.ok(access.url !== undefined || access.host !== undefined, `${provider.id} ${access.protocol}`);
    }
    for (const language of ['en', 'de'] as const) {
      const steps = exportSteps(provider, language);
      assert.ok(steps.length >= 3, provider.id);
      assert.ok(!steps.join().includes('{name}'), provider.id);
    }
    assert.notDeepEqual(exportSteps(provider, 'en'), exportSteps(provider, 'de'), provider.id);
  }
});

test('white letters can be read on every logo', () => {
  for (const { id, logo } of providers)
    assert.ok(contrastToWhite(logo.colour) >= 4.5, `${id} ${logo.colour}`);
});

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrastToWhite(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

import { parseArgs } from 'node:util';
import { readConfig } from '../../server/src/config.ts';
import {
  checkSendingDomain,
  type DomainCode,
  type DomainFinding,
  zoneBy,
} from '../../server/src/operators/index.ts';

const parts: Readonly<Record<DomainFinding['part'], string>> = {
  spf: 'SPF',
  dkim: 'DKIM',
  dmarc: 'DMARC',
  alignment: 'return path',
  mx: 'MX',
  ptr: 'name of our host',
};

const words: Readonly<Record<DomainCode, string>> = {
  good: 'is right',
  unknown: 'could not be asked: the DNS server gave no answer',
  missing: 'is missing',
  multiple: 'there are several records, so none counts; keep one',
  invalid: 'cannot be read by receivers',
  open: 'lets anybody send in your name (+all)',
  too_many_lookups: 'needs more than 10 look-ups, so it does not count; take includes out',
  does_not_name:
    'does not name the mail server that Kith hands mail to; right if that server sends from other addresses',
  by_server: 'Kith does not sign; your mail server must, List-Unsubscribe and List-Unsubscribe-Post included',
  differs: 'has another key than the one Kith signs with',
  revoked: 'is withdrawn (p= is empty)',
  weak: 'the key is short; make one of 2048 bits',
  testing: 'says that it is a test (t=y), so receivers ignore it',
  watching: 'is there, but asks receivers for nothing (p=none); quarantine later',
  unaligned: 'belongs to another domain than the sender, so SPF does not count for DMARC',
  no_bounce_address: 'is the sender: set KITH_BOUNCE_ADDRESS, so that reports name their message',
  refuses_mail: 'refuses all mail (RFC 7505), so answers are lost',
  no_host: 'leads to a host without an address',
  mismatch: 'the name does not lead back to the address',
};

const signs = { good: '✔', note: '•', bad: '✖' };

/** `kith doctor sending`: asks the DNS about the domain that mail comes from. Exit code 1 when a record is in the way. */
export async function run(args: readonly string[]): Promise<number> {
  parseArgs({ args: [...args] });
  const config = readConfig();
  const findings = await checkSendingDomain(zoneBy(config.sources.dns), config);
  for (const { part, state, code, name, found, put } of findings) {
    console.log(`${signs[state]} ${parts[part]} of ${name}: ${words[code]}`);
    if (state === 'good') continue;
    for (const record of found) console.log(`    is:  ${record}`);
    if (put !== undefined) console.log(`    put: ${put.name}  ${put.type}  ${put.value}`);
  }
  return findings.some(({ state }) => state === 'bad') ? 1 : 0;
}

import { createPrivateKey, createPublicKey } from 'node:crypto';
import { isIP } from 'node:net';
import { hostOf } from '@kith/sources';
import type { Config } from '../config.ts';
import { judgeSpf, type SpfVerdict } from './spf.ts';
import type { Zone } from './zone.ts';

/** A record to add to the DNS, or to put in the place of those that are there. */
export interface DnsRecord {
  readonly name: string;
  readonly type: 'TXT' | 'MX' | 'PTR';
  readonly value: string;
}

/** What was found about one part of the sending domain. Codes are worded by whoever shows them. */
export interface DomainFinding {
  readonly part: 'spf' | 'dkim' | 'dmarc' | 'alignment' | 'mx' | 'ptr';
  /** `note` works, but could be better. */
  readonly state: 'good' | 'note' | 'bad';
  readonly code: DomainCode;
  /** The domain or host it is about. */
  readonly name: string;
  /** What stands there now. */
  readonly found: readonly string[];
  readonly put?: DnsRecord;
}

export type DomainCode = (typeof domainCodes)[number];
export const domainCodes = [
  'good',
  'unknown',
  'missing',
  'multiple',
  'invalid',
  'open',
  'too_many_lookups',
  'does_not_name',
  'by_server',
  'differs',
  'revoked',
  'weak',
  'testing',
  'watching',
  'unaligned',
  'no_bounce_address',
  'refuses_mail',
  'no_host',
  'mismatch',
] as const;

type Told = Pick<Config, 'mailFrom' | 'bounceAddress' | 'dkim' | 'smtpUrl' | 'publicUrl'>;

/**
 * Asks the DNS whether mail of this network will be taken for its own: SPF, DKIM, DMARC and their alignment, where
 * reports come back to, and the name of our own host where it sends itself.
 */
export async function checkSendingDomain(zone: Zone, config: Told): Promise<readonly DomainFinding[]> {
  const from = domainOf(config.mailFrom);
  const back = config.bounceAddress === undefined ? from : domainOf(config.bounceAddress);
  const relay = config.smtpUrl === undefined ? undefined : hostOf(new URL(config.smtpUrl));
  const isOwn = relay !== undefined && /^(localhost|127\..*|::1)$/.test(relay);
  const host = config.publicUrl === undefined ? undefined : new URL(config.publicUrl).hostname;
  const sender = isOwn ? host : relay;
  const parts: readonly [DomainFinding['part'], string, () => Promise<readonly DomainFinding[]>][] = [
    ['spf', back, async () => [await spf(zone, back, sender)]],
    ['dkim', from, async () => [await dkim(zone, from, config.dkim)]],
    ['dmarc', from, async () => [await dmarc(zone, from)]],
    ['alignment', back, async () => [await alignment(zone, from, back, config)]],
    ['mx', back, async () => Promise.all([...new Set([from, back])].map((domain) => mx(zone, domain, host)))],
    ['ptr', host ?? '', async () => (isOwn && host !== undefined ? [await ptr(zone, host)] : [])],
  ];
  const found = await Promise.all(
    parts.map(async ([part, name, judge]) => {
      try {
        return await judge();
      } catch {
        return [finding(part, 'bad', 'unknown', name)];
      }
    }),
  );
  return found.flat();
}

function finding(
  part: DomainFinding['part'],
  state: DomainFinding['state'],
  code: DomainCode,
  name: string,
  found: readonly string[] = [],
  put?: DnsRecord,
): DomainFinding {
  return { part, state, code, name, found, ...(put === undefined ? {} : { put }) };
}

async function spf(zone: Zone, domain: string, sender: string | undefined): Promise<DomainFinding> {
  const addresses = sender === undefined ? [] : isIP(sender) ? [sender] : await zone.addresses(sender);
  const verdict = await judgeSpf(zone, domain, addresses);
  const found = 'records' in verdict ? verdict.records : verdict.record === '' ? [] : [verdict.record];
  switch (verdict.kind) {
    case 'good':
      return finding('spf', 'good', 'good', domain, found);
    case 'does_not_name':
      // A service hands mail in at one address and sends it on from others: ours is no proof.
      return finding('spf', 'note', verdict.kind, domain, found, spfRecord(domain, sender, verdict));
    default:
      return finding('spf', 'bad', verdict.kind, domain, found, spfRecord(domain, sender, verdict));
  }
}

/** What should stand there: all that stood there before, and our sender. */
function spfRecord(domain: string, sender: string | undefined, verdict: SpfVerdict): DnsRecord | undefined {
  if (verdict.kind === 'invalid' || verdict.kind === 'too_many_lookups') return undefined;
  const before = 'records' in verdict ? verdict.records : [verdict.record];
  const terms = before
    .flatMap((record) => record.split(' ').slice(1))
    .filter((term) => term !== '' && !/^[+?~-]?all$/i.test(term));
  const ours =
    sender === undefined ? 'mx' : isIP(sender) === 0 ? `a:${sender}` : `ip${isIP(sender)}:${sender}`;
  return { name: domain, type: 'TXT', value: ['v=spf1', ...new Set([...terms, ours]), '-all'].join(' ') };
}

async function dkim(zone: Zone, from: string, key: Told['dkim']): Promise<DomainFinding> {
  if (key === undefined) return finding('dkim', 'note', 'by_server', from);
  const name = `${key.selector}._domainkey.${key.domain}`;
  const ours = createPublicKey(createPrivateKey(key.privateKey));
  const value = `v=DKIM1; k=rsa; p=${ours.export({ type: 'spki', format: 'der' }).toString('base64')}`;
  const put: DnsRecord = { name, type: 'TXT', value };
  const records = await zone.texts(name);
  const [record] = records;
  if (record === undefined) return finding('dkim', 'bad', 'missing', name, [], put);
  if (records.length > 1) return finding('dkim', 'bad', 'multiple', name, records, put);
  const tags = tagsOf(record);
  const published = tags.get('p');
  if (published === undefined || (tags.get('v') ?? 'DKIM1') !== 'DKIM1')
    return finding('dkim', 'bad', 'invalid', name, records, put);
  if (published === '') return finding('dkim', 'bad', 'revoked', name, records, put);
  if (published.replace(/\s/g, '') !== tagsOf(value).get('p'))
    return finding('dkim', 'bad', 'differs', name, records, put);
  const hashes = tags
    .get('h')
    ?.split(':')
    .map((hash) => hash.trim());
  if ((tags.get('k') ?? 'rsa') !== 'rsa' || (hashes !== undefined && !hashes.includes('sha256')))
    return finding('dkim', 'bad', 'invalid', name, records, put);
  const bits = ours.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < 2048) return finding('dkim', bits < 1024 ? 'bad' : 'note', 'weak', name, records);
  if (tags.get('t')?.split(':').includes('y')) return finding('dkim', 'note', 'testing', name, records, put);
  return finding('dkim', 'good', 'good', name, records);
}

async function dmarc(zone: Zone, from: string): Promise<DomainFinding> {
  const { name, records } = await dmarcOf(zone, from);
  const put: DnsRecord = { name: `_dmarc.${from}`, type: 'TXT', value: 'v=DMARC1; p=none' };
  const [record] = records;
  if (record === undefined) return finding('dmarc', 'bad', 'missing', put.name, [], put);
  if (records.length > 1) return finding('dmarc', 'bad', 'multiple', name, records, { ...put, name });
  const policy = tagsOf(record).get('p')?.toLowerCase();
  if (policy === undefined || !['none', 'quarantine', 'reject'].includes(policy))
    return finding('dmarc', 'bad', 'invalid', name, records, { ...put, name });
  return policy === 'none'
    ? finding('dmarc', 'note', 'watching', name, records)
    : finding('dmarc', 'good', 'good', name, records);
}

/** The records of the domain, or of the nearest above it that has any. */
async function dmarcOf(zone: Zone, domain: string): Promise<{ name: string; records: readonly string[] }> {
  for (const above of upwards(domain)) {
    const name = `_dmarc.${above}`;
    const records = (await zone.texts(name)).filter((text) => /^v=DMARC1\s*(;|$)/i.test(text));
    if (records.length > 0) return { name, records };
  }
  return { name: `_dmarc.${domain}`, records: [] };
}

/** DMARC passes by one of two: the signature's domain, or that of the return path where SPF passes, belongs to the sender's. */
async function alignment(zone: Zone, from: string, back: string, config: Told): Promise<DomainFinding> {
  if (config.bounceAddress === undefined) return finding('alignment', 'note', 'no_bounce_address', from);
  const { records } = await dmarcOf(zone, from);
  const isStrict =
    tagsOf(records[0] ?? '')
      .get('aspf')
      ?.toLowerCase() === 's';
  const isAligned =
    from === back || (!isStrict && (await organisation(zone, from)) === (await organisation(zone, back)));
  if (isAligned) return finding('alignment', 'good', 'good', back);
  return finding('alignment', config.dkim === undefined ? 'bad' : 'note', 'unaligned', back);
}

/** The domain that answers for a name: the highest above it with a DMARC record, else the last two labels. */
async function organisation(zone: Zone, domain: string): Promise<string> {
  let highest: string | undefined;
  for (const above of upwards(domain))
    if ((await zone.texts(`_dmarc.${above}`)).some((text) => /^v=DMARC1/i.test(text))) highest = above;
  return highest ?? upwards(domain).at(-1) ?? domain;
}

function upwards(domain: string): readonly string[] {
  const labels = domain.split('.');
  return labels.slice(0, -1).map((_, at) => labels.slice(at).join('.'));
}

async function mx(zone: Zone, domain: string, host: string | undefined): Promise<DomainFinding> {
  const all = await zone.exchangers(domain);
  const found = all.map(({ exchange, priority }) => `${priority} ${exchange}`);
  const put: DnsRecord | undefined =
    host === undefined ? undefined : { name: domain, type: 'MX', value: `10 ${host}` };
  if (all.length === 0) return finding('mx', 'bad', 'missing', domain, [], put);
  // RFC 7505.
  if (all.some(({ exchange }) => exchange === '' || exchange === '.'))
    return finding('mx', 'bad', 'refuses_mail', domain, found, put);
  for (const { exchange } of all)
    if ((await zone.addresses(exchange)).length === 0)
      return finding('mx', 'bad', 'no_host', domain, found, put);
  return finding('mx', 'good', 'good', domain, found);
}

/** Our own host sends: each of its addresses has a name, which leads back to it. */
async function ptr(zone: Zone, host: string): Promise<DomainFinding> {
  const addresses = await zone.addresses(host);
  if (addresses.length === 0) return finding('ptr', 'bad', 'no_host', host);
  for (const address of addresses) {
    const names = await zone.names(address);
    const put: DnsRecord = { name: address, type: 'PTR', value: host };
    if (names.length === 0) return finding('ptr', 'bad', 'missing', address, [], put);
    const back = await Promise.all(names.map((name) => zone.addresses(name)));
    if (!back.flat().includes(address)) return finding('ptr', 'bad', 'mismatch', address, names, put);
  }
  return finding('ptr', 'good', 'good', host, addresses);
}

function tagsOf(record: string): ReadonlyMap<string, string> {
  return new Map(
    record.split(';').flatMap((part): [string, string][] => {
      const at = part.indexOf('=');
      return at === -1 ? [] : [[part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()]];
    }),
  );
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

import { BlockList, isIPv4 } from 'node:net';
import type { Zone } from './zone.ts';

/** What SPF (RFC 7208) says of a domain and of those who send for it. */
export type SpfVerdict =
  | { readonly kind: 'good'; readonly record: string; readonly lookups: number }
  | { readonly kind: 'missing' | 'open' | 'too_many_lookups' | 'does_not_name'; readonly record: string }
  | { readonly kind: 'multiple' | 'invalid'; readonly records: readonly string[] };

/** Terms that ask the DNS: more than this makes a record void (section 4.6.4). */
const mostLookups = 10;

class Invalid extends Error {}

interface Walk {
  readonly zone: Zone;
  readonly senders: readonly string[];
  /** Of `senders`, those whose mail passes so far. */
  readonly passed: Set<string>;
  lookups: number;
  open: boolean;
}

/**
 * Judges the record of `domain`: whether it is one, holds together, and names all of `senders` (addresses).
 *
 * Every term is followed, not only up to the first that fits: too many lookups void the record for some senders.
 */
export async function judgeSpf(zone: Zone, domain: string, senders: readonly string[]): Promise<SpfVerdict> {
  const records = await spfRecords(zone, domain);
  const [record] = records;
  if (record === undefined) return { kind: 'missing', record: '' };
  if (records.length > 1) return { kind: 'multiple', records };
  const walk: Walk = { zone, senders, passed: new Set(), lookups: 0, open: false };
  try {
    await follow(walk, domain, record, 0);
  } catch (error) {
    if (error instanceof Invalid) return { kind: 'invalid', records };
    throw error;
  }
  if (walk.lookups > mostLookups) return { kind: 'too_many_lookups', record };
  if (walk.open) return { kind: 'open', record };
  return senders.every((address) => walk.passed.has(address))
    ? { kind: 'good', record, lookups: walk.lookups }
    : { kind: 'does_not_name', record };
}

async function spfRecords(zone: Zone, domain: string): Promise<readonly string[]> {
  return (await zone.texts(domain)).filter((text) => /^v=spf1( |$)/i.test(text));
}

async function follow(walk: Walk, domain: string, record: string, depth: number): Promise<void> {
  const terms = record
    .split(' ')
    .slice(1)
    .filter((term) => term !== '');
  for (const term of terms) {
    const [mark = '', name = ''] = /^[+?~-]?([a-z][a-z0-9-]*)/i.exec(term) ?? [];
    const rest = term.slice(mark.length);
    const passes = !/^[?~-]/.test(term);
    const kind = name.toLowerCase();
    // A modifier, which is not followed except for redirect.
    if (rest.startsWith('=')) {
      if (kind === 'redirect' && !terms.some((one) => /^[+?~-]?all$/i.test(one)))
        await within(walk, rest.slice(1), depth, passes);
      continue;
    }
    // `:domain/24//64`, each part as it likes.
    const slash = rest.includes('/') ? rest.indexOf('/') : rest.length;
    const target = rest.slice(1, Math.max(1, slash));
    const [four = '', prefix6] = rest.slice(slash).split('//');
    const prefix4 = four === '' ? undefined : four.slice(1);
    const at = target === '' ? domain : target;
    switch (kind) {
      case 'all':
        if (passes && depth === 0) walk.open = true;
        return;
      case 'include':
        if (target === '') throw new Invalid();
        await within(walk, target, depth, passes);
        break;
      case 'a':
        walk.lookups++;
        if (!at.includes('%')) admit(walk, await walk.zone.addresses(at), prefix4, prefix6, passes);
        break;
      case 'mx':
        walk.lookups++;
        for (const { exchange } of await walk.zone.exchangers(at))
          admit(walk, await walk.zone.addresses(exchange), prefix4, prefix6, passes);
        break;
      case 'ip4':
      case 'ip6': {
        if (isIPv4(target) !== (kind === 'ip4') || !rest.startsWith(':')) throw new Invalid();
        admit(walk, [target], prefix4, prefix4, passes);
        break;
      }
      case 'exists':
      case 'ptr':
        walk.lookups++;
        break;
      default:
        throw new Invalid();
    }
  }
}

async function within(walk: Walk, domain: string, depth: number, passes: boolean): Promise<void> {
  walk.lookups++;
  // Macros depend on the message; an endless chain has been counted out by then.
  if (domain.includes('%') || walk.lookups > mostLookups) return;
  const [record, ...more] = await spfRecords(walk.zone, domain);
  if (record === undefined || more.length > 0) throw new Invalid();
  const inner: Walk = { ...walk, passed: new Set() };
  await follow(inner, domain, record, depth + 1);
  walk.lookups = inner.lookups;
  if (passes) for (const address of inner.passed) walk.passed.add(address);
}

function admit(
  walk: Walk,
  addresses: readonly string[],
  prefix4: string | undefined,
  prefix6: string | undefined,
  passes: boolean,
): void {
  if (!passes) return;
  for (const address of addresses) {
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    const most = family === 'ipv4' ? 32 : 128;
    const prefix = Number((family === 'ipv4' ? prefix4 : prefix6) ?? most);
    if (prefix > most) throw new Invalid();
    const list = new BlockList();
    try {
      list.addSubnet(address, prefix, family);
    } catch {
      throw new Invalid();
    }
    for (const sender of walk.senders)
      if (list.check(sender, isIPv4(sender) ? 'ipv4' : 'ipv6')) walk.passed.add(sender);
  }
}

import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import {
  books,
  discover,
  type Protocol,
  placeOf as placeOfAccess,
  providerOf,
  providers,
  SourceFault,
} from '@kith/sources';
import { readConfig } from '../../server/src/config.ts';
import { systemClock } from '../../server/src/platform/clock.ts';
import { withoutDumps } from '../../server/src/platform/dumps.ts';
import { systemRandom } from '../../server/src/platform/random.ts';
import { placeOf } from '../../server/src/sources/place.ts';
import { sourceDns, sourceNetwork } from '../../server/src/sources/source-network.ts';
import { type FileReading, readingInto, readingOf } from './contact-files.ts';
import { printed, printOptions } from './printed.ts';

/** The book that is asked, and how. */
interface Way extends ReturnType<typeof placeOf> {
  readonly protocol: Protocol;
}

/** `kith sources read`: the address book of an account as JSON lines; its password, or a token, comes from standard input. */
export async function run(args: readonly string[]): Promise<number> {
  withoutDumps();
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...printOptions,
      user: { type: 'string' },
      address: { type: 'string' },
      provider: { type: 'string' },
      protocol: { type: 'string' },
      url: { type: 'string' },
      region: { type: 'string' },
      token: { type: 'boolean' },
      photos: { type: 'boolean' },
    },
  });
  const { user, address = user ?? '', photos = false, token = false } = values;
  const reading = await readingOf(values, false);
  const network = sourceNetwork({ clock: systemClock, config: readConfig(), random: systemRandom });
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new Error('stopped')));
  const way =
    positionals.join() !== 'read'
      ? 'say what to do: kith sources read.'
      : user === undefined
        ? 'say whose account it is: --user ana@example.org.'
        : process.stdin.isTTY
          ? `give the ${token ? 'token' : 'password'} on standard input, so that it stands in no history: … < file.`
          : await wayTo(address, values);
  if (typeof way === 'string' || typeof reading === 'string' || user === undefined) {
    process.stderr.write(`kith sources: ${typeof way === 'string' ? way : reading}\n`);
    return 2;
  }
  const secret = (await text(process.stdin)).replace(/\r?\n$/, '');

  return printed(values, async (out) => {
    const files = new Map<string, FileReading>();
    let refused: string | undefined;
    const end = async (file: FileReading) => {
      refused = (await file.end()) ?? refused;
    };
    let fault: SourceFault | undefined;
    try {
      const { at, credentialHosts, protocol } = way;
      const credential = token
        ? ({ kind: 'bearer', token: secret } as const)
        : ({ kind: 'password', user, password: secret } as const);
      const request = { at, address, credential, network, photos, signal: stop.signal };
      const parts = books[protocol]?.({
        ...request,
        ...(credentialHosts === undefined ? {} : { credentialHosts }),
      });
      for await (const part of parts ?? []) {
        let file = files.get(part.file);
        if (file === undefined) {
          for (const before of files.values()) await end(before);
          files.clear();
          file = readingInto(out, part.file, `"${part.file}"`, reading);
          files.set(part.file, file);
        }
        await file.write(part.bytes);
        if (out.closed()) break;
      }
    } catch (error) {
      if (!(error instanceof SourceFault) && !stop.signal.aborted) throw error;
      if (error instanceof SourceFault) fault = error;
    }
    for (const file of files.values()) await end(file);
    if (fault !== undefined) process.stderr.write(`kith sources: ${fault.message} (${fault.code})\n`);
    else if (refused !== undefined) process.stderr.write(`${refused}\n`);
    return fault === undefined && !stop.signal.aborted ? 0 : 1;
  });

  /** Where the book is: as told, as we know it, or as its domain says. @returns a sentence when there is no way */
  async function wayTo(
    whose: string,
    told: { provider?: string | undefined; protocol?: string | undefined; url?: string | undefined },
  ): Promise<Way | string> {
    const provider =
      told.provider === undefined ? providerOf(whose) : providers.find(({ id }) => id === told.provider);
    if (told.provider !== undefined && provider === undefined)
      return `there is no provider ${told.provider}. docs/reference/providers.md lists them.`;
    if (told.protocol !== undefined && readable(told.protocol) === undefined)
      return `--protocol takes one of ${Object.keys(books).join(', ')}.`;
    // A mailbox is no address book: it is read by who asks for it.
    const isWanted = ({ protocol, signIn }: { protocol: Protocol; signIn: string }) =>
      (signIn === 'oauth') === token &&
      books[protocol] !== undefined &&
      (told.protocol === undefined ? protocol !== 'imap' : protocol === told.protocol);
    const known = provider?.access.find(isWanted);
    if (token && known !== undefined) {
      const { credentialHosts } = provider ?? {};
      const hosts = credentialHosts === undefined ? {} : { credentialHosts };
      return { protocol: known.protocol, at: placeOfAccess(known), providerId: provider?.id, ...hosts };
    }
    if (told.url !== undefined || known !== undefined) {
      const at = told.url === undefined ? undefined : placeIn(told.url);
      const protocol = known?.protocol ?? readable(told.protocol ?? at?.protocol ?? 'carddav');
      if (
        protocol === undefined ||
        (at !== undefined && at.protocol !== undefined && at.protocol !== protocol)
      )
        return '--url takes https://…, imaps://… for --protocol imap and ldaps://… for --protocol ldap.';
      return { protocol, ...placeOf(protocol, provider?.id, at?.place) };
    }
    if (provider?.access.some(({ protocol }) => protocol === 'imap') && told.protocol === undefined)
      return `${provider.name} has no address book that can be read. For the people you have written to, add --protocol imap.`;
    if (provider !== undefined)
      return token
        ? `${provider.name} gives no tokens that read contacts. Leave out --token.`
        : `${provider.name} cannot be read by password. Export a file there, and use kith read${provider.access.some(({ signIn }) => signIn === 'oauth') ? '; or give an access token, with --token' : ''}.`;
    const found = discover(whose, {
      chance: () => (systemRandom.bytes(1)[0] ?? 0) / 256,
      dns: sourceDns({ config: readConfig() }),
      network,
      signal: stop.signal,
    });
    for await (const one of found) {
      if (one.kind === 'step') continue;
      const door = one.doors.find(isWanted);
      if (door === undefined) break;
      if (door.foreign)
        return `the domain of this account names a server elsewhere. If you know it, add --url ${door.at.url ?? `imaps://${door.at.host}`}.`;
      return { protocol: door.protocol, ...placeOf(door.protocol, one.provider?.id, door.at) };
    }
    return 'no way to this account was found. Say where it is (--url https://…), or export a file and use kith read.';
  }
}

/** A place by its URL; IMAP's and LDAP's name no more than the server, its port, and where a directory begins (RFC 4516). */
function placeIn(url: string): {
  protocol: Protocol | undefined;
  place: { url?: string; host?: string; port?: number; base?: string };
} {
  const parsed = URL.parse(url);
  const protocol =
    parsed?.protocol === 'imaps:' ? 'imap' : parsed?.protocol === 'ldaps:' ? 'ldap' : undefined;
  if (parsed === null || protocol === undefined) return { protocol, place: { url } };
  const base = decodeURIComponent(parsed.pathname.replace(/^\//, ''));
  return {
    protocol,
    place: {
      host: parsed.hostname.replace(/^\[|\]$/g, ''),
      ...(parsed.port === '' ? {} : { port: Number(parsed.port) }),
      ...(protocol === 'imap' || base === '' ? {} : { base }),
    },
  };
}

function readable(name: string): Protocol | undefined {
  // Safe: it is compared with what there is.
  return Object.hasOwn(books, name) ? (name as Protocol) : undefined;
}

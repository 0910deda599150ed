import { LIMITS } from '@kith/contacts';
import { xmlTokens } from '@kith/contacts/xml';
import { SourceFault } from './protocol.ts';

/** One `response` of a multistatus (RFC 4918, 14.24), with the properties that were found. */
export interface DavResponse {
  readonly href: string;
  /** Of the whole response; 200 where only its properties have one. */
  readonly status: number;
  /** Names of the elements in `resourcetype`. */
  readonly types: ReadonlySet<string>;
  /** Texts by the property's local name; of `address-data` as it stands, of others trimmed. */
  readonly texts: ReadonlyMap<string, string>;
  /** The `href`s in a property, by its local name. */
  readonly hrefs: ReadonlyMap<string, readonly string[]>;
}

export interface Multistatus {
  readonly responses: readonly DavResponse[];
  /** Of a sync-collection report (RFC 6578, 6.2). */
  readonly syncToken: string | undefined;
}

interface Open {
  href: string;
  status: number;
  types: Set<string>;
  texts: Map<string, string>;
  hrefs: Map<string, string[]>;
}

function empty(): Open {
  return { href: '', status: 200, types: new Set(), texts: new Map(), hrefs: new Map() };
}

/**
 * Reads a multistatus without recursion; document types and entities of their own are never expanded.
 *
 * @throws {SourceFault} `source.unreadable` for XML that is none, ends early or is no multistatus.
 */
export function multistatus(body: Uint8Array): Multistatus {
  const responses: DavResponse[] = [];
  const path: string[] = [];
  let syncToken: string | undefined;
  let response = empty();
  /** What one propstat says, until its status is known. */
  let found = empty();
  let text = '';
  let faulty = false;
  let root: string | undefined;
  const xml = xmlTokens(LIMITS, {
    open(name) {
      root ??= name;
      path.push(name);
      text = '';
      if (path.length === 2 && name === 'response') response = empty();
      else if (path.length === 3 && name === 'propstat') found = empty();
      else if (path.length === 6 && path[4] === 'resourcetype') found.types.add(name);
    },
    text(piece) {
      text += piece;
    },
    close(name) {
      const depth = path.length;
      if (depth === 2 && name === 'response' && response.href !== '') responses.push(response);
      else if (depth === 2 && name === 'sync-token') syncToken = text.trim();
      else if (depth === 3 && name === 'href') response.href ||= text.trim();
      else if (depth === 3 && name === 'status') response.status = statusOf(text);
      else if (depth === 3 && name === 'propstat') {
        if (found.status < 300) {
          for (const type of found.types) response.types.add(type);
          for (const [property, value] of found.texts) response.texts.set(property, value);
          for (const [property, value] of found.hrefs) response.hrefs.set(property, value);
        }
      } else if (depth === 4 && name === 'status') found.status = statusOf(text);
      else if (depth === 5 && path[3] === 'prop')
        found.texts.set(name, name === 'address-data' ? text : text.trim());
      else if (depth === 6 && name === 'href') {
        const property = path[4] ?? '';
        found.hrefs.set(property, [...(found.hrefs.get(property) ?? []), text.trim()]);
      }
      path.pop();
      // Texts of outer elements are only white space around the inner ones.
      text = '';
    },
    fault() {
      faulty = true;
    },
  });
  for (const _ of xml.write(body)) if (faulty) break;
  if (!faulty) xml.end();
  if (faulty || root !== 'multistatus' || path.length > 0)
    throw new SourceFault('source.unreadable', 'The answer is no multistatus.');
  return { responses, syncToken };
}

/** The code in a status line (RFC 9112, 4). */
function statusOf(line: string): number {
  return Number(/\b(\d{3})\b/.exec(line)?.[1] ?? 500);
}

import type { Protocol } from '../provider.ts';
import { readCarddav } from './carddav.ts';
import { readGooglePeople } from './google-people.ts';
import { readImap } from './imap.ts';
import { readJmap } from './jmap.ts';
import { readLdap } from './ldap.ts';
import { readMicrosoftGraph } from './microsoft-graph.ts';
import type { ReadBook } from './protocol.ts';

/** The protocols that can be read so far. */
export const books: Readonly<Partial<Record<Protocol, ReadBook>>> = {
  carddav: readCarddav,
  'google-people': readGooglePeople,
  imap: readImap,
  jmap: readJmap,
  ldap: readLdap,
  'microsoft-graph': readMicrosoftGraph,
};

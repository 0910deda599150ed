import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import { labels } from './routes/labels.ts';
import { listContacts } from './routes/list-contacts.ts';
import { readContact } from './routes/read-contact.ts';
import { readFacets } from './routes/read-facets.ts';

/** The address book: its owner browses, searches, organises, edits and deletes what was imported. */
export function registerAddressBook(app: App, platform: Platform): void {
  listContacts(app, platform);
  readFacets(app, platform);
  readContact(app, platform);
  labels(app, platform);
}

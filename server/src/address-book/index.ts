import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import { emptyTrash } from './jobs/empty-trash.ts';
import { goOnActing } from './jobs/go-on-acting.ts';
import { placeContacts } from './jobs/place-contacts.ts';
import { renewSearchTexts } from './jobs/renew-search.ts';
import { actOnMany } from './routes/act-on-contacts.ts';
import { birthdays } from './routes/birthdays.ts';
import { changeContacts } from './routes/change-contact.ts';
import { exportSelection } from './routes/export-contacts.ts';
import { labels } from './routes/labels.ts';
import { listContacts } from './routes/list-contacts.ts';
import { readContact } from './routes/read-contact.ts';
import { readFacets } from './routes/read-facets.ts';
import { reviewContacts } from './routes/review-contacts.ts';

export { contactsBehind, labelsBehind, membersUnder } from './behind.ts';
export { type CardOf, cardOf, jsonList, storedContacts, writtenAs } from './export.ts';
export { spellingsOf } from './label-store.ts';

/** The address book: its owner browses, searches, organises, edits and deletes what was imported. */
export function registerAddressBook(app: App, platform: Platform): void {
  listContacts(app, platform);
  readFacets(app, platform);
  readContact(app, platform);
  changeContacts(app, platform);
  actOnMany(app, platform);
  labels(app, platform);
  reviewContacts(app, platform);
  birthdays(app, platform);
  exportSelection(app, platform);
  platform.jobs.define(goOnActing(platform));
  platform.jobs.define(placeContacts(platform));
  platform.jobs.define(emptyTrash(platform));
  platform.jobs.define(renewSearchTexts(platform));
}

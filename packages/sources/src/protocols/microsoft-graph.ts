import { graphPhotos } from './graph-photos.ts';
import {
  isObject,
  type JsonAnswer,
  type JsonObject,
  jsonClient,
  listOf,
  pageOf,
  seenRecords,
} from './json-client.ts';
import { type ReadBook, SourceFault } from './protocol.ts';

/** Contacts a page; Graph gives ten where nothing is said. */
const pageSize = 500;
/** Folders of one account, and pages of their names, before we call them endless. */
const maxFolders = 500;
const maxFolderPages = 1000;

/** Everything that Kith has a field for. */
const select =
  'id,lastModifiedDateTime,parentFolderId,displayName,title,givenName,middleName,surname,generation,nickName,yomiGivenName,yomiSurname,' +
  'emailAddresses,mobilePhone,homePhones,businessPhones,imAddresses,businessHomePage,birthday,homeAddress,businessAddress,otherAddress,' +
  'companyName,department,jobTitle,profession,officeLocation,personalNotes,categories,spouseName,children,manager,assistantName';
const context = 'https://graph.microsoft.com/v1.0/$metadata#me/';

interface Folder {
  /** Empty for the default one. */
  readonly id: string;
  readonly name: string;
}

/** Where a reading goes on. */
interface Place {
  readonly folder: string;
  /** The next page; empty for the first, missing when the folder is done. */
  readonly link?: string;
  /** Contacts that came before. */
  readonly cards: number;
}

type Ask = (path: string) => Promise<JsonAnswer>;

/**
 * Reads a Microsoft account by Graph (https://learn.microsoft.com/en-us/graph/api/resources/contact): the default folder, then
 * every other one, whose name becomes a label. Parts are pages of Graph's own JSON, one after another.
 *
 * One request at a time: a mailbox serves four, to all programs together. Photos are asked for only where they are wanted.
 */
export const readMicrosoftGraph: ReadBook = async function* (request) {
  const ask = jsonClient(request);
  const withPhotos = request.photos === true ? graphPhotos(request) : undefined;
  const start = placeOf(request.after);
  const seen = seenRecords();
  const names = new Set<string>();
  let cards = start.cards;
  let skipping = start.folder !== '';

  async function* pagesOf(folder: Folder): ReturnType<ReadBook> {
    const file = unique(folder.name, names);
    const isStart = folder.id === start.folder;
    if (skipping && !isStart) return;
    skipping = false;
    if (isStart && start.link === undefined) return;
    const place =
      folder.id === '' ? 'me/contacts' : `me/contactFolders/${encodeURIComponent(folder.id)}/contacts`;
    const first = `${place}?${new URLSearchParams({ $top: String(pageSize), $select: select })}`;
    let link = isStart && start.link ? start.link : first;
    let head = folder.id === '' ? '' : labelled(folder);
    for (;;) {
      const answer = await ask(link);
      if (link !== first && (answer.status === 410 || answer.status === 400)) {
        // A page that is no more: from the start, past those who came in this reading.
        link = first;
        continue;
      }
      // Deleted since it was listed.
      if (folder.id !== '' && answer.status === 404) return;
      const body = judged(answer);
      const listed = seen.fresh(listOf(body, 'value'), 'id');
      const contacts = withPhotos === undefined ? listed : await withPhotos(listed, place);
      const next = linkIn(body);
      cards += contacts.length;
      if (contacts.length > 0) {
        const page = pageOf({ '@odata.context': `${context}contacts` }, 'value', contacts);
        const to: Place = { folder: folder.id, cards, ...(next === undefined ? {} : { link: next }) };
        yield { file, bytes: Buffer.concat([Buffer.from(head), page]), cards, cursor: JSON.stringify(to) };
        head = '';
      }
      if (next === undefined) return;
      link = next;
    }
  }

  yield* pagesOf({ id: '', name: 'Contacts' });
  const folders = await foldersOf(ask);
  // A folder that is gone: the others again, after the default one, which was done.
  if (!folders.some(({ id }) => id === start.folder)) skipping = false;
  for (const folder of folders) yield* pagesOf(folder);
};

function placeOf(after: string | undefined): Place {
  const first: Place = { folder: '', link: '', cards: 0 };
  const known: unknown = after === undefined ? first : JSON.parse(after);
  if (!isObject(known)) return first;
  const { folder, link, cards } = known;
  if (typeof folder !== 'string' || typeof cards !== 'number') return first;
  return { folder, cards, ...(typeof link === 'string' ? { link } : {}) };
}

/** Every folder below the default one, however deep; each is asked for those below it. */
async function foldersOf(ask: Ask): Promise<readonly Folder[]> {
  const folders = new Map<string, Folder>();
  const places = ['me/contactFolders'];
  let pages = 0;
  for (const place of places) {
    let link: string | undefined =
      `${place}?${new URLSearchParams({ $top: '100', $select: 'id,displayName' })}`;
    const links = new Set<string>();
    while (link !== undefined) {
      links.add(link);
      const answer = await ask(link);
      if (answer.status === 404 && places[0] !== place) break;
      const body = judged(answer);
      for (const one of listOf(body, 'value')) {
        const { id, displayName } = isObject(one) ? one : {};
        if (typeof id !== 'string' || id === '' || folders.has(id)) continue;
        folders.set(id, {
          id,
          name: typeof displayName === 'string' && displayName !== '' ? displayName : 'Contacts',
        });
        places.push(`me/contactFolders/${encodeURIComponent(id)}/childFolders`);
      }
      link = linkIn(body);
      if (folders.size > maxFolders || ++pages > maxFolderPages || (link !== undefined && links.has(link)))
        throw new SourceFault('source.too_large', 'The list of folders does not end.');
    }
  }
  return [...folders.values()];
}

/** The folder as Graph lists it, so that the reader of the file knows its name. */
function labelled({ id, name }: Folder): string {
  return `${JSON.stringify({ '@odata.context': `${context}contactFolders`, value: [{ id, displayName: name }] })}\n`;
}

/** A name that no file of this reading has. */
function unique(name: string, taken: Set<string>): string {
  let file = name;
  for (let n = 2; taken.has(file); n++) file = `${name} ${n}`;
  taken.add(file);
  return file;
}

function linkIn(body: JsonObject): string | undefined {
  const link = body['@odata.nextLink'];
  if (link === undefined || typeof link === 'string') return link;
  throw new SourceFault('source.unreadable', 'The provider names its next page in no way we know.');
}

/**
 * The body of a good answer.
 *
 * @throws {SourceFault} by Graph's own code where the status says too little.
 */
function judged({ status, body }: JsonAnswer): JsonObject {
  if (status === 200 && !isObject(body.error)) return body;
  const { code } = isObject(body.error) ? body.error : {};
  if (code === 'MailboxNotEnabledForRESTAPI' || code === 'MailboxNotFound')
    throw new SourceFault('source.no_book', 'This account has no mailbox at Microsoft.');
  if (status === 403 || status === 423)
    throw new SourceFault('source.denied', 'This grant does not let us read contacts.');
  throw new SourceFault('source.unreadable', `Graph answers ${status}.`);
}

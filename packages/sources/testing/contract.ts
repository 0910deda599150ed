import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, before, describe, test } from 'node:test';
import type { Card } from '@kith/contacts';
import { generatePeople, type Person } from '@kith/contacts/testing';
import {
  type BookPart,
  type BookRequest,
  type Credential,
  type ReadBook,
  SourceFault,
  type SourceFaultCode,
} from '../src/protocols/protocol.ts';
import { type Front, startCutter, startFront } from './front.ts';
import { cardsIn, faultOf, partsOf, testNetwork } from './reading.ts';
import { certificate, httpsServer } from './tls.ts';

/** What a server is loaded with. */
export interface LoadedBook {
  /** Each with the `groups` it belongs to, where the protocol carries them. */
  readonly people: readonly Person[];
  /** All groups or labels there are, also those without a member. */
  readonly groups: readonly string[];
}

/** A server that speaks the protocol, with one account of one book. */
export interface Served {
  readonly request: Pick<BookRequest, 'at' | 'address' | 'credential'>;
  readonly port: number;
  /** Its certificate. */
  readonly ca: string;
  close(): Promise<void> | void;
}

/** What of a person a protocol may carry beside the name and the e-mail addresses. */
export type Carried =
  | 'phones'
  | 'organisation'
  | 'title'
  | 'city'
  | 'birthday'
  | 'note'
  | 'groups'
  /** The address of a photo; photos that are bytes are a matter of each protocol's own test. */
  | 'photo';

/** An implementation of a protocol, and a server that it is held against. */
export interface SourceContract {
  /** Of the protocol and the server: `CardDAV, Radicale`. */
  readonly name: string;
  readonly read: ReadBook;
  readonly carries: readonly Carried[];
  start(book: LoadedBook): Promise<Served>;
  /** Starts a server whose pages never end, where the protocol has pages. */
  readonly startEndless?: () => Promise<Served>;
  /** Whether the server lets anybody in, so that there is no wrong password. */
  readonly open?: boolean;
  /** Books that are read whole, by their number of contacts; 5, 300 and 25,000 when missing. */
  readonly sizes?: readonly number[];
  /** At most one e-mail address of each person, where the protocol knows an address and no more. */
  readonly addresses?: 'one';
  /** 1 where the rest is read as a whole before its parts come: then the line is cut after the first. */
  readonly cutAfter?: 1;
  /** Contacts that come in three parts at least; 1,200 when missing. */
  readonly several?: number;
}

const groups = ['Choir', 'Neighbours & friends', 'Zürich'];

function loadedBook(count: number, addresses: SourceContract['addresses']): LoadedBook {
  const people = generatePeople({ seed: count, count });
  return {
    people: people.map((person, at) => ({
      ...person,
      emails: addresses === 'one' ? person.emails.slice(0, 1) : person.emails,
      groups: groups.filter((_, which) => at % (which + 2) === 0),
      ...(at % 5 === 0 ? { photo: `https://photos.example/${at}.jpg` } : {}),
    })),
    groups,
  };
}

/** What every protocol promises, whoever the provider is. */
export function testSource(contract: SourceContract): void {
  const {
    cutAfter = 2,
    name,
    read,
    carries,
    open = false,
    sizes = [5, 300, 25_000],
    several = 1200,
  } = contract;
  const bookOf = (count: number) => loadedBook(count, contract.addresses);
  const people = (cards: readonly Card[]) => cards.filter(({ kind }) => kind !== 'group');
  const sketch = (cards: readonly Card[]) =>
    people(cards)
      .map((card) => sketchOfCard(card, carries))
      .sort();
  const expected = (loaded: readonly Person[]) =>
    loaded.map((person) => sketchOfPerson(person, carries)).sort();
  const asked = (served: Served, more: Partial<BookRequest> = {}): BookRequest => ({
    ...served.request,
    network: testNetwork([served.port], served.ca),
    signal: AbortSignal.timeout(120_000),
    ...more,
  });
  const goingOn = (part: BookPart | undefined) =>
    part?.cursor === undefined ? assert.fail('a part without a cursor') : { after: part.cursor };
  const serving = async (book: LoadedBook, work: (served: Served) => Promise<void>) => {
    const served = await contract.start(book);
    try {
      await work(served);
    } finally {
      await served.close();
    }
  };

  for (const count of sizes)
    test(`${name}: a book of ${count} arrives complete and equal`, async () => {
      const book = bookOf(count);
      await serving(book, async (served) => {
        const parts = await partsOf(read(asked(served)));
        assert.deepEqual(sketch(cardsIn(parts)), expected(book.people));
        let before = 0;
        for (const { cards, total } of parts) {
          assert.ok(cards >= before && cards <= (total ?? Infinity), `${before}, ${cards} of ${total}`);
          before = cards;
        }
        assert.ok(before >= count, `${before} were told`);
      });
    });

  test(`${name}: an empty book is no fault`, async () => {
    await serving({ people: [], groups: [] }, async (served) => {
      const parts = await partsOf(read(asked(served)));
      assert.deepEqual(cardsIn(parts), []);
      assert.equal(parts.at(-1)?.cards ?? 0, 0);
    });
  });

  if (carries.includes('groups'))
    test(`${name}: a book of only groups is no fault, and holds nobody`, async () => {
      await serving({ people: [], groups }, async (served) => {
        assert.deepEqual(people(cardsIn(await partsOf(read(asked(served))))), []);
      });
    });

  const { startEndless } = contract;
  if (startEndless !== undefined)
    test(`${name}: pages without an end come to one`, async () => {
      const served = await startEndless();
      try {
        await faultOf(read(asked(served)), 'source.too_large', secretOf(served.request.credential));
      } finally {
        await served.close();
      }
    });

  describe(`${name}: a book of ${several}`, () => {
    const book = bookOf(several);
    let served: Served;
    // Only protocols over HTTP can be given something else on the way.
    let front: Front | undefined;
    let own: ReturnType<typeof certificate>;
    let other: { port: number; close(): void };
    /** What came to a server of somebody else. */
    let lured: (string | undefined)[] = [];
    before(async () => {
      served = await contract.start(book);
      own = certificate();
      other = await httpsServer(own, (request, response) => {
        lured.push(request.headers.authorization);
        response.end('{}');
      });
      front = served.request.at.url === undefined ? undefined : await startFront(own, served);
    });
    after(async () => {
      front?.close();
      other.close();
      await served.close();
    });

    test('arrives in parts, and goes on after each of them', async () => {
      const parts = await partsOf(read(asked(served)));
      assert.ok(parts.length >= 3, `${parts.length} parts`);
      for (const cut of [0, Math.trunc(parts.length / 2), parts.length - 1]) {
        const rest = await partsOf(read(asked(served, goingOn(parts[cut]))));
        assert.deepEqual(
          sketch([...cardsIn(parts.slice(0, cut + 1)), ...cardsIn(rest)]),
          expected(book.people),
        );
      }
    });

    test('stops when it is told to, before and in the middle', async () => {
      const reason = new Error('stopped by its owner');
      await assert.rejects(partsOf(read(asked(served, { signal: AbortSignal.abort(reason) }))), reason);
      const stop = new AbortController();
      await assert.rejects(async () => {
        for await (const _ of read(asked(served, { signal: stop.signal }))) stop.abort(reason);
      }, reason);
    });

    test('a line that breaks: what was read stays, and the rest comes later', async () => {
      const cutter = await startCutter(served.port);
      const at = movedTo(served.request.at, cutter.port);
      const more = { at, network: testNetwork([cutter.port], served.ca) };
      try {
        const parts = read(asked(served, more));
        const kept: BookPart[] = [];
        await assert.rejects(
          async () => {
            for await (const part of parts) {
              kept.push(part);
              if (kept.length === cutAfter) cutter.cut();
            }
          },
          (error) => error instanceof SourceFault && error.code === 'source.unreachable',
        );
        cutter.mend();
        const rest = await partsOf(read(asked(served, { ...more, ...goingOn(kept.at(-1)) })));
        assert.deepEqual(sketch([...cardsIn(kept), ...cardsIn(rest)]), expected(book.people));
      } finally {
        cutter.close();
      }
    });

    if (!open)
      test('a wrong credential is refused, and told to nobody', async () => {
        const credential = wrong(served.request.credential);
        await faultOf(read(asked(served, { credential })), refusalOf(credential), secretOf(credential));
      });

    const through = (to: Front, more: Partial<BookRequest> = {}): BookRequest =>
      asked(served, {
        at: movedTo(served.request.at, to.port),
        network: testNetwork([to.port, other.port], `${served.ca}\n${own.cert}`),
        ...more,
      });
    const troubled = async (trouble: Trouble) => {
      if (front === undefined) return;
      const { credential } = served.request;
      const secret = secretOf(credential);
      const code = trouble.status === 401 ? refusalOf(credential) : trouble.code;
      front.answer = (_request, response) => void cause(trouble, response);
      await faultOf(read(through(front)), code, secret);
      front.answer = undefined;
      const kept: BookPart[] = [];
      const parts = (async function* (to: Front) {
        for await (const part of read(through(to))) {
          yield part;
          kept.push(part);
          if (kept.length === 2) to.answer = (_request, response) => void cause(trouble, response);
        }
      })(front);
      await faultOf(parts, code, secret);
      front.answer = undefined;
      assert.ok(kept.length >= 2);
      const rest = await partsOf(read(through(front, goingOn(kept.at(-1)))));
      assert.deepEqual(sketch([...cardsIn(kept), ...cardsIn(rest)]), expected(book.people));
    };

    for (const [title, trouble] of Object.entries(TROUBLES))
      test(`${title}: what was read stays, and the rest comes later`, () => troubled(trouble));

    test('its credential goes to no other server', async () => {
      if (front === undefined) return;
      lured = [];
      front.answer = (request, response) => {
        response.writeHead(307, { location: `https://other.example:${other.port}${request.url}` }).end();
      };
      await faultOf(read(through(front)), 'source.guarded', secretOf(served.request.credential));
      front.answer = undefined;
      assert.ok(lured.length > 0);
      assert.deepEqual(new Set(lured), new Set([undefined]));
    });

    test('busy for a moment: the whole book arrives all the same', async () => {
      if (front === undefined) return;
      let requests = 0;
      front.answer = (_request, response) => {
        requests += 1;
        if (requests % 3 === 0) response.writeHead(429, { 'retry-after': '1' }).end();
        else if (requests % 5 === 0) response.writeHead(503).end();
        else return 'pass';
        return undefined;
      };
      const parts = await partsOf(read(through(front)));
      front.answer = undefined;
      assert.deepEqual(sketch(cardsIn(parts)), expected(book.people));
    });
  });
}

interface Trouble {
  readonly code: SourceFaultCode;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The line breaks after the body. */
  readonly breaks?: boolean;
}

/** What providers answer in place of a book, whatever the protocol over HTTP. */
const TROUBLES: Readonly<Record<string, Trouble>> = {
  'maintenance, a page for people with status 200': {
    code: 'source.unavailable',
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: '<!doctype html><p>Back soon',
  },
  'throttled for an hour': { code: 'source.throttled', status: 429, headers: { 'retry-after': '3600' } },
  'throttled without an end': { code: 'source.throttled', status: 429 },
  'a grant that has ended': { code: 'source.refused', status: 401 },
  'a way to a private address': {
    code: 'source.guarded',
    status: 302,
    headers: { location: 'https://10.0.0.1/' },
  },
  'a line that breaks in mid-answer': {
    code: 'source.unreachable',
    status: 200,
    headers: { 'content-length': '1000' },
    body: '{',
    breaks: true,
  },
};

function cause({ status, headers = {}, body = '', breaks = false }: Trouble, response: ServerResponse): void {
  response.writeHead(status, headers);
  if (!breaks) response.end(body);
  else response.write(body, () => setTimeout(() => response.destroy(), 5));
}

/** The same place at another port of this machine, under the name of the test's certificates. */
export function movedTo(at: BookRequest['at'], port: number): BookRequest['at'] {
  if (at.url === undefined) return { ...at, port };
  const url = new URL(at.url);
  url.hostname = 'dav.example';
  url.port = String(port);
  return { ...at, url: url.href };
}

function secretOf(credential: Credential): string {
  return credential.kind === 'bearer' ? credential.token : credential.password;
}

/** Nobody is asked for a password who gave none. */
function refusalOf({ kind }: Credential): SourceFaultCode {
  return kind === 'bearer' ? 'source.access_ended' : 'source.refused';
}

function wrong(credential: Credential): Credential {
  return credential.kind === 'bearer'
    ? { kind: 'bearer', token: 'wr0ng-T0ken' }
    : { ...credential, password: 'wr0ng-Passw0rd' };
}

function sketchOfPerson(person: Person, carries: readonly Carried[]): string {
  const { names, emails, phones, organisation, title, city, birthday, note, photo, groups: of = [] } = person;
  return sketched(carries, names.full, emails, {
    phones: phones.map(({ value }) => value),
    organisation: [organisation ?? ''],
    title: [title ?? ''],
    city: [city ?? ''],
    birthday: [birthday ?? ''],
    note: [note ?? ''],
    groups: of,
    photo: [photo ?? ''],
  });
}

function sketchOfCard(card: Card, carries: readonly Carried[]): string {
  assert.deepEqual(card.problems, []);
  return sketched(carries, card.names.full, card.emails, {
    phones: card.phones.map(({ value }) => value),
    organisation: [card.organisations[0]?.name ?? ''],
    title: [card.titles[0] ?? ''],
    city: [card.addresses[0]?.city ?? ''],
    birthday: [card.birthday ?? ''],
    note: [card.notes[0] ?? ''],
    groups: card.categories,
    photo: [card.photo?.kind === 'url' ? card.photo.url : ''],
  });
}

function sketched(
  carries: readonly Carried[],
  name: string,
  emails: readonly { readonly value: string }[],
  more: Readonly<Record<Carried, readonly string[]>>,
): string {
  return JSON.stringify([
    name,
    emails.map(({ value }) => value).sort(),
    ...carries.map((field) => [...more[field]].sort()),
  ]);
}

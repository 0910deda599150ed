import { generatePeople, googleCsv } from '@kith/contacts/testing';
import { type Caller, callAs, until } from '../../e2e/caller.ts';
import { type Kith, startKith } from '../../e2e/kith.ts';

/** Milliseconds between two lists that the other member asks for. */
const pause = 100;
const limit = 900_000;
const password = 'a password of this benchmark';

/**
 * `npm run bench -- member [COUNT]`: a member with 100,000 contacts from the first import to the end of the account, on the
 * embedded database: how long each part takes, what memory the server's process comes to in it, and what another member,
 * who opens the list ten times a second, waits for it meanwhile.
 */
export async function run(args: readonly string[]): Promise<void> {
  const [count = 100_000] = args.map(Number);
  const kith = await startKith({ KITH_MATCHING_BUDGET: '10000000', KITH_UNDO_SECONDS: '5' });
  try {
    const ana = await callAs(kith, 'ana');
    const bo = await callAs(kith, 'bo');
    await imported(bo, bookOf(7, 2000), 'bo');
    await searched(kith, bo);
    await wholeLife(kith, ana, bo, count);
  } finally {
    await kith.close();
  }
}

async function wholeLife(kith: Kith, ana: Caller, bo: Caller, count: number): Promise<void> {
  console.log('part                            time   at most   list p50       p99      most');
  const timed = async (name: string, part: () => Promise<unknown>) => {
    const watch = watched(kith, bo);
    const begun = performance.now();
    await part();
    const time = (performance.now() - begun) / 1000;
    const { memory, waits } = await watch();
    const at = (share: number) => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0;
    console.log(
      [
        name.padEnd(26),
        `${time.toFixed(1)} s`.padStart(10),
        `${Math.round(memory)} MB`.padStart(10),
        ...[at(0.5), at(0.99), at(1)].map((wait) => `${Math.round(wait)} ms`.padStart(10)),
      ].join(''),
    );
  };
  await timed('nothing', () => new Promise((resolve) => setTimeout(resolve, 5000)));
  const whole = bookOf(6, count);
  let id = '';
  await timed('import', async () => {
    id = await imported(ana, whole, 'first');
  });
  await timed('duplicates after it', () => searched(kith, ana));
  let more = '';
  await timed('import of 1,000', async () => {
    more = await imported(ana, bookOf(8, 1000), 'more');
  });
  await timed('duplicates after it', () => searched(kith, ana));
  await timed('undo of the 1,000', () => takenBack(ana, more));
  await timed('undo of all', () => takenBack(ana, id));
  await timed('import again', () => imported(ana, whole, 'second'));
  await timed('duplicates after it', () => searched(kith, ana));
  await timed('delete all imported', async () => {
    const asked = await ana.post<{ id: string }>('/api/erasures', {});
    await until(
      () => ana.get<{ items: { id: string; state: string }[] }>('/api/erasures'),
      ({ items }) => items.some((one) => one.id === asked.id && one.state === 'done'),
      limit,
    );
  });
  await timed('import a third time', () => imported(ana, whole, 'third'));
  await timed('duplicates after it', () => searched(kith, ana));
  await timed('end of the account', () => ended(kith, ana));
}

/** Looks at the server until it is asked what it saw. */
function watched(kith: Kith, bo: Caller) {
  let over = false;
  let memory = kith.memory();
  const waits: number[] = [];
  const watch = setInterval(() => {
    memory = Math.max(memory, kith.memory());
  }, 50);
  const asking = (async () => {
    while (!over) {
      const begun = performance.now();
      await bo.get('/api/contacts?limit=100');
      waits.push(performance.now() - begun);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  })();
  return async () => {
    over = true;
    clearInterval(watch);
    await asking;
    return { memory, waits: waits.toSorted((a, b) => a - b) };
  };
}

function bookOf(seed: number, count: number): Buffer {
  return Buffer.from(googleCsv(generatePeople({ seed, count })));
}

async function imported(caller: Caller, book: Buffer, key: string): Promise<string> {
  const { id } = await caller.upload<{ id: string }>('google.csv', book, key);
  await until(
    () => caller.get<{ state: string }>(`/api/imports/${id}`),
    ({ state }) => state === 'read',
    limit,
  );
  return id;
}

/** Once the member's book was looked through as it is. */
async function searched(kith: Kith, { get }: Caller): Promise<void> {
  const { id } = await get<{ id: string }>('/api/me');
  await until(
    () =>
      kith.query(
        `select from books b join duplicate_searches s using (owner_id, revision) where owner_id = '${id}'`,
      ),
    ({ length }) => length > 0,
    limit,
  );
}

async function takenBack(caller: Caller, id: string): Promise<void> {
  await caller.post(`/api/imports/${id}/undo`, {});
  await until(
    () => caller.get<{ takingBack?: object }>(`/api/imports/${id}`),
    ({ takingBack }) => takingBack === undefined,
    limit,
  );
}

async function ended(kith: Kith, { cookie, get }: Caller): Promise<void> {
  const { email } = await get<{ email: string }>('/api/me');
  const send = (method: string, path: string, body: object) =>
    fetch(`${kith.address}${path}`, {
      method,
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
  await send('PUT', '/api/account/password', { password });
  const answer = await send('POST', '/api/account/delete', { confirm: email, password });
  if (!answer.ok) throw new Error(await answer.text());
  const receipt = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  await until(
    async () => {
      const told = await fetch(`${kith.address}/api/account/receipt`, { headers: { cookie: receipt } });
      // Safe: the route answers with how far it has come.
      return (await told.json()) as { state: string };
    },
    ({ state }) => state === 'done',
    limit,
  );
}

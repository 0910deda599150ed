import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { askAs, type Inviter, pressSend, testInviter } from '../testing/inviter.ts';
import { type TestKith, testKith } from '../testing/kith.ts';
import { until } from '../testing/wait.ts';
import { sendInvitations } from './invitations/jobs/send-invitations.ts';
import type { BatchId } from './platform/ids.ts';

// Every route of the API that takes an id is asked with the ids of another member's things, and with ids of nothing: the
// answers are the same bytes. Routes and ids are found, not listed: a new one is tried without a word here.

interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly minItems?: number;
}
interface Operation {
  readonly parameters?: readonly { in: string; name: string; required?: boolean; schema: Schema }[];
  readonly requestBody?: { content: Readonly<Record<string, { schema: Schema }>> };
}
interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly operation: Operation;
}

let kith: TestKith;
let ahead = 0;
/** Answers that bear the time are the same only where it is. */
let stopped: Date | undefined;
let routes: readonly Route[];
let victim: Inviter;
let asker: Inviter;
let own: { contact: string; import: string };

before(async () => {
  kith = await testKith({
    settings: { KITH_DEMO: 'true' },
    platform: { clock: { now: () => stopped ?? new Date(Date.now() + ahead) } },
  });
  // Safe: the file is generated from the routes.
  const { paths } = JSON.parse(
    await readFile(new URL('../../api/openapi.json', import.meta.url), 'utf8'),
  ) as { paths: Record<string, Record<string, Operation>> };
  routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      // Safe: OpenAPI names methods so.
      method: method.toUpperCase() as Route['method'],
      path,
      operation,
    })),
  );
  const people = ['Ana Ruiz <ana@home.example>', 'Bo Lind <bo@home.example>', 'Cy Oz <cy@home.example>'];
  victim = await testInviter(kith, people);
  asker = await testInviter(kith, ['Dov Adler <dov@home.example>', 'Eva Moe <eva@home.example>']);
  await fillBook(victim);
  const { contacts } = await askAs<{ contacts: { id: string }[] }>(
    kith,
    asker.cookie,
    'GET',
    '/api/contacts',
  );
  own = { contact: contacts[0]?.id ?? assert.fail(), import: asker.importId };
});
after(() => kith.close());

/** Things of every kind that a member may have. */
async function fillBook(member: Inviter): Promise<void> {
  const ask = <T>(method: 'GET' | 'POST', url: string, payload?: object) =>
    askAs<T>(kith, member.cookie, method, url, payload);
  const { contacts } = await ask<{ contacts: { id: string }[] }>('GET', '/api/contacts');
  const { id: labelId } = await ask<{ id: string }>('POST', '/api/labels', { name: 'Club' });
  await ask('POST', '/api/contacts/bulk', { selection: { filter: {} }, act: 'label', labelId });
  await ask('POST', '/api/contacts', { fields: { names: { full: 'Own Word' } } });
  await ask('POST', '/api/contacts/calendar');
  await ask('POST', '/api/merges', {
    contactIds: contacts.slice(0, 2).map(({ id }) => id),
    keep: contacts[0]?.id,
    fields: {},
  });
  await ask('POST', '/api/hand-offs');
  await ask('POST', '/api/exports');
  // Safe: the API gives ids as text.
  const batchId = (await pressSend(kith, member)).batchId as BatchId;
  ahead += 31_000;
  await sendInvitations(kith.platform).run({ batchId });
}

/** The ids of everything that is one member's alone, whatever table it stands in. */
async function idsOf(member: Inviter): Promise<readonly string[]> {
  const { pool } = kith.platform.database;
  const client = await pool.connect();
  try {
    await client.query("select set_config('kith.owner', 'all', false)");
    const { rows: tables } = await client.query<{ name: string; columns: string[] }>(`
      select i.table_name as name, array_agg(o.column_name::text) as columns
      from information_schema.columns i
      join information_schema.columns o on o.table_schema = i.table_schema and o.table_name = i.table_name
      where i.table_schema = 'public' and i.column_name = 'id' and i.data_type = 'uuid'
        and o.data_type = 'uuid' and o.column_name <> 'id' and i.table_name <> 'members'
      group by i.table_name`);
    const ids: string[] = [];
    for (const { name, columns } of tables) {
      const whose = columns.map((column) => `${column} = $1`).join(' or ');
      const { rows } = await client.query<{ id: string }>(
        `select id from ${name} where ${whose} order by id limit 1`,
        [member.id],
      );
      ids.push(...rows.map(({ id }) => id));
    }
    return ids;
  } finally {
    client.release(true);
  }
}

/** All that is a member's, as the database has it. */
async function stateOf(member: Inviter): Promise<string> {
  const client = await kith.platform.database.pool.connect();
  try {
    await client.query("select set_config('kith.owner', $1, false)", [member.id]);
    const { rows: tables } = await client.query<{ name: string }>(
      "select relname as name from pg_class where relrowsecurity and relkind = 'r' order by relname",
    );
    const parts: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ digest: string | null }>(
        `select md5(string_agg(t::text, e'\\n' order by t::text)) as digest from ${name} t`,
      );
      parts.push(`${name} ${rows[0]?.digest}`);
    }
    return parts.join('\n');
  } finally {
    client.release(true);
  }
}

/** The same, once the jobs that the member's acts began have ended. */
async function settledState(member: Inviter): Promise<string> {
  let last = '';
  await until(async () => {
    const state = await stateOf(member);
    const same = state === last;
    last = state;
    if (!same) await new Promise((resolve) => setTimeout(resolve, 1000));
    return same;
  });
  return last;
}

function takesId(schema: Schema | undefined): boolean {
  if (schema === undefined) return false;
  return (
    schema.format === 'uuid' ||
    [...(schema.anyOf ?? []), ...Object.values(schema.properties ?? {})].some(takesId) ||
    takesId(schema.items)
  );
}

/** Values that a schema allows, with this id wherever it takes one; several where it has branches. */
function samples(schema: Schema, id: string): unknown[] {
  if (schema.format === 'uuid') return [id];
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap((one) => samples(one, id));
  if (schema.enum !== undefined) return [schema.enum[0]];
  if (schema.const !== undefined) return [schema.const];
  switch (schema.type) {
    case 'object': {
      const wanted = Object.entries(schema.properties ?? {}).filter(
        ([name, one]) => schema.required?.includes(name) === true || takesId(one),
      );
      const choices = wanted.map(([name, one]) => [name, samples(one, id)] as const);
      const most = Math.max(1, ...choices.map(([, values]) => values.length));
      return Array.from({ length: most }, (_, nth) =>
        Object.fromEntries(choices.map(([name, values]) => [name, values[nth % values.length]])),
      );
    }
    case 'array': {
      const { items, minItems = 0 } = schema;
      if (items === undefined || (!takesId(items) && minItems === 0)) return [[]];
      return samples(items, id).map((one) => Array.from({ length: Math.max(1, minItems) }, () => one));
    }
    case 'integer':
    case 'number':
      return [schema.minimum ?? 0];
    case 'boolean':
      return [true];
    case 'null':
      return [null];
    default:
      return ['x'.repeat(schema.minLength ?? 1)];
  }
}

interface Asked {
  readonly method: Route['method'];
  readonly url: string;
  readonly payload?: object;
}

/** The requests that a route takes an id with: in its path, its query or its body, and in all of them. */
function requests({ method, path, operation }: Route, id: string): Asked[] {
  const parameters = operation.parameters ?? [];
  const inPath = parameters.filter((one) => one.in === 'path');
  const inQuery = parameters.filter(
    (one) => one.in === 'query' && (one.required === true || takesId(one.schema)),
  );
  const schema = operation.requestBody?.content['application/json']?.schema;
  if (inPath.length === 0 && !inQuery.some((one) => takesId(one.schema)) && !takesId(schema)) return [];
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const { schema: one = {} } = inPath.find((parameter) => parameter.name === name) ?? {};
    return String(
      takesId(one) || (one.type === 'string' && one.enum === undefined && one.anyOf === undefined)
        ? id
        : samples(one, id)[0],
    );
  });
  const query = new URLSearchParams(
    inQuery.map(({ name, schema: one }) => [name, String(samples(one, id)[0])]),
  );
  const url = query.size === 0 ? filled : `${filled}?${query}`;
  const bodies = schema === undefined ? [undefined] : samples(schema, id);
  return bodies.map((payload) =>
    // Safe: the bodies of the API are objects.
    payload === undefined || payload === null ? { method, url } : { method, url, payload: payload as object },
  );
}

/** An answer, without what no two answers share. */
async function answered({ method, url, payload }: Asked, id: string): Promise<string> {
  const answer = await kith.app.inject({
    method,
    url,
    headers: { cookie: asker.cookie },
    ...(payload === undefined ? {} : { payload }),
  });
  const { date: _, 'content-length': __, ...headers } = answer.headers;
  const limits = Object.keys(headers).filter((name) => name.startsWith('x-ratelimit'));
  for (const name of limits) delete headers[name];
  const body = answer.body.replaceAll(id, 'ID').replace(/"request":"[0-9a-f]{16}"/, '"request":""');
  return `${answer.statusCode} ${JSON.stringify(headers)} ${body}`;
}

/** Routes whose ids are no secret of anybody: what a member shows to all, or a name that is part of Kith. */
const shared = new Set(['GET /api/members/{id}', 'GET /api/members/{id}/photo', 'GET /api/providers/{id}']);
/** Parts of these requests are the asker's own, and the id of somebody else stands beside them. */
const mixed: Readonly<Record<string, (id: string) => readonly Asked[]>> = {
  'PATCH /api/imports/{id}/selection': (id) => [
    {
      method: 'PATCH',
      url: `/api/imports/${own.import}/selection`,
      payload: { step: 'invite', contacts: [id], selected: false },
    },
  ],
  'PUT /api/imports/{id}/choices/{contactId}': (id) => [
    { method: 'PUT', url: `/api/imports/${own.import}/choices/${id}`, payload: { position: 0 } },
  ],
  // Ids in one text, which the schema does not show.
  'GET /api/merges/beside': (id) => [
    { method: 'GET', url: `/api/merges/beside?contacts=${own.contact},${id}` },
  ],
  'POST /api/contacts/bulk': (id) => [
    {
      method: 'POST',
      url: '/api/contacts/bulk',
      payload: { selection: { ids: [own.contact] }, act: 'label', labelId: id },
    },
    ...['trash', 'restore', 'erase', 'favourite'].map(
      (act): Asked => ({
        method: 'POST',
        url: '/api/contacts/bulk',
        payload: { selection: { ids: [id] }, act },
      }),
    ),
  ],
  'POST /api/proposals/not-same': (id) => [
    { method: 'POST', url: '/api/proposals/not-same', payload: { contactIds: [own.contact, id] } },
  ],
  'POST /api/merges': (id) => [
    {
      method: 'POST',
      url: '/api/merges',
      payload: { contactIds: [own.contact, id], keep: own.contact, fields: {} },
    },
  ],
};

test('every route answers to the ids of another member’s things as to ids of nothing, and changes none of them', async () => {
  const theirs = await idsOf(victim);
  assert.ok(theirs.length >= 12, `${theirs.length} ids of the other member are too few to prove anything`);
  const before = await settledState(victim);
  stopped = kith.platform.clock.now();
  let tried = 0;
  const faults: string[] = [];
  for (const route of routes) {
    const name = `${route.method} ${route.path}`;
    if (shared.has(name)) continue;
    const nothing = kith.platform.ids.next();
    const unknown = [...requests(route, nothing), ...(mixed[name]?.(nothing) ?? [])];
    if (unknown.length === 0) continue;
    const expected = [];
    for (const one of unknown) expected.push(await answered(one, nothing));
    if (expected.every((answer) => /^400 .*"request\.invalid"/.test(answer)))
      faults.push(
        `${name}: no request that was made up fits; say one in "mixed". ${expected[0]?.slice(-160)}`,
      );
    for (const id of theirs) {
      const asked = [...requests(route, id), ...(mixed[name]?.(id) ?? [])];
      for (const [nth, one] of asked.entries()) {
        const answer = await answered(one, id);
        if (answer !== expected[nth])
          faults.push(
            `${name} tells of ${JSON.stringify(one)}: ${answer}\n  and of nothing: ${expected[nth]}`,
          );
        tried += 1;
      }
    }
  }
  assert.deepEqual(faults.slice(0, 5), []);
  assert.ok(tried > 500, `${tried} requests were tried`);
  assert.equal(await stateOf(victim), before);
});

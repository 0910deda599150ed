import assert from 'node:assert/strict';
import type { MemberId } from '../src/platform/ids.ts';
import { type TestKith, testMember } from './kith.ts';
import { until } from './wait.ts';

/** A member whose pasted address book has been read. */
export interface Inviter {
  readonly id: MemberId;
  readonly name: string;
  readonly cookie: string;
  readonly importId: string;
}

/** What the member saw before the press, and the batch that came of it. */
export interface Pressed {
  readonly batchId: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

let count = 0;

/** A member of their own who has pasted people, each as `Name <address>` or a number. */
export async function testInviter(kith: TestKith, people: readonly string[]): Promise<Inviter> {
  count += 1;
  const name = `Inviter ${count}`;
  const { id, cookie } = await testMember(kith, { name, email: `inviter-${count}@home.example` });
  return { id, name, cookie, importId: await pastePeople(kith, cookie, people) };
}

/** One more import of a member; @returns its id once it was read. */
export async function pastePeople(
  kith: TestKith,
  cookie: string,
  people: readonly string[],
): Promise<string> {
  const made = await askAs<{ id: string }>(kith, cookie, 'POST', '/api/imports/paste', {
    text: people.join('\n'),
  });
  await until(async () => {
    const { state } = await askAs<{ state: string }>(kith, cookie, 'GET', `/api/imports/${made.id}`);
    return state === 'read';
  });
  return made.id;
}

/** The press of Send for everybody selected; `reminders` are those that the member agreed to. */
export async function pressSend(
  kith: TestKith,
  { cookie, importId }: Inviter,
  reminders?: readonly number[],
): Promise<Pressed> {
  const path = `/api/imports/${importId}`;
  const draft = { locale: 'en', ...(reminders === undefined ? {} : { reminders }) };
  const preview = await askAs<{ hash: string; count: number; subject: string; text: string; html: string }>(
    kith,
    cookie,
    'POST',
    `${path}/preview`,
    { ...draft, index: 0 },
  );
  const batch = await askAs<{ id: string }>(kith, cookie, 'POST', `${path}/invitations`, {
    ...draft,
    expected: preview.count,
    messageHash: preview.hash,
    confirmLarge: true,
  });
  const { subject, text, html } = preview;
  return { batchId: batch.id, subject, text, html };
}

/** Asks the API as a member; without a `status` any that says yes will do. An answer may be empty. */
export async function askAs<Answer>(
  kith: TestKith,
  cookie: string,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  payload?: object,
  status?: number,
): Promise<Answer> {
  const answer = await kith.app.inject({
    method,
    url,
    headers: { cookie },
    ...(payload === undefined ? {} : { payload }),
  });
  const expected = status === undefined ? answer.statusCode < 300 : answer.statusCode === status;
  assert.ok(expected, `${method} ${url}: ${answer.statusCode} ${answer.body}`);
  // Safe: whoever asks says what the API answers there.
  return (answer.body === '' ? undefined : answer.json()) as Answer;
}

import assert from 'node:assert/strict';
import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import type { Batch } from '../src/invitations/batch.ts';
import type { MailMessage } from '../src/platform/mail.ts';
import { askAs, type Inviter, testInviter } from './inviter.ts';
import { type TestKith, testKith, testMember } from './kith.ts';
import { until } from './wait.ts';

/** What a member adds to the message. */
export interface Wishes {
  readonly note?: string;
  readonly locale?: string;
  readonly reminders?: readonly number[];
}

type Method = 'GET' | 'POST' | 'DELETE';

/** A server whose calendar the test turns, and members who invite from it. */
export interface Inviting {
  readonly kith: TestKith;
  /** Moves the clock. */
  pass(seconds: number): void;
  // biome-ignore lint/suspicious/noExplicitAny: answers are judged by what the tests assert of them
  ask(cookie: string, method: Method, url: string, payload?: object, status?: number): Promise<any>;
  /** A new member whose book holds these people, each as a line of a paste. */
  inviter(...people: string[]): Promise<Inviter>;
  /** Presses Send for everybody on the list; the undo window is open. */
  press(inviter: Inviter, wishes?: Wishes): Promise<Batch>;
  /** Lets everything that is due have its turn, and the wire answer. */
  turns(...batches: readonly Batch[]): Promise<void>;
  mailsTo(address: string): MailMessage[];
  /** The key in the newest message to an address. */
  keyTo(address: string): Promise<string>;
  /** Makes an account with an address. */
  member(address: string): Promise<unknown>;
  /** A form, as of the recipient's pages. */
  post(
    url: string,
    form?: Readonly<Record<string, string>>,
    cookie?: string,
  ): Promise<Awaited<ReturnType<TestKith['app']['inject']>>>;
}

export async function testInviting(settings: Readonly<Record<string, string>>): Promise<Inviting> {
  let ahead = 0;
  const kith = await testKith({
    settings: { KITH_DEMO: 'true', KITH_SEND_PER_MINUTE: '60000', KITH_UNDO_SECONDS: '5', ...settings },
    platform: { clock: { now: () => new Date(Date.now() + ahead) } },
  });
  const { app, platform } = kith;

  const ask: Inviting['ask'] = (...question) => askAs(kith, ...question);
  const mailsTo = (address: string) =>
    kith.mails.filter(({ to, subject }) => to.toLowerCase() === address && !/^\d{6} /.test(subject));

  return {
    kith,
    ask,
    mailsTo,
    pass: (seconds) => {
      ahead += seconds * 1000;
    },
    inviter: (...people) => testInviter(kith, people),
    async press({ cookie, importId }, wishes = {}) {
      const draft = { locale: 'en', ...wishes };
      const url = `/api/imports/${importId}`;
      const { count, hash } = await ask(cookie, 'POST', `${url}/preview`, { ...draft, index: 0 });
      return ask(cookie, 'POST', `${url}/invitations`, { ...draft, expected: count, messageHash: hash });
    },
    async turns(...batches) {
      ahead += 6000;
      for (const { id } of batches) await platform.jobs.enqueue('invitations.send', { batchId: id });
      const ids = batches.map(({ id }) => id);
      await until(() =>
        platform.database.asSystem(async (tx) => {
          const { rows } = await sql`
            select from invitations where batch_id = any(${ids}::uuid[]) and sent_at is null and withdrawn_at is null
            union all
            select from reminders r join invitations i on i.id = r.invitation_id
              where i.batch_id = any(${ids}::uuid[]) and r.due_at <= ${platform.clock.now()} and r.turned_at is null and r.withdrawn_at is null
                and i.accepted_at is null and i.withdrawn_at is null and i.expired_at is null
            union all
            select from deliveries where handed_at is null and rejected_at is null`.execute(tx);
          return rows.length === 0;
        }),
      );
    },
    async keyTo(address) {
      const mail = mailsTo(address).at(-1);
      assert.ok(mail !== undefined, `a message to ${address}`);
      const key = /\/i\/([A-Za-z0-9_-]{22})/.exec((await PostalMime.parse(mail.raw)).text ?? '')?.[1];
      assert.ok(key !== undefined);
      return key;
    },
    member: (email) => testMember(kith, { name: 'Somebody', email }),
    post: (url, form = {}, cookie = '') =>
      app.inject({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
        payload: new URLSearchParams(form).toString(),
      }),
  };
}

import { parseEmail } from '@kith/contacts';
import { openSession } from '../src/accounts/index.ts';
import { type App, buildApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { createMember } from '../src/members/index.ts';
import { systemClock, systemPause, systemStopwatch } from '../src/platform/clock.ts';
import { localEvents } from '../src/platform/events.ts';
import { type MemberId, uuidv7 } from '../src/platform/ids.ts';
import { openJobs } from '../src/platform/jobs.ts';
import { jsonLog } from '../src/platform/log.ts';
import type { MailMessage, TextMessage } from '../src/platform/mail.ts';
import type { Platform } from '../src/platform/platform.ts';
import { systemRandom } from '../src/platform/random.ts';
import { secretsFrom } from '../src/platform/secrets.ts';
import { testDatabase } from './database.ts';

export interface TestKith {
  readonly app: App;
  readonly platform: Platform;
  /** Messages the transports took, in order. */
  readonly mails: MailMessage[];
  readonly texts: TextMessage[];
  /** What was logged, as JSON lines. */
  readonly logs: string[];
  close(): Promise<void>;
}

/** The whole server on a database of its own; transports keep what they are given. Jobs run as in production. */
export async function testKith(
  options: { settings?: Record<string, string>; platform?: Partial<Platform> } = {},
): Promise<TestKith> {
  const { connection, database, close } = await testDatabase();
  const clock = options.platform?.clock ?? systemClock;
  const mails: MailMessage[] = [];
  const texts: TextMessage[] = [];
  const logs: string[] = [];
  const log = jsonLog(
    'debug',
    () => clock.now(),
    (line) => logs.push(line),
  );
  const platform: Platform = {
    config: readConfig(options.settings),
    publicUrl: 'http://localhost:4040',
    clock,
    stopwatch: systemStopwatch,
    pause: systemPause,
    database,
    events: localEvents(),
    ids: uuidv7(clock, systemRandom),
    jobs: openJobs(connection, log),
    log,
    random: systemRandom,
    secrets: secretsFrom('a secret of the tests alone, not used elsewhere'),
    mail: {
      async send(message) {
        mails.push(message);
        return { kind: 'handed', code: 250 };
      },
      close: async () => undefined,
    },
    texts: {
      async send(message) {
        texts.push(message);
        return { kind: 'handed', code: 200 };
      },
    },
    ...options.platform,
  };
  const app = await buildApp(platform);
  await app.ready();
  await platform.jobs.start();
  return {
    app,
    platform,
    mails,
    texts,
    logs,
    async close() {
      await app.close();
      await platform.jobs.stop();
      await close();
    },
  };
}

/** A member with a verified address, and the cookie header of an open session. */
export async function testMember(
  kith: Pick<TestKith, 'platform'>,
  member: { name: string; email: string },
): Promise<{ id: MemberId; cookie: string }> {
  const { platform } = kith;
  const email = parseEmail(member.email);
  if (email === undefined) throw new TypeError('a test gave an address that is none');
  const cookies: string[] = [];
  const id = await platform.database.asSystem(async (tx) => {
    const made = await createMember(platform, tx, { name: member.name, email, locale: 'en' });
    // Safe: openSession reads the agent header and sets one cookie, nothing else of either.
    const request = { headers: {} } as Parameters<typeof openSession>[2];
    const reply = {
      setCookie: (name: string, value: string) => cookies.push(`${name}=${value}`),
    } as unknown as Parameters<typeof openSession>[3];
    await openSession(platform, tx, request, reply, made);
    return made;
  });
  return { id, cookie: cookies.join('; ') };
}

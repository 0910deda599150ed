import { Readable } from 'node:stream';
import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { randomToken } from '../../platform/random.ts';
import { tokenHash } from '../../platform/secrets.ts';
import { birthdaysOf } from '../birthdays.ts';
import { openBook } from '../book.ts';
import { calendarOf } from '../calendar.ts';
import { deleteFeed, feedOf, namesOf, ownerOfFeed, putFeed } from '../calendar-store.ts';

/** Birthdays: a month of them, and all of them as a calendar under a private address. */
export function birthdays(app: App, platform: Platform): void {
  const { clock, database, random } = platform;
  const month = {
    tags: ['contacts'],
    summary: 'Whose birthday is in a month',
    querystring: Type.Object({ month: Type.Integer({ minimum: 1, maximum: 12 }) }),
    response: {
      200: Type.Object({
        birthdays: Type.Array(
          Type.Object({
            contactId: Type.String({ format: 'uuid' }),
            name: Type.String(),
            month: Type.Integer(),
            day: Type.Integer(),
            year: Type.Optional(Type.Integer()),
          }),
        ),
        months: Type.Array(Type.Integer(), { description: 'How many there are in each month of the year.' }),
        calendarSince: Type.Optional(
          Type.String({
            format: 'date-time',
            description: 'Since when the calendar has its private address.',
          }),
        ),
      }),
    },
  };
  app.get('/api/contacts/birthdays', { schema: month }, (request) => {
    const { memberId: owner } = signedIn(request);
    return database.asMember(owner, async (tx) => {
      const book = await openBook(platform, tx, owner);
      const all = birthdaysOf(book.entries.values());
      const those = all.filter(({ on }) => on.month === request.query.month);
      const names = await namesOf(
        tx,
        owner,
        those.map(({ entry }) => entry.id),
      );
      const since = await feedOf(tx, owner);
      const months = Array.from({ length: 12 }, () => 0);
      for (const { on } of all) months[on.month - 1] = (months[on.month - 1] ?? 0) + 1;
      return {
        birthdays: those.flatMap(({ entry: { id }, on: { month, day, year } }) => {
          const name = names.get(id);
          return name === undefined
            ? []
            : [{ contactId: id, name, month, day, ...(year === undefined ? {} : { year }) }];
        }),
        months,
        ...(since === undefined ? {} : { calendarSince: since.toISOString() }),
      };
    });
  });

  const make = {
    tags: ['contacts'],
    summary: 'Give the calendar of birthdays a new private address; one that it had ends',
    response: {
      200: Type.Object({
        url: Type.String({ description: 'Whoever has it sees names and birthdays. It is told this once.' }),
      }),
    },
  };
  app.post('/api/contacts/calendar', { schema: make }, async (request) => {
    const { memberId: owner } = signedIn(request);
    const token = randomToken(random);
    await database.asMember(owner, (tx) => putFeed(tx, owner, tokenHash(token), clock.now()));
    return { url: `${platform.publicUrl}/calendar/${token}.ics` };
  });

  const end = {
    tags: ['contacts'],
    summary: 'End the private address of the calendar',
    response: { 204: Type.Null() },
  };
  app.delete('/api/contacts/calendar', { schema: end }, async (request, reply) => {
    const { memberId: owner } = signedIn(request);
    await database.asMember(owner, (tx) => deleteFeed(tx, owner));
    return reply.code(204).send(null);
  });

  const feed = {
    tags: ['contacts'],
    summary: 'The calendar of birthdays, for programs that know its private address',
    params: Type.Object({ file: Type.String({ maxLength: 100, description: 'The token and .ics' }) }),
  };
  const limit = { rateLimit: { max: 60, timeWindow: '1 minute' } };
  app.get('/calendar/:file', { schema: feed, config: limit }, async (request, reply) => {
    const token = /^([\w-]+)\.ics$/.exec(request.params.file)?.[1] ?? '';
    const owner = await database.asSystem((tx) => ownerOfFeed(tx, tokenHash(token)));
    if (owner === undefined) throw new KithError('request.not_found', 'There is no such calendar.');
    const entries = await database.asMember(owner, async (tx) => {
      const book = await openBook(platform, tx, owner);
      const all = birthdaysOf(book.entries.values());
      const names = await namesOf(
        tx,
        owner,
        all.map(({ entry }) => entry.id),
      );
      return all.map(({ entry: { id }, on }) => ({ id, name: names.get(id) ?? '', on }));
    });
    return reply
      .type('text/calendar; charset=utf-8')
      .header('content-disposition', 'inline; filename="birthdays.ics"')
      .send(Readable.from(calendarOf(platform.config.network.name, clock.now(), entries)));
  });
}

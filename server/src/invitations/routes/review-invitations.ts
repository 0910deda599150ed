import { type Static, Type } from 'typebox';
import type { App } from '../../app.ts';
import { quotaOf, suppressionKey, type Way, wayTo } from '../../consent/index.ts';
import { memberById } from '../../members/index.ts';
import { after } from '../../platform/clock.ts';
import type { Transaction } from '../../platform/database.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { ImportId, MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { segmentsOf } from '../../platform/text-segments.ts';
import {
  countSelected,
  requireImport,
  selectedDomains,
  selectedInvitees,
  selectedNumbers,
} from '../../review/index.ts';
import { segmentsLeft, textTurn } from '../../texts/index.ts';
import { resting } from '../again.ts';
import { Batch, createBatch } from '../batch.ts';
import { Draft, draft } from '../draft.ts';
import { languages, locales } from '../languages.ts';
import type { InvitationMessage } from '../messages/invitation.ts';
import { recipientsHash } from '../recipients-hash.ts';
import { statementFor, statementIn } from '../statement.ts';
import { standingOf } from '../store.ts';
import { lastToLeave } from '../volume.ts';

const Params = Type.Object({ id: Type.Unsafe<ImportId>(Type.String({ format: 'uuid' })) });
const ByChannel = Type.Object({ email: Type.Integer(), text: Type.Integer() });
const Quota = Type.Object({
  perDay: Type.Integer({ description: 'In 24 hours' }),
  left: Type.Integer(),
  level: Type.Union(
    [
      Type.Literal('new'),
      Type.Literal('lower'),
      Type.Literal('higher'),
      Type.Literal('full'),
      Type.Literal('paused'),
      Type.Literal('closed'),
    ],
    { description: 'Why so many: as a new member, or by how earlier invitations were received' },
  ),
  moreAt: Type.Optional(Type.String({ description: 'When the first of those sent count no more' })),
  next: Type.Optional(Type.Object({ perDay: Type.Integer(), acceptances: Type.Integer() })),
});

/** Review and send: who, the exact message, and the press that is the permission. */
export function reviewInvitations(app: App, platform: Platform): void {
  const preview = {
    tags: ['invitations'],
    summary: 'The exact message to one of the selected, with a placeholder for the recipient’s own key',
    params: Params,
    body: Type.Object({
      ...Draft,
      index: Type.Integer({ minimum: 0, description: 'Which of the selected, from 0' }),
      statement: Type.Optional(Type.String({ maxLength: 200 })),
    }),
    response: {
      200: Type.Object({
        index: Type.Integer(),
        count: Type.Integer(),
        to: Type.Object({
          name: Type.String(),
          value: Type.String(),
          channel: Type.Union([Type.Literal('email'), Type.Literal('text')]),
        }),
        way: Type.Union([Type.Literal('relay'), Type.Literal('self')]),
        from: Type.Optional(Type.String({ description: 'Not there where the member sends it' })),
        subject: Type.String(),
        text: Type.String(),
        html: Type.Optional(Type.String()),
        version: Type.String(),
        hash: Type.String({ description: 'Of all that is agreed to: send it back as `messageHash`' }),
        others: Type.Optional(
          Type.String({
            description:
              'The line put in where others invite the same person, with {names} for their names; undefined for text messages',
          }),
        ),
        mention: Type.Optional(Type.String({ description: 'How you are named in such a line of others' })),
        reminders: Type.Array(
          Type.Object({
            sequence: Type.Integer(),
            due: Type.String(),
            subject: Type.String(),
            text: Type.String(),
            html: Type.String(),
          }),
          { description: 'The later messages agreed to, as they will arrive if nobody answers before' },
        ),
        segments: Type.Integer({ description: 'Text messages that the short form is charged as' }),
      }),
    },
  };
  app.post('/api/imports/:id/preview', { schema: preview }, (request) => {
    const { memberId } = signedIn(request);
    const { id } = request.params;
    return platform.database.asMember(memberId, async (tx) => {
      await requireImport(tx, memberId, id);
      const { message, reminders, hash } = await draft(platform, tx, memberId, request.body);
      const { count } = await countSelected(platform, tx, memberId, id);
      const index = Math.min(request.body.index, Math.max(0, count - 1));
      const [one] = await selectedInvitees(platform, tx, memberId, id, { offset: index, limit: 1 });
      if (one === undefined)
        throw new KithError('selection.empty', 'Nobody is selected. Choose at least one person.');
      const stated = statementIn(request.body) !== undefined;
      const way = wayTo(platform, one.kind, one.value, stated) ?? 'self';
      const isMail = way === 'relay' && one.channel === 'email';
      return {
        index,
        count,
        to: { name: one.name, value: one.value, channel: one.channel },
        way,
        ...seenBy(message, one.channel, way),
        ...(isMail ? { others: message.others, mention: message.mention } : {}),
        segments: segmentsOf(message.short),
        version: message.version,
        hash: hash.toString('hex'),
        reminders: isMail
          ? reminders.map(({ sequence, days, message: { subject, text, html } }) => ({
              sequence,
              due: after(platform.clock.now(), days * 86_400).toISOString(),
              subject,
              text,
              html,
            }))
          : [],
      };
    });
  });

  const review = {
    tags: ['invitations'],
    summary: 'How many would be written to, where, and how many more may be today',
    params: Params,
    response: {
      200: Type.Object({
        count: Type.Integer(),
        byChannel: ByChannel,
        recipientsHash: Type.String({
          description: 'Of who they are and where they are written to: send it back with the press',
        }),
        links: Type.Integer({ description: 'Of these the member sends so many, each with a personal link' }),
        forgets: Type.Boolean({
          description: 'Whether who is not here and was not invited is forgotten when the review ends',
        }),
        domains: Type.Array(Type.Object({ domain: Type.String(), count: Type.Integer() })),
        large: Type.Boolean(),
        quota: Quota,
        law: Type.Object({
          stated: Type.Integer({
            description: 'Are written to only when the member makes the statement; they get links without it',
          }),
          statement: Type.String({ description: 'What the member states, word for word' }),
        }),
        locale: Type.String({ description: 'Language of the message unless another is asked for' }),
        languages: Type.Array(Type.Object({ locale: Type.String(), name: Type.String() })),
        lastLeaves: Type.Optional(
          Type.String({ description: 'When the last e-mail goes, where it cannot go today' }),
        ),
        resting: Type.Optional(
          Type.Object(
            { count: Type.Integer(), until: Type.String() },
            { description: 'Who was invited by this member a short while ago, and is left out until then' },
          ),
        ),
        reminders: Type.Array(Type.Object({ sequence: Type.Integer(), due: Type.String() }), {
          description: 'Which reminders may be agreed to, and when they would go; none where no mail is sent',
        }),
        texts: Type.Optional(
          Type.Object({
            count: Type.Integer({ description: 'How many get a text message from Kith' }),
            left: Type.Integer({ description: 'Text messages that may still be charged today' }),
            waiting: Type.Integer({ description: 'How many of the selected live where it is night' }),
            until: Type.Optional(Type.String({ description: 'When the last of those may be written to' })),
          }),
        ),
      }),
    },
  };
  app.post('/api/imports/:id/review', { schema: review }, (request) => {
    const { memberId } = signedIn(request);
    const { id } = request.params;
    const { config } = platform;
    return platform.database.asMember(memberId, async (tx) => {
      await requireImport(tx, memberId, id);
      const { count, byChannel } = await countSelected(platform, tx, memberId, id);
      const last = await platform.database.asSystem((all) => lastToLeave(platform, all, byChannel.email));
      const numbers = (await selectedNumbers(platform, tx, memberId, id)).filter(
        (number) => wayTo(platform, 'phone', number, true) === 'relay',
      );
      const { links, law, ...rest } = await lawAhead(platform, tx, memberId, id, count);
      return {
        count,
        byChannel,
        ...(last === undefined ? {} : { lastLeaves: last.toISOString() }),
        links,
        ...rest,
        forgets: platform.config.forgetContacts,
        domains: await selectedDomains(platform, tx, memberId, id),
        large: count > config.largeSend,
        quota: await quotaAhead(platform, tx, memberId),
        law,
        locale: (await draft(platform, tx, memberId, {})).locale,
        languages: locales.map((locale) => ({ locale, name: languages[locale].name })),
        reminders: Array.from({ length: byChannel.email === 0 ? 0 : config.reminders.most }, (_, at) => ({
          sequence: at + 1,
          due: after(platform.clock.now(), (at + 1) * config.reminders.days * 86_400).toISOString(),
        })),
        ...(numbers.length === 0 ? {} : { texts: await textsAhead(platform, tx, numbers) }),
      };
    });
  });

  const send = {
    tags: ['invitations'],
    summary: 'Send: records the permission and queues the invitations behind the undo window',
    params: Params,
    headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: 255 })) }),
    body: Type.Object({
      ...Draft,
      expected: Type.Integer({ minimum: 0 }),
      confirmLarge: Type.Optional(Type.Boolean()),
      messageHash: Type.String({ maxLength: 64 }),
      recipientsHash: Type.Optional(
        Type.String({
          maxLength: 64,
          description: 'As the review gave it: the press is of these people; without it of so many',
        }),
      ),
      statement: Type.Optional(Type.String({ maxLength: 200 })),
    }),
    response: { 201: Batch },
  };
  app.post('/api/imports/:id/invitations', { schema: send }, async (request, reply) => {
    const session = signedIn(request);
    const { id } = request.params;
    await platform.database.asMember(session.memberId, (tx) => requireImport(tx, session.memberId, id));
    const key = request.headers['idempotency-key'];
    const batch = await createBatch(platform, session, id, {
      ...request.body,
      ...(key === undefined ? {} : { idempotencyKey: key }),
    });
    return reply.code(201).send(batch);
  });
}

/** How many may be sent today and why, told before the act. */
async function quotaAhead(
  platform: Platform,
  tx: Transaction,
  memberId: MemberId,
): Promise<Static<typeof Quota>> {
  const standing = await standingOf(tx, memberId, platform.clock.now());
  const { moreAt, next, ...quota } = await quotaOf(platform, tx, memberId, standing);
  return {
    ...quota,
    ...(moreAt === undefined ? {} : { moreAt: moreAt.toISOString() }),
    ...(next === undefined ? {} : { next }),
  };
}

/** Who the selected are, who of them the member writes to themselves, who rests, and who lives where the member's permission alone does not do. */
async function lawAhead(
  platform: Platform,
  tx: Transaction,
  memberId: MemberId,
  id: ImportId,
  count: number,
) {
  let stated = 0;
  let links = 0;
  const rest = await resting(platform, tx, memberId);
  const until: Date[] = [];
  const hash = recipientsHash();
  for (let offset = 0; offset < count; offset += 5000) {
    const page = await selectedInvitees(platform, tx, memberId, id, { offset, limit: 5000 });
    hash.add(page);
    for (const one of page) {
      const rests =
        rest.size === 0
          ? undefined
          : rest.get(suppressionKey(platform.secrets, one.kind, one.value)?.toString('hex') ?? '');
      if (rests !== undefined) until.push(rests);
      else if (wayTo(platform, one.kind, one.value, true) === 'self') links++;
      else if (wayTo(platform, one.kind, one.value, false) === 'self') stated++;
    }
  }
  const member = await memberById(tx, memberId);
  const last = until.sort((a, b) => a.getTime() - b.getTime()).at(-1);
  return {
    links,
    recipientsHash: hash.end(),
    law: { stated, statement: statementFor(member?.locale ?? '') },
    ...(last === undefined ? {} : { resting: { count: until.length, until: last.toISOString() } }),
  };
}

/** The part of the message that this recipient will see. */
function seenBy(message: InvitationMessage, channel: 'email' | 'text', way: Way) {
  const { own = message } = message;
  if (way === 'self') return { subject: own.subject, text: channel === 'email' ? own.text : own.short };
  const { subject } = message;
  const from = `${message.fromName} <${message.fromAddress}>`;
  return channel === 'email'
    ? { from, subject, text: message.text, html: message.html }
    : { from, subject, text: message.short };
}

/** What keeps text messages back, so that the member knows before they press. */
async function textsAhead(platform: Platform, tx: Transaction, numbers: readonly string[]) {
  const now = platform.clock.now();
  const turns = numbers.map((number) => textTurn(platform, number, now) ?? now);
  const later = turns.filter((turn) => turn > now).sort((a, b) => a.getTime() - b.getTime());
  const { left } = await segmentsLeft(platform, tx);
  const until = later.at(-1)?.toISOString();
  return { count: numbers.length, left, waiting: later.length, ...(until === undefined ? {} : { until }) };
}

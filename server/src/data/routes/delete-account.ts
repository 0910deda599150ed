import { parseEmail } from '@kith/contacts';
import { Type } from 'typebox';
import { checkPassword, endSessions, hasPassword } from '../../accounts/index.ts';
import type { App } from '../../app.ts';
import { endImports } from '../../imports/index.ts';
import { checkCode, memberById, ownIdentifiers, sendCode } from '../../members/index.ts';
import { after } from '../../platform/clock.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { ErasureId, MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { randomToken } from '../../platform/random.ts';
import { tokenHash } from '../../platform/secrets.ts';
import {
  countErased,
  deleteSignInLinks,
  erasureByToken,
  insertErasure,
  openErasure,
  withdrawAll,
} from '../erasure-store.ts';
import { receiptText } from '../receipt.ts';

/** Opens the receipt to the browser that asked, and to nobody else; its session ends at once. */
const cookieName = '__Host-kith-receipt';
const cookie = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const;
/** Seconds that the receipt can be read. */
const lifetime = 7 * 86_400;

/** The end of an account: asked for by its member, who signs in once more for it; told by a receipt. */
export function deleteAccount(app: App, platform: Platform): void {
  const { clock, config, database, ids, jobs, random } = platform;
  const limit = { rateLimit: { max: 30, timeWindow: '1 minute' } };
  const often = { rateLimit: { max: 600, timeWindow: '1 minute' } };

  async function primaryOf(member: MemberId) {
    const [facts, own, password] = await database.asMember(
      member,
      async (tx) =>
        [
          await memberById(tx, member),
          await ownIdentifiers(tx, member),
          await hasPassword(tx, member),
        ] as const,
    );
    const value = parseEmail(own.find(({ kind, isPrimary }) => kind === 'email' && isPrimary)?.value ?? '');
    if (facts === undefined || value === undefined) throw new KithError('session.required', 'Sign in first.');
    return { email: { kind: 'email', value } as const, locale: facts.locale, hasPassword: password };
  }

  const code = {
    tags: ['data'],
    summary: 'Mail a code to the member’s own address, to delete the account with where there is no password',
    response: { 204: Type.Null() },
  };
  app.post('/api/account/delete/code', { schema: code, config: limit }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const { email, locale } = await primaryOf(memberId);
    await sendCode(platform, memberId, email, locale);
    return reply.code(204).send(null);
  });

  const end = {
    tags: ['data'],
    summary: 'Delete the account and everything in it; signs out everywhere at once',
    body: Type.Object({
      confirm: Type.String({ maxLength: 320, description: 'The member’s own e-mail address, typed' }),
      password: Type.Optional(Type.String({ maxLength: 500, description: 'Where the member has one' })),
      code: Type.Optional(Type.String({ maxLength: 20, description: 'Else the code that was mailed' })),
    }),
    response: { 202: Type.Object({ id: Type.String() }) },
  };
  app.post('/api/account/delete', { schema: end, config: limit }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const { confirm, password, code: given } = request.body;
    const { email, locale, hasPassword: has } = await primaryOf(memberId);
    if (confirm.trim().toLowerCase() !== email.value.toLowerCase())
      throw new KithError('account.not_confirmed', 'Type your e-mail address as it stands in your settings.');
    if (has && given === undefined) await checkPassword(platform, memberId, password ?? '');
    else await checkCode(platform, memberId, email, given ?? '');
    const token = randomToken(random);
    const id = await database.asMember(memberId, async (tx) => {
      const now = clock.now();
      const open = await openErasure(tx, memberId, 'account', null);
      if (open !== undefined)
        throw new KithError('request.conflict', 'This account is being deleted already.');
      const made = ids.next<ErasureId>();
      await insertErasure(tx, {
        id: made,
        member_id: memberId,
        kind: 'account',
        import_id: null,
        asked_at: now,
        starts_at: now,
        token_hash: tokenHash(token),
        receipt_to: email.value,
        locale,
        expires_at: after(now, lifetime),
      });
      // From here on nothing is sent, nothing comes in and nobody signs in, however long the rest takes.
      await countErased(tx, made, 0, { withdrawn: await withdrawAll(tx, memberId, now) });
      await endImports(platform, tx, memberId);
      await deleteSignInLinks(tx, memberId);
      await endSessions(tx, memberId, now);
      await jobs.enqueue('data.erase', { erasureId: made }, { tx });
      return made;
    });
    reply.setCookie(cookieName, token, { ...cookie, maxAge: lifetime });
    return reply.code(202).send({ id });
  });

  const required = async (token: string | undefined) => {
    const row =
      token === undefined ? undefined : await database.asSystem((tx) => erasureByToken(tx, tokenHash(token)));
    if (row === undefined || row.expires_at < clock.now())
      throw new KithError('request.not_found', 'There is no receipt for this browser, or no more.');
    return row;
  };

  const read = {
    tags: ['data'],
    summary: 'How far the end of the account has come that this browser asked for',
    response: {
      200: Type.Object({
        state: Type.Union([Type.Literal('erasing'), Type.Literal('done')]),
        progress: Type.Object({ erased: Type.Integer(), total: Type.Integer() }),
        receipt: Type.Optional(Type.String()),
      }),
    },
  };
  app.get('/api/account/receipt', { schema: read, config: often }, async (request) => {
    const row = await required(request.cookies[cookieName]);
    const progress = { erased: row.erased, total: row.total };
    return row.done_at === null
      ? { state: 'erasing' as const, progress }
      : { state: 'done' as const, progress, receipt: receiptText(config.network.name, row).text };
  });

  const file = { tags: ['data'], summary: 'The receipt as a file' };
  app.get('/api/account/receipt/file', { schema: file, config: limit }, async (request, reply) => {
    const row = await required(request.cookies[cookieName]);
    if (row.done_at === null)
      throw new KithError('request.not_found', 'It is not done yet. Wait until it is.');
    return reply
      .headers({
        'content-type': 'text/plain; charset=utf-8',
        'content-disposition': 'attachment; filename="receipt.txt"',
      })
      .send(receiptText(config.network.name, row).text);
  });
}

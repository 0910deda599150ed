import { Type } from 'typebox';
import { openSession } from '../../accounts/index.ts';
import type { App } from '../../app.ts';
import { plainWords } from '../../members/index.ts';
import type { Transaction } from '../../platform/database.ts';
import { takeForms } from '../../platform/http/forms.ts';
import type { Platform } from '../../platform/platform.ts';
import { tokenOf } from '../draft.ts';
import { othersInviting } from '../joining.ts';
import { answerPage, gonePage, invitationPage, nextPage, unsubscribePage } from '../pages/invitation-page.ts';
import { type Other, othersPage } from '../pages/others-page.ts';
import { stylesheet } from '../pages/page.ts';
import {
  type Answer,
  accept,
  answer,
  mayUndo,
  type Received,
  receive,
  receiveNo,
  unsubscribe,
} from '../recipient.ts';

const Params = Type.Object({ token: Type.String({ maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' }) });
const limit = { rateLimit: { max: 120, timeWindow: '1 minute' } };
const answers: readonly Answer[] = ['decline', 'never', 'not-from', 'not-me', 'report'];

/**
 * The recipient's own pages: no account, no script, no cookie needed. A GET changes nothing, for scanners follow
 * links; every answer is a POST, and has its undo.
 */
export function answerInvitation(app: App, platform: Platform): void {
  const { config, database } = platform;
  const { network } = config;

  app.register(async (pages) => {
    takeForms(pages);
    const html = { 'content-type': 'text/html; charset=utf-8' };
    const hidden = { hide: true, params: Params };

    /** Runs with the invitation of the token, or answers that there is none any more. */
    const withInvitation = <T>(
      token: string,
      why: 'look' | 'answer' | 'no',
      run: (tx: Transaction, received: Received) => Promise<T>,
    ): Promise<T | undefined> =>
      why === 'no'
        ? receiveNo(platform, token, run)
        : database.asSystem(async (tx) => {
            const received = await receive(platform, tx, token, why);
            return received === undefined ? undefined : run(tx, received);
          });

    const othersFor = async (tx: Transaction, { row }: Received): Promise<Other[]> =>
      (await othersInviting(platform, tx, row)).map((one) => ({
        name: one.inviter.name,
        token: tokenOf(platform, one.row.id),
      }));

    pages.get('/i.css', { schema: { hide: true } }, (_request, reply) =>
      reply
        .headers({ 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=3600' })
        .send(stylesheet),
    );

    pages.get<{ Params: { token: string } }>(
      '/i/:token',
      { schema: hidden, config: limit },
      async (request, reply) => {
        const { token } = request.params;
        const found = await withInvitation(token, 'look', async (tx, received) => {
          const others = await othersFor(tx, received);
          const signedIn = request.session !== undefined;
          return received.open
            ? { code: 200, body: invitationPage({ received, token, network }, { signedIn, others }) }
            : { code: 410, body: gonePage(network, { token, others }) };
        });
        return reply
          .code(found?.code ?? 410)
          .headers(html)
          .send(found?.body ?? gonePage(network));
      },
    );

    pages.get<{ Params: { token: string }; Querystring: { page?: string } }>(
      '/i/:token/others',
      { schema: hidden, config: limit },
      async (request, reply) => {
        const { token } = request.params;
        const asked = Number.parseInt(request.query.page ?? '1', 10) || 1;
        const body = await withInvitation(token, 'look', async (tx, received) =>
          othersPage({ network, token, locale: received.row.locale }, await othersFor(tx, received), asked),
        );
        return reply
          .code(body === undefined ? 410 : 200)
          .headers(html)
          .send(body ?? gonePage(network));
      },
    );

    pages.post<{ Params: { token: string }; Body: { name?: string } | undefined }>(
      '/i/:token/accept',
      { schema: hidden, config: limit },
      async (request, reply) => {
        const { token } = request.params;
        const name = request.body?.name?.slice(0, 200);
        const next = await withInvitation(token, 'answer', async (tx, received) => {
          if (!received.open || received.row.accepted_at !== null) return undefined;
          const scene = { received, token, network };
          const result = await accept(platform, tx, received, {
            ...(request.session === undefined ? {} : { memberId: request.session.memberId }),
            ...(name === undefined ? {} : { name }),
          });
          if (result.kind === 'name_refused')
            return invitationPage(scene, {
              signedIn: false,
              nameRefused: true,
              name: plainWords(name ?? '', 80),
              others: await othersFor(tx, received),
            });
          if (result.kind === 'sign_in' || result.kind === 'sign_up') return nextPage(scene, result.kind);
          if (result.kind === 'own') return { to: '/links' };
          if (result.kind === 'joined') await openSession(platform, tx, request, reply, result.memberId);
          return { to: '/network' };
        });
        if (next === undefined) return reply.code(410).headers(html).send(gonePage(network));
        return typeof next === 'string' ? reply.headers(html).send(next) : reply.redirect(next.to, 303);
      },
    );

    for (const what of answers) {
      for (const undo of [false, true]) {
        pages.post<{ Params: { token: string }; Body: { text?: string } | undefined }>(
          `/i/:token/${what}${undo ? '/undo' : ''}`,
          { schema: hidden, config: limit },
          async (request, reply) => {
            const { token } = request.params;
            const body = await withInvitation(token, undo ? 'answer' : 'no', async (tx, received) => {
              await answer(platform, tx, received, what, undo, request.body?.text);
              return answerPage({ received, token, network }, what, undo && mayUndo(received, what));
            });
            return reply
              .code(body === undefined ? 410 : 200)
              .headers(html)
              .send(body ?? gonePage(network));
          },
        );
      }
    }

    pages.get<{ Params: { token: string } }>(
      '/u/:token',
      { schema: hidden, config: limit },
      async (request, reply) => {
        const { token } = request.params;
        const body = await withInvitation(token, 'look', async (_tx, received) =>
          unsubscribePage({ received, token, network }, false),
        );
        return reply
          .code(body === undefined ? 410 : 200)
          .headers(html)
          .send(body ?? gonePage(network));
      },
    );

    // Mail providers post here for the recipient, from anywhere and without a cookie (RFC 8058, section 3.2).
    pages.post<{ Params: { token: string } }>(
      '/u/:token',
      { schema: hidden, config: { ...limit, anyOrigin: true } },
      async (request, reply) => {
        const { token } = request.params;
        const body = await withInvitation(token, 'no', async (tx, received) => {
          await unsubscribe(platform, tx, received);
          return unsubscribePage({ received, token, network }, true);
        });
        return reply
          .code(body === undefined ? 410 : 200)
          .headers(html)
          .send(body ?? gonePage(network));
      },
    );
  });
}

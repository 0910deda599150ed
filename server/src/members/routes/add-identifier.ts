import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { KithError } from '../../platform/errors.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { sendCode } from '../code.ts';
import { parseIdentifier } from '../identifier.ts';
import { Kind } from '../own-identifier.ts';
import { memberById } from '../store.ts';

/** POST /api/me/identifiers: the answer does not tell whether another member has it. */
export function addIdentifierRoute(app: App, platform: Platform): void {
  const schema = {
    tags: ['members'],
    summary: 'Send a code to an address or number of one’s own',
    body: Type.Object({ kind: Kind, value: Type.String({ maxLength: 320 }) }),
    response: { 202: Type.Object({}) },
  };
  app.post('/api/me/identifiers', { schema }, async (request, reply) => {
    const { memberId } = signedIn(request);
    const member = await platform.database.asMember(memberId, (tx) => memberById(tx, memberId));
    if (member === undefined) throw new KithError('session.required', 'Sign in first.');
    const identifier = parseIdentifier(request.body.kind, request.body.value, member.region);
    await sendCode(platform, memberId, identifier, member.locale);
    return reply.code(202).send({});
  });
}

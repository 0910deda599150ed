import type { FastifyRequest } from 'fastify';
import { KithError } from '../errors.ts';
import type { MemberId, SessionId } from '../ids.ts';

export interface Session {
  readonly id: SessionId;
  readonly memberId: MemberId;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; undefined when nobody is signed in. */
    session: Session | undefined;
  }
}

/**
 * The session of a request that only a member may make.
 *
 * @throws {KithError} `session.required`
 */
export function signedIn(request: FastifyRequest): Session {
  if (request.session === undefined) throw new KithError('session.required', 'Sign in first.');
  return request.session;
}

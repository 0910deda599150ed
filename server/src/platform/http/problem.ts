import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorCode, KithError } from '../errors.ts';
import { causeOf, type Log } from '../log.ts';

const statusOf: Partial<Record<ErrorCode, number>> = {
  'request.not_found': 404,
  'request.forbidden_origin': 403,
  'request.too_many': 429,
  'request.conflict': 409,
  'session.required': 401,
  'sign_in.refused': 401,
  'sign_in.link_invalid': 410,
  'identifier.taken': 409,
  'identifier.last': 409,
  'erasure.begun': 409,
  'import.busy': 409,
  'contact.changed': 409,
  'label.taken': 409,
  'merge.gone': 409,
  'grant.failed': 422,
  'grant.unavailable': 422,
  'import.too_large': 413,
  'invitation.gone': 410,
  'hand_off.gone': 410,
  'source.access_ended': 422,
  'source.busy': 409,
  'source.certificate': 422,
  'source.certificate_date': 422,
  'source.denied': 422,
  'source.empty': 422,
  'source.guarded': 422,
  'source.no_book': 422,
  'source.refused': 422,
  'source.throttled': 422,
  'source.too_large': 422,
  'source.unavailable': 422,
  'source.unreachable': 422,
  'source.unreadable': 422,
  'selection.changed': 409,
  'selection.large_unconfirmed': 409,
  'send.closed': 409,
  'send.law': 409,
  'send.paused': 409,
  'invitation.too_soon': 409,
  'send.quota': 409,
  'send.reminder_refused': 409,
  'send.undo_over': 409,
};

/** Answers a failed request by RFC 9457 problem details, whose `code` is stable and what clients switch on: KithErrors by their code, faults in the request as `request.invalid`, the rest as 500 without detail. */
export function answerProblem(log: Log) {
  return (error: FastifyError | KithError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const [status, code, title] = describe(error, request.raw.complete);
    if (status >= 500)
      log.error('http.failed', { request: request.id, route: request.routeOptions.url, ...causeOf(error) });
    if (error instanceof KithError && error.retryAfter !== undefined)
      reply.header('retry-after', String(error.retryAfter));
    return reply
      .code(status)
      .type('application/problem+json')
      .send({ type: `urn:kith:${code}`, title, status, code, request: request.id });
  };
}

function describe(error: FastifyError | KithError, complete: boolean): [number, string, string] {
  // The client went away in mid-request.
  if (!complete && error.code === 'ECONNRESET') return [400, 'request.invalid', 'The request ended early.'];
  // So did a reader of a stream, between two events.
  if (error.code === 'FST_ERR_SSE_CONNECTION_CLOSED')
    return [400, 'request.invalid', 'The stream ended early.'];
  if (error instanceof KithError) return [statusOf[error.code] ?? 400, error.code, error.message];
  if (error.validation !== undefined) return [400, 'request.invalid', error.message];
  const status = error.statusCode ?? 500;
  if (status === 429) return [429, 'request.too_many', 'Too many requests. Wait a minute and try again.'];
  if (status === 413) return [413, 'import.too_large', 'That is more than this server takes.'];
  if (status < 500) return [status, 'request.invalid', error.message];
  return [500, 'server.failed', 'Something went wrong on our side. Nothing was sent. Try again.'];
}

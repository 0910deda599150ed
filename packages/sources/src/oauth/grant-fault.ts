import { AuthorizationResponseError, ResponseBodyError } from 'oauth4webapi';
import { GuardRefusal } from '../guard/guard.ts';
import { certificateFault } from '../protocols/certificate-fault.ts';

/** Why there is no grant; each has one sentence and one next step in the catalogue (`error.<code>`). */
export type GrantFaultCode =
  /** The member said no. */
  | 'grant.refused'
  /** An administrator must allow it first. */
  | 'grant.admin'
  /** The box of the contacts stayed unticked. */
  | 'grant.partly'
  /** The provider has trouble of its own, or does not answer. */
  | 'grant.unavailable'
  /** What came back is not what the protocol allows, or the provider does not know us. */
  | 'grant.failed';

/** An authorisation that came to nothing. Its message is for operators and names no person and no secret. */
export class GrantFault extends Error {
  readonly code: GrantFaultCode;

  constructor(code: GrantFaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'GrantFault';
    this.code = code;
  }
}

/** Microsoft's words for "an administrator must consent", and what OpenID Connect calls it (Core, 3.1.2.6). */
const admin = /AADSTS(65001|90094|90093|90008|900941|650052)\b|\badmin[a-z]* (approval|consent|must)\b/i;
const busy = new Set(['temporarily_unavailable', 'server_error']);

/** What an error of the protocol, or of the network on the way, means to the member. */
export function faultOf(error: unknown): GrantFault {
  if (error instanceof GrantFault) return error;
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError) {
    const said = `The authorization server says ${codeIn(error.error)}.`;
    // Neither the error nor its cause goes along: they hold what the server wrote.
    if (error.error === 'consent_required' || admin.test(error.error_description ?? ''))
      return new GrantFault('grant.admin', said);
    if (error.error === 'access_denied') return new GrantFault('grant.refused', said);
    if (busy.has(error.error) || (error instanceof ResponseBodyError && error.status >= 500))
      return new GrantFault('grant.unavailable', said);
    return new GrantFault('grant.failed', said);
  }
  if (error instanceof GuardRefusal)
    return new GrantFault('grant.failed', `The guard refuses the authorization server (${error.code}).`);
  const status = statusIn(error);
  if (status !== undefined && status >= 500)
    return new GrantFault('grant.unavailable', `The authorization server answers ${status}.`);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('OAUTH_'))
    return new GrantFault('grant.failed', `The answer is not what the protocol allows (${code}).`);
  const untrusted = certificateFault(code);
  if (untrusted !== undefined) return new GrantFault('grant.unavailable', untrusted.message);
  return new GrantFault('grant.unavailable', `No answer of the authorization server (${code || 'timeout'}).`);
}

/** A code of RFC 6749, or nothing of what stands in its place. */
function codeIn(text: string): string {
  return /^[a-z_]{1,40}$/.test(text) ? text : 'something else';
}

/** oauth4webapi gives the response as the cause of what it does not accept. */
function statusIn(error: unknown): number | undefined {
  return error instanceof Error && error.cause instanceof Response ? error.cause.status : undefined;
}

/** Every stable code; `docs/reference/errors.md` says what each means. Clients switch on them, never on messages. */
export type ErrorCode =
  | 'config.invalid'
  | 'database.binaries_missing'
  | 'database.data_not_writable'
  | 'database.data_newer'
  | 'database.data_older'
  | 'database.disk_full'
  | 'database.in_use'
  | 'database.migration_failed'
  | 'database.newer'
  | 'database.start_failed'
  | 'database.unreachable'
  | 'mail.refused'
  | 'mail.unreachable'
  | 'request.invalid'
  | 'request.not_found'
  | 'request.forbidden_origin'
  | 'request.too_many'
  | 'request.conflict'
  | 'session.required'
  | 'server.port_in_use'
  | 'sign_in.refused'
  | 'sign_in.link_invalid'
  | 'code.invalid'
  | 'identifier.invalid'
  | 'identifier.taken'
  | 'identifier.last'
  | 'photo.invalid'
  | 'card.date_invalid'
  | 'card.email_invalid'
  | 'card.empty'
  | 'card.phone_invalid'
  | 'columns.meaning_unknown'
  | 'columns.no_contacts'
  | 'import.busy'
  | 'import.columns_unknown'
  | 'import.too_large'
  | 'import.empty'
  | 'import.not_contacts'
  | 'import.unreadable'
  | 'import.interrupted'
  | 'hand_off.gone'
  | 'source.access_ended'
  | 'source.app_password'
  | 'source.busy'
  | 'source.certificate'
  | 'source.certificate_date'
  | 'source.denied'
  | 'source.empty'
  | 'source.guarded'
  | 'source.interrupted'
  | 'source.no_book'
  | 'source.no_password'
  | 'source.not_enabled'
  | 'source.refused'
  | 'source.throttled'
  | 'source.too_large'
  | 'source.unavailable'
  | 'source.unreachable'
  | 'source.unreadable'
  | 'grant.admin'
  | 'grant.expired'
  | 'grant.failed'
  | 'grant.not_set_up'
  | 'grant.partly'
  | 'grant.refused'
  | 'grant.unavailable'
  | 'invitation.gone'
  | 'note.refused'
  | 'selection.empty'
  | 'selection.changed'
  | 'selection.large_unconfirmed'
  | 'send.quota'
  | 'send.undo_over';

/** A failure with a stable code; `message` is for the operator and carries no secret and no personal data. */
export class KithError extends Error {
  readonly code: ErrorCode;
  /** Seconds until the same request may succeed. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown; retryAfter?: number }) {
    super(message, options);
    this.name = 'KithError';
    this.code = code;
    this.retryAfter = options?.retryAfter;
  }
}

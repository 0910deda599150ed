/** One message, ready for the wire. */
export interface MailMessage {
  /** Of the envelope: where reports go. */
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  /** The whole message, RFC 5322. */
  readonly raw: Buffer;
  readonly messageId: string;
}

export interface TextMessage {
  readonly to: string;
  readonly text: string;
}

/**
 * What became of a message: taken by the next hop, refused for good (5xx), refused for now (4xx), never begun because the
 * next hop cannot reach such an address, or unknown because the connection broke after the message was on the wire.
 */
export type MailOutcome =
  | { readonly kind: 'handed'; readonly code: number }
  | { readonly kind: 'rejected'; readonly code: number }
  | { readonly kind: 'deferred'; readonly code: number | undefined }
  | { readonly kind: 'unable'; readonly lacks: 'smtputf8' }
  | { readonly kind: 'unknown' };

export interface MailTransport {
  send(message: MailMessage): Promise<MailOutcome>;
  close(): Promise<void>;
}

export interface TextTransport {
  send(message: TextMessage): Promise<MailOutcome>;
  /** Where what people answer comes on the same connection: takes it from now on. */
  listen?(take: (message: { readonly from: string; readonly text: string }) => Promise<void>): void;
  close?(): Promise<void>;
}

import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type { MailMessage } from './mail.ts';

/** A message before it is put into RFC 5322. */
export interface MailDraft {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  /** Where the envelope says that reports go; the sender when missing. */
  readonly returnPath?: string | undefined;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Without angle brackets. */
  readonly messageId: string;
  readonly date: Date;
}

/** Puts a message together; names and subjects are encoded (RFC 2047), so that no text of a member becomes a header. */
export async function composeMail(draft: MailDraft): Promise<MailMessage> {
  const { from, to, returnPath, subject, text, html, headers, messageId, date } = draft;
  const raw = await new MailComposer({
    from: { name: from.name, address: from.address },
    to: { name: '', address: to },
    subject,
    text,
    ...(html === undefined ? {} : { html }),
    headers: { ...headers },
    messageId: `<${messageId}>`,
    date,
    // Text of our own makes the message: no file or address is read for it.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
  return { from: returnPath ?? from.address, to, subject, raw, messageId };
}

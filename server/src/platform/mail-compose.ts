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
  const { from, to, returnPath, subject, messageId } = draft;
  return { from: returnPath ?? from.address, to, subject, raw: await compose(draft), messageId };
}

/** What differs between the copies of a message to many. */
export type MailCopy = Pick<MailDraft, 'to' | 'returnPath' | 'messageId' | 'date'> & {
  /** Stands where the template has its mark, and is as long; letters, digits, `-` and `_`. */
  readonly mark: string;
};

/**
 * A message to many, put together once: each copy is the same bytes with its own recipient, name, date and mark.
 *
 * @returns undefined when not every mark of the draft is found again: then each copy must be composed by itself.
 */
export async function mailTemplate(
  draft: Omit<MailDraft, keyof MailCopy>,
  mark: string,
): Promise<((copy: MailCopy) => MailMessage) | undefined> {
  const { from, subject, text, html = '', headers = {} } = draft;
  const composed = await compose({ ...draft, to: 'to@kith.invalid', messageId: 'kith', date: new Date(0) });
  const end = composed.indexOf('\r\n\r\n');
  const head = composed.toString('latin1', 0, end).replace(/^(?:To|Message-ID|Date): .*\r\n/gm, '');
  // Quoted-printable may break a line within the mark.
  const whole = head + composed.toString('latin1', end);
  const pieces = whole.split(new RegExp(`(${[...mark].join('(?:=\\r\\n)?')})`));
  const marks = [text, html, ...Object.values(headers)].join('\n').split(mark).length - 1;
  if (pieces.length !== 2 * marks + 1) return undefined;
  return ({ to, returnPath, messageId, date, mark: own }) => {
    const lines = `To: ${to}\r\nMessage-ID: <${messageId}>\r\nDate: ${rfc5322(date)}\r\n`;
    const filled = pieces.map((piece, index) => {
      if (index % 2 === 0) return piece;
      const at = piece.indexOf('=');
      return at === -1 ? own : `${own.slice(0, at)}=\r\n${own.slice(at)}`;
    });
    const raw = Buffer.concat([Buffer.from(lines), Buffer.from(filled.join(''), 'latin1')]);
    return { from: returnPath ?? from.address, to, subject, raw, messageId };
  };
}

function rfc5322(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}

function compose({ from, to, subject, text, html, headers, messageId, date }: MailDraft): Promise<Buffer> {
  return new MailComposer({
    from: { name: from.name, address: from.address },
    to: { name: '', address: to },
    subject,
    text,
    ...(html === undefined ? {} : { html }),
    headers: { ...headers },
    messageId: `<${messageId}>`,
    date,
    // What is signed here is what arrives: the connection would mend the ends of lines.
    newline: '\r\n',
    // Base64 would hide the text from whoever looks for spam, and the mark from us.
    textEncoding: 'quoted-printable',
    // Text of our own makes the message: no file or address is read for it.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

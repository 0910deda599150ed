import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { isStop } from './stop-words.ts';

/** What a message that came back says of the message that it answers. */
export type Said =
  /** There is nobody at this address. */
  | 'gone'
  /** It was refused, but somebody may be there: a full mailbox, a filter. */
  | 'refused'
  /** It has not arrived yet; the sending server tries on. */
  | 'later'
  | 'delivered'
  /** The recipient's provider passes on that they called it spam. */
  | 'complaint'
  /** The recipient wrote that they want no more. */
  | 'stop'
  /** Out of office, a person's answer, or no answer to us at all. */
  | 'nothing';

/**
 * An answer, and which messages of ours it names: by the mailbox that it came to, or by their Message-ID. These are
 * secrets of the recipient and of the mail servers between us, so whoever names none can answer for nobody.
 */
export interface Answer {
  readonly said: Said;
  /** Enhanced status code (RFC 3463), where one was given. */
  readonly status?: string;
  readonly tokens: readonly string[];
}

/** Bytes of a message that are read: reports stand at its start. */
export const bytesRead = 512 * 1024;
const mostTokens = 8;

/**
 * Reads a delivery report (RFC 3464), a feedback report (RFC 5965) or a person's answer.
 *
 * Many servers write reports that are none by the RFCs; those are known by who sent them and by what they say.
 *
 * @param mailboxes The addresses it was delivered to, where the caller knows them.
 */
export async function readAnswer(raw: Uint8Array, mailboxes: readonly string[] = []): Promise<Answer> {
  let mail: Email;
  try {
    mail = await PostalMime.parse(raw.subarray(0, bytesRead), {
      forceRfc822Attachments: true,
      maxNestingDepth: 20,
      maxHeadersSize: 256 * 1024,
    });
  } catch {
    return { said: 'nothing', tokens: [] };
  }
  // A copy of our own message, where the mail server keeps one for this mailbox: it has taken the message.
  const own = /\/u\/[\w-]+>/.test(header(mail, 'list-unsubscribe')) ? tokensIn([mail.messageId ?? '']) : [];
  if (own.length > 0) return { said: 'delivered', tokens: own };
  const text = wordsOf(mail);
  const parts = mail.attachments.map((part) => ({ type: part.mimeType, text: textOf(part) }));
  const returned = parts.filter(({ type }) =>
    /^(message\/rfc822|text\/rfc822-headers|message\/global)/.test(type),
  );
  const tokens = tokensOf(
    mail,
    mailboxes,
    returned.map(({ text }) => text),
  );
  const report = parts.find(({ type }) => /^message\/(global-)?delivery-status$/.test(type));
  if (report !== undefined) return { ...ofReport(report.text, text), tokens };
  const feedback = parts.find(({ type }) => type === 'message/feedback-report');
  if (feedback !== undefined)
    return { said: /^feedback-type:\s*not-spam/im.test(feedback.text) ? 'nothing' : 'complaint', tokens };
  // Microsoft's reports are the message itself with one line more.
  if (returned.some(({ text }) => /^x-hmxmroriginalrecipient:/im.test(text)))
    return { said: 'complaint', tokens };
  if (isBounce(mail, text)) return { ...ofText(text), tokens };
  if (isAutomatic(mail)) return { said: 'nothing', tokens };
  const [first = mail.subject ?? '', ...more] = ownLines(text);
  return { said: isStop(first) || isStop([first, ...more].join(' ')) ? 'stop' : 'nothing', tokens };
}

/** The text of a message; of one that comes as HTML alone, what stands above the message that it answers. */
function wordsOf({ text, html }: Email): string {
  if (text !== undefined && text.trim() !== '') return text;
  const own = (html ?? '').slice(0, 64 * 1024).split(quotedHtml)[0] ?? '';
  const [body = ''] = own.split(/<body\b[^<>]*>/i).reverse();
  return body
    .replace(/\s+/g, ' ')
    .replace(/<br\b[^<>]*>|<\/(?:p|div|li|tr|h[1-6])>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(?:nbsp|#160|#xa0);/gi, ' ')
    .replace(/&(?:#39|#x27|apos|rsquo|#8217);/gi, "'")
    .replace(/&amp;/gi, '&');
}

/** Where mail programs begin the message that is answered: Thunderbird and Apple, Gmail, Yahoo, Outlook. */
const quotedHtml =
  /<blockquote\b|<hr\b|class="?(?:moz-cite-prefix|gmail_quote|yahoo_quoted)|id="?(?:appendonsend|divRplyFwdMsg|mail-editor-reference)/i;

function textOf({ content }: Attachment): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

function header(mail: Email, name: string): string {
  return mail.headers.find(({ key }) => key === name)?.value ?? '';
}

/** Sixteen bytes in hexadecimal digits, as they stand in our Message-IDs and return addresses. */
const token = /(?:^|[<+=])([0-9a-f]{32})(?=@|=)/g;

function tokensOf(mail: Email, mailboxes: readonly string[], returned: readonly string[]): string[] {
  const places = [
    ...mailboxes,
    ...['to', 'delivered-to', 'x-original-to', 'envelope-to', 'in-reply-to', 'references'].map((name) =>
      header(mail, name),
    ),
    ...returned.flatMap(
      (text) => text.slice(0, 64 * 1024).match(/^message-id:[^\n]*(?:\n[ \t][^\n]*)?/gim) ?? [],
    ),
    // Reports of older servers have the returned message in their text.
    ...((mail.text ?? '').slice(0, 128 * 1024).match(/^[ \t>]*message-id:[^\n]*/gim) ?? []),
  ];
  return tokensIn(places);
}

function tokensIn(places: readonly string[]): string[] {
  const found = places.flatMap((place) =>
    [...place.toLowerCase().matchAll(token)].map((match) => match[1] ?? ''),
  );
  return [...new Set(found)].slice(0, mostTokens);
}

/** By the fields of the first recipient that is reported on (RFC 3464, 2.3); we write to one at a time. */
function ofReport(report: string, text: string): { said: Said; status?: string } {
  const field = (name: string) =>
    new RegExp(`^${name}:[ \\t]*(.*(?:\\n[ \\t].*)*)`, 'im').exec(report)?.[1]?.trim() ?? '';
  const action = field('action').toLowerCase();
  const diagnostic = field('diagnostic-code');
  const status = statusIn(field('status')) ?? statusIn(diagnostic);
  if (/^(delivered|relayed|expanded)/.test(action))
    return { said: 'delivered', ...(status === undefined ? {} : { status }) };
  if (action.startsWith('delayed')) return { said: 'later', ...(status === undefined ? {} : { status }) };
  return judged(status, `${diagnostic}\n${text}`);
}

function ofText(text: string): { said: Said; status?: string } {
  const about = text.slice(0, 16 * 1024).split(/^[ \t>]*(?:received|return-path|message-id):/im)[0] ?? '';
  if (
    /will be retried|not (?:yet )?been delivered yet|delivery (?:is |has been )?delayed|no action is required|still trying/i.test(
      about,
    )
  )
    return { said: 'later' };
  return judged(statusIn(about), about);
}

/** `5.1.1`, or made of a reply code (`550` means 5.0.0). */
function statusIn(text: string): string | undefined {
  const enhanced = /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/.exec(text)?.[1];
  if (enhanced !== undefined) return enhanced;
  const reply = /(?:^|[\s:;(#])([45])\d\d(?=[\s\-.:;)]|$)/.exec(text)?.[1];
  return reply === undefined ? undefined : `${reply}.0.0`;
}

/** Statuses that say that there is no such mailbox or domain (RFC 3463, 3.2 and 3.5). */
const nobody = /^5\.(1\.(1|2|3|6|10)|2\.1|4\.4)$/;
const nobodyWords = [
  ...[
    'user unknown',
    'unknown user',
    'no such user',
    'user not found',
    'user does not exist',
    'invalid user',
  ],
  ...[
    'recipient unknown',
    'unknown recipient',
    'recipient not found',
    'recipientnotfound',
    'invalid recipient',
  ],
  ...['recipient address rejected', 'recipient does not exist', 'no such recipient', 'address not found'],
  ...['no such address', 'address does not exist', 'address couldn’t be found', "address couldn't be found"],
  ...[
    'unknown address',
    'unrouteable address',
    'mailbox not found',
    'mailbox does not exist',
    'no such mailbox',
  ],
  ...[
    'no mailbox here',
    'invalid mailbox',
    'account does not exist',
    'account that you tried to reach does not exist',
  ],
  ...["user doesn't have a", 'account has been disabled', 'account is disabled', 'unknown or illegal alias'],
  ...['not listed in', 'host unknown', 'host not found', 'host or domain name not found', 'domain not found'],
  ...['unbekannter empfänger', 'empfänger unbekannt', 'konnte nicht gefunden werden', 'existiert nicht'],
  ...[
    'utilisateur inconnu',
    'destinataire inconnu',
    'usuario desconocido',
    'usuario no existe',
    'utente sconosciuto',
  ],
  ...['не найден', 'нет такого', 'не существует'],
];
/** Of a mailbox that is there. */
const fullWords = [
  ...[
    'quota',
    'mailbox full',
    'mailbox is full',
    'insufficient storage',
    'too big',
    'too large',
    'spam',
    'block',
  ],
  ...['policy', 'blacklist', 'denied by', 'reputation'],
];

function holds(text: string, words: readonly string[]): boolean {
  return words.some((word) => text.includes(word));
}

/** What a failure says, by its status and what was written about it. */
export function judged(status: string | undefined, text: string): { said: Said; status?: string } {
  const code = status === undefined ? {} : { status };
  if (status?.startsWith('4.') === true) return { said: 'later', ...code };
  if (status?.startsWith('2.') === true) return { said: 'delivered', ...code };
  if (status !== undefined && nobody.test(status)) return { said: 'gone', ...code };
  const words = text.slice(0, 4096).replace(/\s+/g, ' ').toLowerCase();
  return { said: holds(words, nobodyWords) && !holds(words, fullWords) ? 'gone' : 'refused', ...code };
}

const daemons =
  /^(?:mailer-daemon|postmaster|mail-daemon|maildaemon|mdaemon|microsoftexchange\S*|bounces?|mailsystem|noreply-dsn)@/i;

const failures = [
  ...[
    'undeliver',
    'unzustellbar',
    'delivery failed',
    'delivery has failed',
    'delivery failure',
    'delivery status',
  ],
  ...[
    'delivery problem',
    'delivery error',
    'failure notice',
    'mail failure',
    'failed',
    'delayed',
    'returned mail',
  ],
  ...['returned to sender', 'non remis', 'non-remis', 'no se ha podido entregar', 'no se pudo entregar'],
  ...['could not be delivered', 'couldn’t be delivered', "couldn't be delivered", 'unable to deliver'],
  ...[
    'non recapitabile',
    'не доставлен',
    'невозможно доставить',
    'не может быть доставлено',
    '配信不能',
    '退信',
  ],
];

/** A report that is not written as one: it comes from nobody, or from a server, and says that it failed. */
function isBounce(mail: Email, text: string): boolean {
  if (header(mail, 'x-failed-recipients') !== '') return true;
  const from = mail.from?.address ?? '';
  if (!daemons.test(from) && header(mail, 'return-path').trim() !== '<>') return false;
  return holds(`${mail.subject ?? ''}\n${text.slice(0, 2000)}`.toLowerCase(), failures);
}

/** Written by a program on behalf of an absent person (RFC 3834). */
function isAutomatic(mail: Email): boolean {
  const submitted = header(mail, 'auto-submitted').toLowerCase();
  if (submitted !== '' && !submitted.startsWith('no')) return true;
  if (
    ['x-autoreply', 'x-autorespond', 'x-auto-response-suppress', 'x-autoresponder'].some(
      (name) => header(mail, name) !== '',
    )
  )
    return true;
  return /^(?:bulk|junk|auto_reply|list)/i.test(header(mail, 'precedence').trim());
}

/**
 * The lines that somebody wrote above the message that they answer, or below it where nothing stands above, without
 * greeting and signature.
 */
function ownLines(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.slice(0, 8192).split(/\r?\n/)) {
    const isQuoted = /^\s*>/.test(line) || introduces.test(line);
    if (line.trim() === '' || (lines.length === 0 && (isQuoted || greeting.test(line)))) continue;
    if (isQuoted || ends.test(line)) break;
    lines.push(line.trim());
  }
  return lines;
}

/** The line above a quotation. */
const introduces =
  /^\s*(?:on|am|le|el|il|em|op|den|dnia|dne) .{4,120}(?:wrote|schrieb|écrit|escribió|scritto|escreveu|schreef|skrev|pisze|napsal)/i;
/** Of a few words, for a sentence may begin like one. */
const greeting =
  /^\s*(?:hi|hello|hey|dear|hallo|guten tag|liebe[rs]?|sehr geehrte[rs]?|bonjour|salut|hola|ciao|buongiorno|olá|hej|hei)(?: [\p{L}.-]{1,30}){0,3}[,.!]?\s*$/iu;
/** Of a message of one's own: a signature, what a telephone adds, and the head of the message that is answered. */
const ends =
  /^-- ?$|^\s*[-_]{5,}|^(?:from|von|de|da|od):\s|^\s*(?:sent|get outlook|gesendet|envoyé|enviado|inviato|verzonden|skickat|sendt|lähetetty|wysłan[eo]|отправлено) (?:from|for|via|with|mit|von|vom|i|de|depuis|do|desde|da|dal|vanaf|van|met|från|fra|z|с) |^\s*von meinem \S+ gesendet/i;

import { createHash } from 'node:crypto';
import type { MessageWords, OwnWords } from '../languages/language.ts';
import { filled, isolated, type Locale, languageOf } from '../languages.ts';

/** Stands in previews and in the ledger where a recipient's own message has its token: as long as one, and no token. */
export const tokenPlaceholder = 'THE-RECIPIENTS-OWN-KEY';

export interface InvitationFacts {
  readonly inviter: {
    readonly name: string;
    readonly headline: string | null;
    readonly location: string | null;
  };
  readonly network: { readonly name: string; readonly about: string; readonly address: string };
  readonly from: string;
  readonly publicUrl: string;
  readonly note: string | undefined;
  readonly locale: Locale;
  /** Whether an answer to a text message reaches us. */
  readonly replies: boolean;
  /** `reminder` for a later message of the same invitation. */
  readonly kind: 'invitation' | 'reminder';
  /** How many messages of this inviter may follow unless the recipient answers. */
  readonly following: 0 | 1 | 2;
}

export interface OwnMessage {
  readonly subject: string;
  readonly text: string;
  readonly short: string;
}

/** The message to every recipient of a batch, with the placeholder for the token. */
export interface InvitationMessage {
  /** Of language and words; the ledger keeps it with every consent. */
  readonly version: string;
  /**
   * The line that is put in where others invite the same recipient, with `{names}` for their names; and how this inviter is
   * named in such a line of others. Batches from before there was one have none.
   */
  readonly others?: string;
  readonly mention?: string;
  readonly fromName: string;
  readonly fromAddress: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same invitation as a text message. */
  readonly short: string;
  /** The same in the inviter's own words, for their own mail program or phone; queues of an older Kith hold none. */
  readonly own?: OwnMessage;
  readonly link: string;
  readonly unsubscribe: string;
}

/** The words of one message; `why` says what may follow. */
type Words = Omit<MessageWords, 'only' | 'oneMore' | 'twoMore' | 'last' | 'stillOpen' | 'reminder'> & {
  readonly own: OwnWords;
};

function wordsOf({ inviter, network, locale, kind, following }: InvitationFacts): Words {
  const facts = [inviter.location, inviter.headline].filter((fact) => fact !== null && fact !== '');
  const who = facts.length === 0 ? inviter.name : `${inviter.name} (${facts.join(', ')})`;
  const language = languageOf(locale);
  const { message, own } = language;
  const values = { inviter: inviter.name, network: network.name, about: network.about, who };
  const inSentences = isolated(language, values);
  const isReminder = kind === 'reminder';
  const subject = filled(message.subject, values);
  const opening = filled(message.opening, inSentences);
  const after = [isReminder ? message.last : message.only, message.oneMore, message.twoMore][following];
  // Japanese sets no blank between sentences, and ends them with a sign of its own.
  const gap = locale === 'ja' ? '' : ' ';
  return {
    // Headers and text messages go without isolates: some programs show them as boxes.
    via: filled(message.via, values),
    subject: isReminder ? filled(message.reminder, { subject }) : subject,
    short: filled(message.short, values),
    reply: message.reply,
    opening: isReminder ? `${opening}${gap}${message.stillOpen}` : opening,
    button: message.button,
    why: `${filled(message.why, inSentences)}${gap}${after}`,
    others: filled(message.others, isolated(language, { names: '{names}' })),
    stop: message.stop,
    never: filled(message.never, inSentences),
    choices: filled(message.choices, inSentences),
    held: message.held,
    own: {
      subject: filled(own.subject, values),
      opening: filled(own.opening, inSentences),
      choices: filled(own.choices, inSentences),
    },
  };
}

export function invitationMessage(facts: InvitationFacts): InvitationMessage {
  return { version: versionOf(facts), ...written(facts) };
}

function written(facts: InvitationFacts): Omit<InvitationMessage, 'version'> {
  const words = wordsOf(facts);
  const link = `${facts.publicUrl}/i/${tokenPlaceholder}`;
  const unsubscribe = `${facts.publicUrl}/u/${tokenPlaceholder}`;
  return {
    fromName: words.via,
    fromAddress: facts.from,
    subject: words.subject,
    text: textOf(facts, words, link, unsubscribe),
    html: htmlOf(facts, words, link, unsubscribe),
    short: `${words.short} ${link}${facts.replies ? ` ${words.reply}` : ''}`,
    own: {
      subject: words.own.subject,
      text: ownTextOf(facts, words, link),
      short: `${words.own.subject} ${link}`,
    },
    others: words.others,
    mention: facts.inviter.name,
    link,
    unsubscribe,
  };
}

const versions = new Map<string, string>();

/** `invitation-fr-` and a digest of the message with names for facts, so no change of words or form is forgotten. */
function versionOf({ kind, following, locale }: InvitationFacts): string {
  const which = `${kind}-${following}-${locale}`;
  const known = versions.get(which);
  if (known !== undefined) return known;
  const specimen = written({
    inviter: { name: '{inviter}', headline: '{headline}', location: '{location}' },
    network: { name: '{network}', about: '{about}', address: '{address}' },
    from: '{from}',
    publicUrl: '{url}',
    note: '{note}',
    locale,
    replies: true,
    kind,
    following,
  });
  const digest = createHash('sha256').update(JSON.stringify(specimen)).digest('hex');
  const version = `${kind}-${locale}-${digest.slice(0, 12)}`;
  versions.set(which, version);
  return version;
}

/** Links stand on lines of their own: right after words, punctuation and direction would differ by language. */
function textOf({ note, network }: InvitationFacts, words: Words, link: string, unsubscribe: string): string {
  const quoted = note === undefined ? '' : `${note.replace(/^/gm, '  > ')}\n\n`;
  return `${words.opening}

${quoted}${words.button}
${link}

${words.why}

${words.stop}

${words.choices}
${link}

${words.never}
${unsubscribe}

${words.held}
${link}/held

${network.name}${network.address === '' ? '' : `, ${network.address}`}
`;
}

/** From the inviter's own address, so it speaks as they do and is short: mail programs take no long text from a link. */
function ownTextOf({ inviter, note, network }: InvitationFacts, words: Words, link: string): string {
  return `${words.own.opening}

${note === undefined ? '' : `${note}\n\n`}${words.button}
${link}

${words.own.choices}

${inviter.name}

${network.name}${network.address === '' ? '' : `, ${network.address}`}
`;
}

/**
 * Colours are left to the reader's mail program, light or dark, except for the button. Web mail drops `html` and `body`,
 * so language and direction stand within once more.
 */
function htmlOf(
  { note, network, locale }: InvitationFacts,
  words: Words,
  link: string,
  unsubscribe: string,
): string {
  const { direction } = languageOf(locale);
  // Mail programs know few logical properties, so the side is named.
  const start = direction === 'rtl' ? 'right' : 'left';
  const small = 'font-size:14px;line-height:1.5;margin:0 0 12px';
  const quoted =
    note === undefined
      ? ''
      : `<blockquote dir="auto" style="margin:0 0 20px;padding:0;padding-${start}:12px;border-${start}:3px solid #7a808a">${escaped(note).replaceAll('\n', '<br>')}</blockquote>\n`;
  return `<!doctype html>
<html lang="${locale}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(words.subject)}</title>
</head>
<body style="margin:0;padding:24px 16px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5">
<div lang="${locale}" dir="${direction}" style="max-width:560px;margin:0 auto">
<h1 style="font-size:22px;line-height:1.25;margin:0 0 16px">${escaped(words.subject)}</h1>
<p style="margin:0 0 16px">${escaped(words.opening)}</p>
${quoted}<p style="margin:0 0 24px"><a href="${escaped(link)}" style="display:inline-block;background:#3b4ba3;color:#ffffff;text-decoration:none;font-weight:600;padding:12px 20px;border-radius:6px">${escaped(words.button)}</a></p>
<p style="${small}">${escaped(words.why)}</p>
<p style="${small}">${escaped(words.stop)}<br><a href="${escaped(link)}">${escaped(words.choices)}</a><br><a href="${escaped(unsubscribe)}">${escaped(words.never)}</a><br><a href="${escaped(`${link}/held`)}">${escaped(words.held)}</a></p>
<p style="${small}">${escaped(network.name)}${network.address === '' ? '' : `, ${escaped(network.address)}`}</p>
</div>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/**
 * SHA-256 of the whole message with its placeholder: what the member saw, and what every delivery is checked against. What
 * is added goes behind and only where it is there, so that what waits in a queue or stands in the ledger keeps its hash.
 */
export function messageHash(message: InvitationMessage): Buffer {
  const { version, fromName, fromAddress, subject, text, html, short, own, others, mention } = message;
  const parts = [
    ...[version, fromName, fromAddress, subject, text, html, short],
    ...(own === undefined ? [] : [own.subject, own.text, own.short]),
    ...(others === undefined ? [] : [others, mention]),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

/** The message of one recipient. */
export function withToken(message: InvitationMessage, token: string): InvitationMessage {
  const { own } = message;
  const put = (text: string) => text.replaceAll(tokenPlaceholder, token);
  return {
    ...message,
    text: put(message.text),
    html: put(message.html),
    short: put(message.short),
    ...(own === undefined
      ? {}
      : { own: { subject: own.subject, text: put(own.text), short: put(own.short) } }),
    link: put(message.link),
    unsubscribe: put(message.unsubscribe),
  };
}

/**
 * The message with the line that names others who invite the same recipient, below the way to the invitation; without names
 * it is the message as it was. A text message has no room for it.
 */
export function withOthers(message: InvitationMessage, names: readonly string[]): InvitationMessage {
  const { others, text, html, link } = message;
  if (names.length === 0 || others === undefined) return message;
  const line = filled(others, { names: names.join(', ') });
  // The first of each: what members wrote is marked line by line in the text, and escaped in the HTML.
  const way = `\n${link}\n\n`;
  const wayInHtml = '</a></p>\n';
  return {
    ...message,
    text: text.replace(way, () => `${way}${line}\n\n`),
    html: html.replace(wayInHtml, () => `${wayInHtml}<p style="margin:0 0 24px">${escaped(line)}</p>\n`),
  };
}

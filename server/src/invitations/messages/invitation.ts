import { createHash } from 'node:crypto';

/** Changes whenever the words change; the ledger keeps it with every consent. */
export const messageVersion = 'invitation-1';

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
  readonly locale: 'en' | 'de';
}

/** The message to every recipient of a batch, with the placeholder for the token. */
export interface InvitationMessage {
  readonly fromName: string;
  readonly fromAddress: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same invitation as a text message. */
  readonly short: string;
  readonly link: string;
  readonly unsubscribe: string;
}

interface Words {
  readonly via: string;
  readonly subject: string;
  readonly opening: string;
  readonly button: string;
  readonly why: string;
  readonly stop: string;
  readonly never: string;
  readonly choices: string;
  readonly short: string;
}

function wordsOf({ inviter, network, locale }: InvitationFacts): Words {
  const facts = [inviter.location, inviter.headline].filter((fact) => fact !== null && fact !== '');
  const who = facts.length === 0 ? inviter.name : `${inviter.name} (${facts.join(', ')})`;
  if (locale === 'de')
    return {
      via: `${inviter.name} über ${network.name}`,
      subject: `${inviter.name} lädt dich zu ${network.name} ein`,
      opening: `${who} möchte sich auf ${network.name} mit dir verbinden, ${network.about}.`,
      button: 'Einladung ansehen',
      why: `Warum du: ${inviter.name} hat das eigene Adressbuch hinzugefügt und dich ausgewählt. Dies ist die einzige Nachricht, es sei denn, du trittst bei.`,
      stop: 'Du möchtest das nicht?',
      never: `Nie wieder Nachrichten von ${network.name}`,
      choices: `Nicht von ${inviter.name}, melden oder ablehnen`,
      short: `${inviter.name} lädt dich zu ${network.name} ein:`,
    };
  return {
    via: `${inviter.name} via ${network.name}`,
    subject: `${inviter.name} invites you to ${network.name}`,
    opening: `${who} would like to connect with you on ${network.name}, ${network.about}.`,
    button: 'See the invitation',
    why: `Why you: ${inviter.name} added their address book and chose you. This is the only message unless you join.`,
    stop: 'Don’t want this?',
    never: `Never hear from ${network.name} again`,
    choices: `Not from ${inviter.name}, report, or no thanks`,
    short: `${inviter.name} invites you to ${network.name}:`,
  };
}

export function invitationMessage(facts: InvitationFacts): InvitationMessage {
  const words = wordsOf(facts);
  const link = `${facts.publicUrl}/i/${tokenPlaceholder}`;
  const unsubscribe = `${facts.publicUrl}/u/${tokenPlaceholder}`;
  return {
    fromName: words.via,
    fromAddress: facts.from,
    subject: words.subject,
    text: textOf(facts, words, link, unsubscribe),
    html: htmlOf(facts, words, link, unsubscribe),
    short: `${words.short} ${link}`,
    link,
    unsubscribe,
  };
}

function textOf({ note, network }: InvitationFacts, words: Words, link: string, unsubscribe: string): string {
  const quoted = note === undefined ? '' : `${note.replace(/^/gm, '  > ')}\n\n`;
  return `${words.opening}

${quoted}${words.button}: ${link}

${words.why}

${words.stop}
${words.choices}: ${link}
${words.never}: ${unsubscribe}

${network.name}${network.address === '' ? '' : `, ${network.address}`}
`;
}

/** Colours are left to the reader's mail program, light or dark, except for the button. */
function htmlOf(
  { note, network, locale }: InvitationFacts,
  words: Words,
  link: string,
  unsubscribe: string,
): string {
  const small = 'font-size:14px;line-height:1.5;margin:0 0 12px';
  const quoted =
    note === undefined
      ? ''
      : `<blockquote style="margin:0 0 20px;padding:0 0 0 12px;border-left:3px solid #7a808a">${escaped(note).replaceAll('\n', '<br>')}</blockquote>\n`;
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(words.subject)}</title>
</head>
<body style="margin:0;padding:24px 16px;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5">
<div style="max-width:560px;margin:0 auto">
<h1 style="font-size:22px;line-height:1.25;margin:0 0 16px">${escaped(words.subject)}</h1>
<p style="margin:0 0 16px">${escaped(words.opening)}</p>
${quoted}<p style="margin:0 0 24px"><a href="${escaped(link)}" style="display:inline-block;background:#3b4ba3;color:#ffffff;text-decoration:none;font-weight:600;padding:12px 20px;border-radius:6px">${escaped(words.button)}</a></p>
<p style="${small}">${escaped(words.why)}</p>
<p style="${small}">${escaped(words.stop)}<br><a href="${escaped(link)}">${escaped(words.choices)}</a><br><a href="${escaped(unsubscribe)}">${escaped(words.never)}</a></p>
<p style="${small}">${escaped(network.name)}${network.address === '' ? '' : `, ${escaped(network.address)}`}</p>
</div>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** SHA-256 of the whole message with its placeholder: what the member saw, and what every delivery is checked against. */
export function messageHash(message: InvitationMessage): Buffer {
  const { fromName, fromAddress, subject, text, html, short } = message;
  return createHash('sha256')
    .update(JSON.stringify([messageVersion, fromName, fromAddress, subject, text, html, short]))
    .digest();
}

/** The message of one recipient. */
export function withToken(message: InvitationMessage, token: string): InvitationMessage {
  const put = (text: string) => text.replaceAll(tokenPlaceholder, token);
  return {
    ...message,
    text: put(message.text),
    html: put(message.html),
    short: put(message.short),
    link: put(message.link),
    unsubscribe: put(message.unsubscribe),
  };
}

const gsm = /^[\n\r !"#$%&'()*+,\-./0-9:;<=>?@A-Z_a-z£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉÄÖÑÜ§¿äöñüà¡¤]*$/;

/** How many text messages a text takes (3GPP TS 23.038: 160 or 153 septets each, else 70 or 67 UTF-16 units). */
export function segmentsOf(text: string): number {
  const [one, many] = gsm.test(text) ? [160, 153] : [70, 67];
  return text.length <= one ? 1 : Math.ceil(text.length / many);
}

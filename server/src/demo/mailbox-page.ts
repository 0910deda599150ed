import type { Email as ParsedMail } from 'postal-mime';

/** What the viewer shows of a message. */
export interface ShownMessage {
  readonly id: string;
  readonly channel: 'email' | 'text';
  readonly recipient: string;
  readonly sender: string;
  readonly subject: string;
  readonly received_at: Date;
}

export type Part = 'html' | 'text' | 'source';

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/demo/mail.css">
</head>
<body>
${body}
</body>
</html>
`;
}

/** The list, newest first; its script loads it again when a message comes. */
export function listPage(network: string, messages: readonly ShownMessage[]): string {
  const rows = messages.map(
    (message) => `<li><a href="/demo/mail/${message.id}">
<span class="subject">${escaped(message.subject || 'Text message')}</span>
<span class="facts">${message.channel === 'email' ? 'E-mail' : 'Text'} to ${escaped(message.recipient)}</span>
<span class="facts">from ${escaped(message.sender)}, ${time(message.received_at)}</span>
</a></li>`,
  );
  return page(
    `Mailbox of the demo – ${network}`,
    `<header><a href="/">${escaped(network)}</a></header>
<main data-newest="${messages[0]?.id ?? 'none'}">
<h1>Mailbox of the demo</h1>
<p>Every message that ${escaped(network)} sends is kept here. Nothing leaves this machine.</p>
${
  rows.length === 0
    ? '<p class="empty">No message yet. Sign in, or invite somebody: what they would receive appears here by itself.</p>'
    : `<ol>${rows.join('\n')}</ol>`
}
</main>
<script src="/demo/mail.js" defer></script>`,
  );
}

/** One message with its parts as tabs. */
export function messagePage(network: string, message: ShownMessage, part: Part, parsed: ShownParts): string {
  const parts: [Part, string][] = [
    ...(parsed.html === undefined ? [] : ([['html', 'HTML']] as [Part, string][])),
    ['text', 'Text'],
    ['source', 'Source'],
  ];
  const tabs = parts.map(
    ([name, label]) => `<a href="?part=${name}"${name === part ? ' aria-current="page"' : ''}>${label}</a>`,
  );
  return page(
    message.subject || 'Text message',
    `<header><a href="/demo/mail">All messages</a></header>
<main>
<h1>${escaped(message.subject || 'Text message')}</h1>
<dl>
<dt>From</dt><dd>${escaped(message.sender)}</dd>
<dt>To</dt><dd>${escaped(message.recipient)}</dd>
<dt>Sent</dt><dd>${time(message.received_at)}</dd>
</dl>
<nav aria-label="Parts of the message">${tabs.join(' ')}</nav>
${shownPart(network, message, part, parsed)}
</main>`,
  );
}

export interface ShownParts {
  readonly html: string | undefined;
  readonly text: string;
  readonly source: string;
}

/** The parts of a message that was parsed; a text message is all text. */
export function partsOf(
  message: { channel: 'email' | 'text'; raw: Buffer },
  parsed: ParsedMail | undefined,
): ShownParts {
  const source = message.raw.toString();
  if (parsed === undefined) return { html: undefined, text: source, source };
  return { html: parsed.html, text: parsed.text ?? '', source };
}

function shownPart(network: string, message: ShownMessage, part: Part, parsed: ShownParts): string {
  if (part === 'html')
    return `<iframe title="The message as a mail program shows it" sandbox="allow-top-navigation-by-user-activation" src="/demo/mail/${message.id}/html"></iframe>`;
  if (part === 'source') return `<pre tabindex="0" aria-label="Source">${escaped(parsed.source)}</pre>`;
  return `<pre tabindex="0" aria-label="Text of the message from ${escaped(network)}">${linked(parsed.text)}</pre>`;
}

/** Escaped text whose addresses of the web are links. */
function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((piece, at) => (at % 2 === 1 ? `<a href="${escaped(piece)}">${escaped(piece)}</a>` : escaped(piece)))
    .join('');
}

function time(instant: Date): string {
  const text = instant.toISOString();
  return `<time datetime="${text}">${text.slice(0, 10)} ${text.slice(11, 19)} UTC</time>`;
}

export const styles = `:root{color-scheme:light dark;--bg:#fafaf8;--surface:#fff;--text:#1c1e21;--soft:#4a5058;--line:#dedfda;--accent:#3b4ba3}
@media (prefers-color-scheme:dark){:root{--bg:#131517;--surface:#1b1e21;--text:#ecedee;--soft:#b6bbc2;--line:#2e3338;--accent:#a9b4f5}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:100%/1.5 system-ui,sans-serif}
header,main{max-width:48rem;margin:0 auto;padding:12px 16px}
h1{font-size:23px;line-height:1.25;overflow-wrap:anywhere}
a{color:var(--accent)}
a:focus-visible,pre:focus-visible,iframe:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
ol{list-style:none;margin:0;padding:0;background:var(--surface);border:1px solid var(--line);border-radius:10px;overflow:hidden}
li+li{border-top:1px solid var(--line)}
li a{display:block;padding:12px 16px;text-decoration:none;color:var(--text)}
.subject{display:block;font-weight:600;overflow-wrap:anywhere}
.facts{display:block;color:var(--soft);font-size:14px;overflow-wrap:anywhere}
.empty{padding:32px 16px;background:var(--surface);border:1px solid var(--line);border-radius:10px;color:var(--soft)}
dl{display:grid;grid-template-columns:auto 1fr;gap:4px 12px;margin:0 0 16px}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
nav a{display:inline-block;min-height:44px;padding:10px 12px}
nav a[aria-current]{font-weight:600;color:var(--text);text-decoration-thickness:2px}
iframe{width:100%;height:70vh;border:1px solid var(--line);border-radius:10px;background:#fff}
pre{margin:0;padding:16px;background:var(--surface);border:1px solid var(--line);border-radius:10px;white-space:pre-wrap;overflow-wrap:anywhere;font:14px/1.5 ui-monospace,monospace}
`;

/** Every event names the newest message; another than the page shows came after it, or while it was on its way. */
export const script = `const { newest } = document.querySelector('main').dataset;
const events = new EventSource('/demo/mail/events');
events.addEventListener('mail', ({ data }) => {
  if (JSON.parse(data) === newest) return;
  events.close();
  location.reload();
});
`;

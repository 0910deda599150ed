import { createHash, createPrivateKey, sign } from 'node:crypto';
import { promisify } from 'node:util';

/** With what mail is signed (RFC 6376). */
export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  /** PEM, RSA. */
  readonly privateKey: string;
}

/** The headers that are signed where they are there: those of RFC 6376, 5.4.1, and what one-click unsubscribing needs (RFC 8058, 4). */
const signedHeaders = new Set(
  'from reply-to subject date message-id to cc mime-version content-type content-transfer-encoding in-reply-to references list-unsubscribe list-unsubscribe-post'.split(
    ' ',
  ),
);

// With a callback the signature is made in a thread of its own: it costs more than all the rest of a message.
const signed = promisify<string, Buffer, ReturnType<typeof createPrivateKey>, Buffer>(sign);

/** Signs whole messages by `relaxed/relaxed` and RSA-SHA256; each header of them stands there once. */
export function dkimSigner({ domain, selector, privateKey }: DkimKey): (raw: Buffer) => Promise<Buffer> {
  const key = createPrivateKey(privateKey);
  return async (raw) => {
    const end = raw.indexOf('\r\n\r\n');
    const headers = raw
      .toString('latin1', 0, end)
      .split(/\r\n(?![ \t])/)
      .map((line) => {
        const colon = line.indexOf(':');
        return { name: line.slice(0, colon).toLowerCase(), value: relaxed(line.slice(colon + 1)) };
      })
      .filter(({ name }) => signedHeaders.has(name));
    const bodyHash = createHash('sha256').update(relaxedBody(raw.toString('latin1', end + 4)), 'latin1');
    const names = headers.map(({ name }) => name);
    const field = `v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=${selector};\r\n h=${names.join(':\r\n  ')};\r\n bh=${bodyHash.digest('base64')};\r\n b=`;
    const covered = [...headers, { name: 'dkim-signature', value: relaxed(field) }];
    const text = covered.map(({ name, value }) => `${name}:${value}`).join('\r\n');
    const signature = (await signed('RSA-SHA256', Buffer.from(text, 'latin1'), key)).toString('base64');
    const folded = signature.match(/.{1,72}/g)?.join('\r\n  ') ?? '';
    return Buffer.concat([Buffer.from(`DKIM-Signature: ${field}${folded}\r\n`, 'latin1'), raw]);
  };
}

/** RFC 6376, 3.4.2. */
function relaxed(value: string): string {
  return value
    .replaceAll('\r\n', '')
    .replace(/[ \t]+/g, ' ')
    .trim();
}

/** RFC 6376, 3.4.4. */
function relaxedBody(body: string): string {
  const lines = body.split('\r\n').map((line) => line.replace(/[ \t]+/g, ' ').trimEnd());
  while (lines.at(-1) === '') lines.pop();
  return lines.length === 0 ? '' : `${lines.join('\r\n')}\r\n`;
}

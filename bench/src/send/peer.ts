// The same messages by nodemailer alone, with its own pool and its own DKIM: nobody's permission is asked and nothing is kept.
import { readFileSync } from 'node:fs';
import nodemailer from 'nodemailer';
import {
  type InvitationMessage,
  tokenPlaceholder,
} from '../../../server/src/invitations/messages/invitation.ts';

/** What the parent gives: the sink, how many, the words, and the key where messages are signed. */
export interface Task {
  readonly port: number;
  readonly count: number;
  readonly message: InvitationMessage;
  readonly privateKey: string | undefined;
}

const [path = ''] = process.argv.slice(2);
// Safe: the parent wrote it a moment ago.
const { port, count, message, privateKey } = JSON.parse(readFileSync(path, 'utf8')) as Task;
const pool = nodemailer.createTransport({
  pool: true,
  host: '127.0.0.1',
  port,
  ignoreTLS: true,
  maxConnections: 5,
  maxMessages: 200,
  ...(privateKey === undefined
    ? {}
    : { dkim: { domainName: 'harbour.example', keySelector: 'kith', privateKey } }),
});
const before = process.cpuUsage();
const began = performance.now();
let at = 0;
async function lane(): Promise<void> {
  while (at < count) {
    const one = at++;
    const own = (text: string) => text.replaceAll(tokenPlaceholder, `token-${one}`);
    await pool.sendMail({
      from: { name: message.fromName, address: message.fromAddress },
      to: `person${one}@mail-bench.eu`,
      subject: message.subject,
      text: own(message.text),
      html: own(message.html),
      messageId: `<peer-${one}@harbour.example>`,
      headers: {
        'List-Unsubscribe': `<${own(message.unsubscribe)}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    });
  }
}
await Promise.all(Array.from({ length: 50 }, lane));
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(before);
process.send?.({ rate: count / seconds, processor: (user + system) / 1000 / count });
pool.close();
process.disconnect();

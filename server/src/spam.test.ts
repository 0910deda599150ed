import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { authenticate } from 'mailauth';
import { signInLinkMessage } from './accounts/messages/sign-in-link.ts';
import { locales } from './invitations/languages.ts';
import { invitationMessage, tokenPlaceholder } from './invitations/messages/invitation.ts';
import { codeMessage } from './members/messages/code.ts';
import { dkimSigner } from './platform/dkim.ts';
import { composeMail, type MailDraft, mailTemplate } from './platform/mail-compose.ts';

const mostPoints = 1.0;
const mostBytes = 15_000;
const token = 'u3Xk_9aPq2LmZr7-Tv1WsE';
const domain = 'club-bench.eu';
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const sign = dkimSigner({
  domain,
  selector: 'kith',
  privateKey: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
});
const sent = {
  to: 'leo.gruen@home-bench.eu',
  returnPath: `bounces+one@${domain}`,
  date: new Date(),
};

/** As long and as random as ours. */
function idOf(name: string): string {
  return `${createHash('sha256').update(name).digest('hex').slice(0, 32)}@${domain}`;
}

/** Each template as it goes over the wire, signed. */
async function everyMessage(): Promise<readonly { readonly name: string; readonly raw: Buffer }[]> {
  const all: { name: string; raw: Buffer }[] = [];
  for (const locale of locales)
    for (const kind of ['invitation', 'reminder'] as const) {
      const message = invitationMessage({
        inviter: { name: 'Zoë Ruiz', headline: 'Rower', location: 'Oslo' },
        network: {
          name: 'The Club',
          about: 'the rowing club on the lake',
          address: 'The Club, 1 Lake Road, 1234 Town',
        },
        from: `invites@${domain}`,
        publicUrl: `https://people.${domain}`,
        note: kind === 'invitation' ? 'See you at the boats on Sunday' : undefined,
        locale,
        replies: false,
        kind,
        following: kind === 'invitation' ? 1 : 0,
      });
      const { fromName, fromAddress, subject, text: words, html, unsubscribe } = message;
      const fill = await mailTemplate(
        {
          from: { name: fromName, address: fromAddress },
          subject,
          text: words,
          html,
          headers: {
            'List-Unsubscribe': `<${unsubscribe}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          },
        },
        tokenPlaceholder,
      );
      assert.ok(fill !== undefined);
      const name = `${kind} ${locale}`;
      const { raw } = fill({ ...sent, messageId: idOf(name), mark: token });
      all.push({ name, raw: await sign(raw) });
    }
  const network = 'The Club';
  const from = { name: network, address: `invites@${domain}` };
  const link = `https://people.${domain}/sign-in/${token}`;
  for (const locale of ['en', 'de']) {
    const plain: Readonly<Record<string, Pick<MailDraft, 'subject' | 'text'>>> = {
      'sign-in link': signInLinkMessage(locale, { network, link, minutes: 15, newcomer: undefined }),
      welcome: signInLinkMessage(locale, { network, link, minutes: 15, newcomer: 'Leo' }),
      code: codeMessage(locale, { network, code: '482913', minutes: 15 }),
    };
    for (const [name, words] of Object.entries(plain)) {
      const { raw } = await composeMail({ ...words, from, ...sent, messageId: idOf(`${name} ${locale}`) });
      all.push({ name: `${name} ${locale}`, raw: await sign(raw) });
    }
  }
  return all;
}

const messages = await everyMessage();

test('no message of ours looks like spam to SpamAssassin', async () => {
  // As a receiver has them: one process reads them all, for its rules take longer to load than to apply.
  const received = messages.map(({ raw }) =>
    [
      'From MAILER Mon Jan  1 00:00:00 2024',
      `Received: from smtp.${domain} (smtp.${domain} [185.12.80.7])`,
      `\tby mx.home-bench.eu (Postfix) with ESMTPS id 4AB12C34D5; ${sent.date.toUTCString().replace('GMT', '+0000')}`,
      raw
        .toString('latin1')
        .replaceAll('\r\n', '\n')
        .replace(/^From /gm, '>From '),
      '',
    ].join('\n'),
  );
  const run = spawn('spamassassin', ['-L', '--mbox', '-x'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, HOME: '/nonexistent' },
  });
  run.stdin.end(Buffer.from(received.join('\n'), 'latin1'));
  // They come back in any order.
  const scores = new Map(
    (await text(run.stdout)).split(/^From MAILER .*$/m).flatMap((one): [string, [number, string]][] => {
      const [id] = /(?<=^Message-ID: <)[^>]+/im.exec(one) ?? [];
      const [, score, tests] =
        /^X-Spam-Status:.*?score=(-?[0-9.]+).*?tests=(.*?) autolearn/ms.exec(one) ?? [];
      return id === undefined || score === undefined ? [] : [[id, [Number(score), tests ?? '']]];
    }),
  );
  assert.equal(scores.size, messages.length);
  const bad = messages.flatMap(({ name }) => {
    const [score, tests] = scores.get(idOf(name)) ?? [Infinity, 'not judged'];
    return score <= mostPoints ? [] : [`${name}: ${score} ${tests}`];
  });
  assert.deepEqual(bad, []);
});

test('every message passes DKIM and DMARC, fits 15 KB, and fetches nothing', async () => {
  const key = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const records: Readonly<Record<string, string>> = {
    [`kith._domainkey.${domain}`]: `v=DKIM1; k=rsa; p=${key}`,
    [`_dmarc.${domain}`]: 'v=DMARC1; p=reject; adkim=s',
  };
  for (const { name, raw } of messages) {
    const { dkim, dmarc } = await authenticate(raw, {
      ip: '185.12.80.7',
      helo: `smtp.${domain}`,
      sender: sent.returnPath,
      trustReceived: false,
      resolver: async (asked, type) => {
        const record = type === 'TXT' ? records[asked] : undefined;
        if (record === undefined) throw Object.assign(new Error('no record'), { code: 'ENOTFOUND' });
        return [[record]];
      },
    });
    assert.deepEqual(
      [dkim.results.map(({ status }) => status.result), typeof dmarc === 'object' && dmarc.status.result],
      [['pass'], 'pass'],
      name,
    );
    assert.ok(raw.length <= mostBytes, `${name} has ${raw.length} bytes`);
    assert.doesNotMatch(raw.toString(), /<(img|link|script|iframe|style)\b|@import|url\(|src=/i, name);
  }
});

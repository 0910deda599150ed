import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { MailOutcome, TextTransport } from './mail.ts';
import { refusal } from './text-http.ts';
import { postOnce } from './text-request.ts';

interface TwilioAccount {
  /** Account SID. */
  readonly account: string;
  /** Auth token. */
  readonly secret: string;
  /** A number, or the SID of a messaging service. */
  readonly from: string;
}

/** https://www.twilio.com/docs/messaging/api/message-resource */
const Message = Type.Object({
  sid: Type.String(),
  status: Type.String(),
  error_code: Type.Optional(Type.Union([Type.Integer(), Type.Null()])),
});
/** https://www.twilio.com/docs/usage/twilios-response */
const Fault = Type.Object({ code: Type.Integer() });

/**
 * Errors about the recipient, for good (https://www.twilio.com/docs/api/errors): an invalid number, one that cannot be
 * reached from ours, one that said STOP, no mobile, a landline. Other refusals are about the account, and may be put right.
 */
const aboutRecipient = new Set([21211, 21214, 21217, 21265, 21407, 21408, 21610, 21612, 21614, 21635, 60205]);
/** Errors about the words: too long, or empty. */
const aboutWords = new Set([21602, 21605, 21617, 21619]);

/** Sends by Twilio's Messages API. */
export function twilioTransport(
  { account, secret, from }: TwilioAccount,
  { api = 'https://api.twilio.com', seconds = 20 } = {},
): TextTransport {
  const url = `${api}/2010-04-01/Accounts/${account}/Messages.json`;
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    authorization: `Basic ${Buffer.from(`${account}:${secret}`).toString('base64')}`,
  };
  return {
    async send({ to, text }) {
      const sender = from.startsWith('MG') ? 'MessagingServiceSid' : 'From';
      const body = new URLSearchParams({ To: to, [sender]: from, Body: text }).toString();
      const reply = await postOnce(url, headers, body, seconds);
      if (reply.kind === 'unreached') return { kind: 'deferred', code: undefined };
      if (reply.kind === 'lost') return { kind: 'unknown' };
      return outcomeOf(reply.status, reply.body);
    },
  };
}

function outcomeOf(status: number, body: unknown): MailOutcome {
  if (status >= 200 && status < 300) {
    if (!Value.Check(Message, body)) return { kind: 'unknown' };
    return judged(body);
  }
  const code = Value.Check(Fault, body) ? body.code : undefined;
  if (status >= 400 && status < 500 && code !== undefined) {
    if (aboutRecipient.has(code) || aboutWords.has(code)) return { kind: 'rejected', code };
    return { kind: 'deferred', code };
  }
  return refusal(status);
}

function judged({ status, error_code }: Static<typeof Message>): MailOutcome {
  if (status === 'failed' || status === 'undelivered' || status === 'canceled')
    return { kind: 'rejected', code: error_code ?? 0 };
  return { kind: 'handed', code: 201 };
}

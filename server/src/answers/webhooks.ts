import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { type Answer, judged, readAnswer, type Said } from './read-answer.ts';

/** The mail services whose reports over HTTP are understood. */
export const services = ['mailgun', 'postmark', 'sendgrid', 'ses'] as const;
export type Service = (typeof services)[number];

/**
 * What a service reports, as answers to our messages; [] for what is no report of theirs.
 *
 * @param body As it was sent: JSON, parsed.
 */
export function readReport(service: Service, body: unknown): Promise<Answer[]> | Answer[] {
  switch (service) {
    case 'mailgun':
      return mailgun(body);
    case 'postmark':
      return postmark(body);
    case 'sendgrid':
      return sendgrid(body);
    case 'ses':
      return ses(body);
  }
}

const text = Type.Optional(Type.String());

function parsed<S extends TSchema>(schema: S, body: unknown): Static<S> | undefined {
  return Value.Check(schema, body) ? body : undefined;
}

/** The name of our message in `<name@host>` or in a return address `bounces+name@host`. */
function tokensIn(...places: readonly (string | undefined)[]): string[] {
  const found = places.flatMap((place) => /(?:^|[^0-9a-f])([0-9a-f]{32})@/.exec(place ?? '')?.[1] ?? []);
  return [...new Set(found)];
}

const Mailgun = Type.Object({
  'event-data': Type.Object({
    event: Type.String(),
    severity: text,
    'delivery-status': Type.Optional(
      Type.Object({ 'enhanced-code': text, message: text, description: text }),
    ),
    message: Type.Object({ headers: Type.Object({ 'message-id': text }) }),
  }),
});

/** https://documentation.mailgun.com/docs/mailgun/user-manual/events/events */
function mailgun(body: unknown): Answer[] {
  const event = parsed(Mailgun, body)?.['event-data'];
  if (event === undefined) return [];
  const status = event['delivery-status'];
  const failed = (): { said: Said; status?: string } =>
    event.severity === 'temporary'
      ? { said: 'later' }
      : judged(status?.['enhanced-code'], `${status?.message} ${status?.description}`);
  const said: Readonly<Record<string, () => { said: Said; status?: string }>> = {
    failed,
    complained: () => ({ said: 'complaint' }),
    unsubscribed: () => ({ said: 'stop' }),
    delivered: () => ({ said: 'delivered' }),
  };
  const what = Object.hasOwn(said, event.event) ? said[event.event] : undefined;
  return what === undefined
    ? []
    : [
        {
          ...what(),
          tokens: tokensIn(event.message.headers['message-id']),
        },
      ];
}

const Postmark = Type.Object({
  RecordType: Type.String(),
  Type: text,
  Description: text,
  Details: text,
  Content: text,
});

/**
 * https://postmarkapp.com/developer/webhooks/bounce-webhook: our message is known by the report itself (`Content`), which
 * the service sends along when it is asked to.
 */
async function postmark(body: unknown): Promise<Answer[]> {
  const report = parsed(Postmark, body);
  if (report === undefined) return [];
  const { tokens, status } = await readAnswer(Buffer.from(report.Content ?? ''));
  const also = status === undefined ? {} : { status };
  if (report.RecordType === 'SpamComplaint') return [{ said: 'complaint', tokens }];
  if (report.RecordType !== 'Bounce') return [];
  if (report.Type === 'SpamComplaint') return [{ said: 'complaint', tokens }];
  if (report.Type === 'HardBounce' || report.Type === 'BadEmailAddress')
    return [{ said: 'gone', ...also, tokens }];
  const isLater = ['Transient', 'SoftBounce', 'DnsError', 'AutoResponder'].includes(report.Type ?? '');
  return [{ said: isLater ? 'later' : 'refused', ...also, tokens }];
}

const Sendgrid = Type.Array(
  Type.Object({ event: Type.String(), type: text, status: text, reason: text, 'smtp-id': text }),
);

/** https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event */
function sendgrid(body: unknown): Answer[] {
  const said: Readonly<Record<string, Said>> = {
    spamreport: 'complaint',
    unsubscribe: 'stop',
    group_unsubscribe: 'stop',
    delivered: 'delivered',
    deferred: 'later',
  };
  return (parsed(Sendgrid, body) ?? []).flatMap((event): Answer[] => {
    const tokens = tokensIn(event['smtp-id']);
    if (event.event === 'bounce') {
      const answer = judged(event.status, event.reason ?? '');
      return [{ ...answer, ...(event.type === 'blocked' ? { said: 'refused' } : {}), tokens }];
    }
    const what = Object.hasOwn(said, event.event) ? said[event.event] : undefined;
    return what === undefined ? [] : [{ said: what, tokens }];
  });
}

const Sns = Type.Object({ Type: Type.Literal('Notification'), Message: Type.String({ maxLength: 300_000 }) });
const Ses = Type.Object({
  notificationType: text,
  eventType: text,
  bounce: Type.Optional(
    Type.Object({
      bounceType: text,
      bouncedRecipients: Type.Array(Type.Object({ status: text, diagnosticCode: text })),
    }),
  ),
  complaint: Type.Optional(Type.Object({ complaintFeedbackType: text })),
  mail: Type.Object({
    source: text,
    headers: Type.Optional(Type.Array(Type.Object({ name: Type.String(), value: Type.String() }))),
  }),
});

/** https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html */
function ses(body: unknown): Answer[] {
  const notice = parsed(Sns, body);
  if (notice === undefined) return [];
  let inner: unknown;
  try {
    inner = JSON.parse(notice.Message);
  } catch {
    return [];
  }
  const event = parsed(Ses, inner);
  if (event === undefined) return [];
  const { mail, bounce } = event;
  const names = (mail.headers ?? []).filter(({ name }) => name.toLowerCase() === 'message-id');
  const tokens = tokensIn(mail.source, ...names.map(({ value }) => value));
  const kind = event.notificationType ?? event.eventType;
  if (kind === 'Complaint')
    return event.complaint?.complaintFeedbackType === 'not-spam' ? [] : [{ said: 'complaint', tokens }];
  if (kind === 'Delivery') return [{ said: 'delivered', tokens }];
  if (kind !== 'Bounce') return [];
  const [first] = bounce?.bouncedRecipients ?? [];
  if (bounce?.bounceType === 'Transient') return [{ said: 'later', tokens }];
  return [{ ...judged(first?.status, first?.diagnosticCode ?? ''), tokens }];
}

import { type Static, Type } from 'typebox';
import { type Preset, places, verdictOf } from './consent/policy.ts';
import { KithError } from './platform/errors.ts';

/** The settings of text messages, by their environment variable. */
export const textSettings = {
  KITH_TEXT_URL: Type.Optional(
    Type.String({
      pattern: '^(https://|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])[:/])',
      description:
        'Gateway that takes a text message as one JSON request (POST). https, or http on this machine.',
    }),
  ),
  KITH_TEXT_BODY: Type.String({
    default: '{"to":"{to}","text":"{text}"}',
    description: 'What is posted to it: JSON, with {to} for the number and {text} for the words.',
  }),
  KITH_TEXT_SUCCESS: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9_.-]+(=.*)?$',
      description:
        'What in its JSON answer says that it took the message, as `status=ok`, `messages.0.status=0`, or `id` where being there is enough.',
    }),
  ),
  KITH_TEXT_KEY: Type.Optional(
    Type.String({ minLength: 1, description: 'Key that is shown to it (Authorization: Bearer).' }),
  ),
  KITH_TWILIO_ACCOUNT: Type.Optional(
    Type.String({
      pattern: '^AC[0-9a-f]{32}$',
      description: 'Account SID at Twilio; sends text messages there.',
    }),
  ),
  KITH_TWILIO_SECRET: Type.Optional(
    Type.String({
      minLength: 1,
      description: 'Auth token of that account; also proves what Twilio tells us.',
    }),
  ),
  KITH_TWILIO_FROM: Type.Optional(
    Type.String({
      pattern: '^(\\+[0-9]{5,15}|MG[0-9a-f]{32})$',
      description: 'Number that text messages come from, or the SID of a messaging service.',
    }),
  ),
  KITH_SMPP_URL: Type.Optional(
    Type.String({
      pattern: '^s?smpp://[^:@/\\s]+:[^@/\\s]+@[^@/\\s]+$',
      description:
        'SMS centre that takes text messages by SMPP, as ssmpp://user:password@host:port (TLS) or smpp://….',
    }),
  ),
  KITH_SMPP_FROM: Type.Optional(
    Type.String({
      pattern: '^(\\+[0-9]{5,15}|[A-Za-z0-9 ]{1,11})$',
      description: 'Number, or name of up to 11 letters, that text messages by SMPP come from.',
    }),
  ),
  KITH_TEXT_INVITATIONS: Type.Optional(
    Type.Boolean({
      description:
        'Whether Kith itself sends invitations as text messages, where it can send any: true, but false for the preset us unless set, and never under eu; else they go from the member’s own phone. Codes are sent in any case.',
    }),
  ),
  KITH_TEXT_COUNTRIES: Type.Optional(
    Type.String({
      pattern: '^(all|[A-Z]{2}( [A-Z]{2})*)$',
      description:
        'Countries whose numbers get text messages, as ISO 3166 codes separated by spaces, or all; without it that of KITH_REGION alone.',
    }),
  ),
  KITH_TEXT_HOURS: Type.String({
    default: '8-21',
    pattern: '^([0-9]|1[0-9]|2[0-3])-([1-9]|1[0-9]|2[0-4])$',
    description:
      'Hours of the recipient’s day in which invitations go out as text messages; in a country with several time zones it must be day in all of them.',
  }),
  KITH_TEXT_PER_DAY: Type.Integer({
    default: 200,
    minimum: 0,
    description:
      'Text messages a day (UTC) for the whole network, as they are charged: a long one counts as several.',
  }),
};

const all = Type.Object(textSettings);
type TextSettings = Static<typeof all>;

/** Who takes our text messages. */
export type TextGateway =
  | {
      readonly kind: 'http';
      readonly url: string;
      readonly body: string;
      readonly success: string;
      readonly key: string | undefined;
    }
  | { readonly kind: 'twilio'; readonly account: string; readonly secret: string; readonly from: string }
  | { readonly kind: 'smpp'; readonly url: string; readonly from: string };

export interface TextConfig {
  readonly gateway: TextGateway | undefined;
  /** Whether what people answer reaches us. */
  readonly replies: boolean;
  /** Whether invitations go that way, beside codes. */
  readonly invitations: boolean;
  readonly countries: 'all' | readonly string[];
  readonly hours: { readonly from: number; readonly until: number };
  readonly perDay: number;
}

/** @throws {KithError} `config.invalid` */
export function textConfig(
  settings: TextSettings & {
    readonly KITH_REGION: string;
    readonly KITH_PRESET: Preset;
    readonly KITH_ANSWERS_PASSWORD?: string;
  },
): TextConfig {
  const [from = 0, until = 0] = settings.KITH_TEXT_HOURS.split('-').map(Number);
  if (from >= until)
    throw new KithError('config.invalid', 'KITH_TEXT_HOURS must begin before it ends, as 8-21.');
  const { KITH_PRESET: preset } = settings;
  if (settings.KITH_TEXT_INVITATIONS === true && !maySend(preset))
    throw new KithError(
      'config.invalid',
      `KITH_TEXT_INVITATIONS and KITH_PRESET=${preset} contradict each other: under this preset the law lets members alone send text messages (docs/reference/policy.md).`,
    );
  const countries = settings.KITH_TEXT_COUNTRIES ?? settings.KITH_REGION;
  const gateway = gatewayOf(settings);
  return {
    gateway,
    replies:
      gateway?.kind === 'twilio' ||
      (gateway?.kind === 'smpp' && gateway.from.startsWith('+')) ||
      (gateway !== undefined && settings.KITH_ANSWERS_PASSWORD !== undefined),
    invitations: settings.KITH_TEXT_INVITATIONS ?? preset === 'classic',
    countries: countries === 'all' ? 'all' : countries.split(' '),
    hours: { from, until },
    perDay: settings.KITH_TEXT_PER_DAY,
  };
}

/** Whether there is anybody to whom Kith itself may send an invitation as a text message. */
function maySend(preset: Preset): boolean {
  return places.some((place) => ['yes', 'stated'].includes(verdictOf(preset, 'invite', 'text', place)));
}

function gatewayOf(settings: TextSettings): TextGateway | undefined {
  const {
    KITH_TEXT_URL: url,
    KITH_TEXT_BODY: body,
    KITH_TEXT_SUCCESS: success,
    KITH_TWILIO_ACCOUNT: account,
    KITH_TWILIO_SECRET: secret,
    KITH_TWILIO_FROM: from,
    KITH_SMPP_URL: smpp,
    KITH_SMPP_FROM: smppFrom,
  } = settings;
  if ([url, account, smpp].filter((gateway) => gateway !== undefined).length > 1)
    throw new KithError(
      'config.invalid',
      'KITH_TEXT_URL, KITH_TWILIO_ACCOUNT and KITH_SMPP_URL name several gateways; set one.',
    );
  if ((smpp === undefined) !== (smppFrom === undefined))
    throw new KithError('config.invalid', 'KITH_SMPP_URL and KITH_SMPP_FROM go together; one is missing.');
  if (smpp !== undefined && smppFrom !== undefined) return { kind: 'smpp', url: smpp, from: smppFrom };
  if (url !== undefined) {
    if (success === undefined)
      throw new KithError(
        'config.invalid',
        'KITH_TEXT_SUCCESS is missing: gateways answer 200 to what they do not send, so Kith must know what says that they will.',
      );
    if (!isTemplate(body))
      throw new KithError('config.invalid', 'KITH_TEXT_BODY must be JSON that holds {to} and {text}.');
    return { kind: 'http', url, body, success, key: settings.KITH_TEXT_KEY };
  }
  if (account === undefined && secret === undefined && from === undefined) return undefined;
  if (account === undefined || secret === undefined || from === undefined)
    throw new KithError(
      'config.invalid',
      'KITH_TWILIO_ACCOUNT, KITH_TWILIO_SECRET and KITH_TWILIO_FROM go together; one is missing.',
    );
  return { kind: 'twilio', account, secret, from };
}

function isTemplate(body: string): boolean {
  try {
    JSON.parse(body);
  } catch {
    return false;
  }
  return body.includes('{to}') && body.includes('{text}');
}

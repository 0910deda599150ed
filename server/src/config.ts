import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { type Locale, LocaleTag } from './invitations/languages.ts';
import { limitSettings } from './limit-settings.ts';
import {
  clientSettings,
  clientsIn,
  type OauthClientSettings,
  type OauthServer,
  serversIn,
} from './oauth-settings.ts';
import { type PaceConfig, paceConfig, paceSettings } from './pace-settings.ts';
import { KithError } from './platform/errors.ts';
import { type PolicyConfig, policyConfig, policySettings } from './policy-settings.ts';
import { type ReminderConfig, reminderConfig, reminderSettings } from './reminder-settings.ts';
import { type TextConfig, textConfig, textSettings } from './text-settings.ts';

/** Words of the network stand in every message: no control, and no mark that turns or hides what is read. */
const shown = '^[^\\u0000-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]*$';

/** Every setting by its environment variable; `docs/reference/configuration.md` is generated from this table. */
export const Settings = Type.Object({
  KITH_DATA: Type.String({
    default: './data',
    description: 'Folder for the embedded database, secrets and logs.',
  }),
  KITH_PORT: Type.Integer({
    default: 4040,
    minimum: 0,
    maximum: 65535,
    description: 'Port to listen on; 0 takes a free one.',
  }),
  KITH_HOST: Type.String({ default: '127.0.0.1', description: 'Address to listen on.' }),
  KITH_PUBLIC_URL: Type.Optional(
    Type.String({
      pattern: '^https?://[^/?#]+$',
      description:
        'Address that members and invited people use, without a trailing slash. https, or http on localhost.',
    }),
  ),
  KITH_NETWORK_NAME: Type.String({
    default: 'Harbour',
    minLength: 1,
    maxLength: 60,
    pattern: shown,
    description: 'Name of the network, shown on every screen and in every message.',
  }),
  KITH_NETWORK_ABOUT: Type.String({
    default: 'a place for people who know each other',
    maxLength: 200,
    pattern: shown,
    description: 'What the network is, in half a sentence; stands in every invitation.',
  }),
  KITH_NETWORK_ADDRESS: Type.String({
    default: '',
    maxLength: 200,
    pattern: shown,
    description: 'Postal address of the operator; stands in every invitation (required outside the demo).',
  }),
  KITH_NETWORK_LOCALE: Type.Unsafe<Locale>({
    ...LocaleTag,
    default: 'en',
    description: 'Language of invitations by members in whose own language Kith writes none.',
  }),
  KITH_REGION: Type.String({
    default: 'US',
    pattern: '^[A-Z]{2}$',
    description: 'Default region of phone numbers, an ISO 3166 code.',
  }),
  KITH_DEMO: Type.Boolean({
    default: false,
    description: 'Load the demo network; no message leaves the machine.',
  }),
  KITH_POSTGRES_BIN: Type.Optional(
    Type.String({ description: 'Folder with PostgreSQL binaries to use for the embedded database.' }),
  ),
  DATABASE_URL: Type.Optional(
    Type.String({
      pattern: '^postgres(ql)?://',
      description: 'Your own PostgreSQL server (15 or newer) instead of the embedded one.',
    }),
  ),
  KITH_SMTP_URL: Type.Optional(
    Type.String({ pattern: '^smtps?://', description: 'Mail server, as smtp://user:password@host:587.' }),
  ),
  KITH_MAIL_FROM: Type.String({
    default: 'invites@localhost',
    description: 'Address that messages come from.',
  }),
  KITH_DKIM_SELECTOR: Type.Optional(
    Type.String({
      pattern: '^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$',
      description:
        'Name of the DKIM key with which Kith signs for the domain of KITH_MAIL_FROM, where the mail server does not.',
    }),
  ),
  KITH_DKIM_KEY: Type.Optional(
    Type.String({ pattern: 'PRIVATE KEY', description: 'That key, PEM; best by KITH_DKIM_KEY_FILE.' }),
  ),
  KITH_BOUNCE_ADDRESS: Type.Optional(
    Type.String({
      pattern: '^[^@\\s]+@[^@\\s]+$',
      description:
        'Address that mail servers report back to; each message uses it with a mark of its own, as bounces+MARK@host.',
    }),
  ),
  KITH_ANSWERS_LISTEN: Type.Optional(
    Type.String({
      pattern: '^[0-9a-zA-Z.:\\[\\]-]+:[0-9]+$',
      description: 'Where Kith itself takes what comes back by SMTP, as address:port.',
    }),
  ),
  KITH_ANSWERS_MAILBOX: Type.Optional(
    Type.String({
      pattern: '^imaps://[^:@/\\s]+:[^@/\\s]+@[^@/\\s]+(/.+)?$',
      description:
        'Mailbox that answers come to, as imaps://user:password@host/INBOX; it is looked at each minute.',
    }),
  ),
  KITH_ANSWERS_PASSWORD: Type.Optional(
    Type.String({
      minLength: 20,
      description: 'Password by which a mail service may tell of bounces and complaints over HTTP.',
    }),
  ),
  ...textSettings,
  KITH_SECRET: Type.Optional(
    Type.String({ minLength: 32, description: 'Master secret; without it one is made in the data folder.' }),
  ),
  ...policySettings,
  KITH_REVIEW_LARGE_SEND: Type.Integer({
    default: 100,
    minimum: 1,
    description: 'More recipients than this ask for a second press.',
  }),
  KITH_UNDO_SECONDS: Type.Integer({
    default: 10,
    minimum: 5,
    maximum: 30,
    description: 'Seconds in which a sending can be undone.',
  }),
  ...paceSettings,
  KITH_INVITATION_DAYS: Type.Integer({
    default: 30,
    minimum: 1,
    maximum: 365,
    description: 'Days after which an invitation expires and its address is wiped.',
  }),
  KITH_RECIPIENT_INTERVAL_DAYS: Type.Integer({
    default: 7,
    minimum: 1,
    description: 'A recipient gets at most one message in so many days.',
  }),
  ...reminderSettings,
  ...limitSettings,
  KITH_UPLOAD_LIMIT_MB: Type.Integer({
    default: 1024,
    minimum: 1,
    description: 'Largest upload in megabytes.',
  }),
  KITH_PRIVATE_NETWORKS: Type.String({
    default: '',
    pattern: '^[0-9a-fA-F.:/ ]*$',
    description:
      'Networks beyond the public internet whose mail and contact servers members may read, as CIDR separated by spaces: for an installation in a LAN.',
  }),
  KITH_SOURCE_PORTS: Type.String({
    default: '',
    pattern: '^[0-9 ]*$',
    description:
      'TLS ports of such servers beside the usual ones (443, 8443, 8843, 993, 636), separated by spaces.',
  }),
  KITH_SOURCE_CA: Type.Optional(
    Type.String({
      pattern: 'BEGIN CERTIFICATE',
      description: 'Certificates (PEM) of authorities that such servers may have beside the usual ones.',
    }),
  ),
  KITH_SOURCE_DNS: Type.Optional(
    Type.String({
      pattern: '^[0-9a-fA-F.:\\[\\]]+$',
      description: 'DNS server that finds such servers, as address:port, instead of the system’s.',
    }),
  ),
  KITH_OPERATORS: Type.String({
    default: '',
    description:
      'E-mail addresses of the members who run this network, separated by spaces; once verified, they see the operator’s pages.',
  }),
  KITH_OAUTH_SERVERS: Type.String({
    default: '[]',
    description:
      'OAuth servers of your own, as JSON; see [how to connect providers](../how-to/connect-providers.md).',
  }),
  // Safe: these are optional texts, which `clientsIn` takes out by name.
  ...(clientSettings as object),
  KITH_TRUST_PROXY: Type.Boolean({
    default: false,
    description: 'Take the caller’s address from X-Forwarded-For.',
  }),
  KITH_LOG_LEVEL: Type.Union(
    [
      Type.Literal('debug'),
      Type.Literal('info'),
      Type.Literal('warn'),
      Type.Literal('error'),
      Type.Literal('silent'),
    ],
    { default: 'info', description: 'What is logged.' },
  ),
});
type Settings = Static<typeof Settings>;

export interface Config extends PolicyConfig {
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** Without a trailing slash; undefined until the server listens on a free port. */
  readonly publicUrl: string | undefined;
  readonly network: {
    readonly name: string;
    readonly about: string;
    readonly address: string;
    readonly locale: Locale;
  };
  readonly region: string;
  readonly demo: boolean;
  readonly postgresBinaries: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  /** With what Kith signs its mail; undefined where the mail server does. */
  readonly dkim:
    | { readonly domain: string; readonly selector: string; readonly privateKey: string }
    | undefined;
  readonly bounceAddress: string | undefined;
  /** How answers to messages come in. */
  readonly answers: {
    readonly listen: string | undefined;
    readonly mailbox: string | undefined;
    readonly password: string | undefined;
  };
  readonly texts: TextConfig;
  readonly secret: string | undefined;
  readonly largeSend: number;
  readonly undoSeconds: number;
  readonly pace: PaceConfig;
  readonly invitationDays: number;
  readonly recipientIntervalDays: number;
  readonly reminders: ReminderConfig;
  /** How long an inviter waits before asking the same recipient again. */
  readonly inviteAgainDays: number;
  /** What a new member may send, and the most that anybody may. */
  readonly invitationsPerDay: { readonly first: number; readonly most: number };
  readonly matching: { readonly budget: number; readonly refillPerDay: number; readonly youngFactor: number };
  readonly uploadLimit: number;
  /** What of the network may be reached to read accounts, beyond the public internet. */
  readonly sources: {
    readonly networks: string;
    readonly ports: readonly number[];
    readonly ca: string | undefined;
    readonly dns: string | undefined;
  };
  /** What this network is known by at authorization servers. */
  readonly oauth: {
    readonly clients: ReadonlyMap<string, OauthClientSettings>;
    readonly servers: readonly OauthServer[];
  };
  /** Addresses of operators, in lower case. */
  readonly operators: readonly string[];
  readonly trustProxy: boolean;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** A demo account looks up its whole book at once, and its messages go to the mailbox viewer without a long pace. */
const demoDefaults: Partial<Record<keyof Settings, unknown>> = {
  KITH_MATCHING_BUDGET: 50_000,
  KITH_MATCHING_YOUNG_FACTOR: 1,
  KITH_SEND_PER_MINUTE: 1200,
  KITH_SEND_PER_MEMBER_HOUR: 20_000,
  KITH_WARM_UP: false,
  KITH_INVITATIONS_PER_DAY: 20_000,
  KITH_INVITATIONS_FIRST: 20_000,
  KITH_NETWORK_ADDRESS: '1 Quay Street, Oslo (demo network)',
  KITH_OPERATORS: 'operator@harbour.example',
  KITH_TEXT_COUNTRIES: 'all',
  KITH_TEXT_HOURS: '0-24',
  KITH_TEXT_PER_DAY: 100_000,
};

/**
 * Reads the settings from the environment; `NAME_FILE` names a file that holds the value of `NAME`.
 *
 * @throws {KithError} `config.invalid`, its message listing every setting that is wrong.
 */
export function readConfig(overrides: Readonly<Record<string, string>> = {}): Config {
  const { values, faults } = gather(overrides);
  const settings = Value.Convert(Settings, Value.Default(Settings, values));
  for (const error of Value.Errors(Settings, settings)) {
    faults.push(`${error.instancePath.slice(1) || 'settings'} ${error.message}`);
  }
  if (faults.length > 0)
    throw new KithError('config.invalid', `The configuration is not valid:\n- ${faults.join('\n- ')}`);
  return toConfig(Value.Parse(Settings, settings));
}

/** A setting in force; `value` hides secrets, and is undefined where there is none. */
export interface ExplainedSetting {
  readonly name: string;
  readonly value: string | undefined;
  /** `option` is one of the command's, `demo` a default of the demo network. */
  readonly from: 'option' | 'environment' | 'file' | 'demo' | 'default';
}

/** Every setting with where its value comes from, for an operator to read. */
export function explainSettings(
  overrides: Readonly<Record<string, string>> = {},
): readonly ExplainedSetting[] {
  const { values, origins } = gather(overrides);
  const settings = Value.Default(Settings, { ...values });
  return Object.keys(Settings.properties).map((name) => {
    // Safe: what is read is only printed, whatever it is.
    const value = (settings as Record<string, unknown>)[name];
    return {
      name,
      value: value === undefined ? undefined : hidden(name, String(value)),
      from: origins.get(name) ?? 'default',
    };
  });
}

/** The value without what must not be shown: secrets, and passwords in addresses. */
function hidden(name: string, value: string): string {
  if (/_(SECRET|PASSWORD|KEY|BODY)$/.test(name) || (name === 'KITH_OAUTH_SERVERS' && value !== '[]'))
    return '(hidden)';
  if (name === 'KITH_TEXT_URL' && value.includes('?'))
    return `${value.slice(0, value.indexOf('?'))}?(hidden)`;
  return value.replace(/^([a-z]+:\/\/[^:@/]*):.*@/i, '$1:(hidden)@');
}

function gather(overrides: Readonly<Record<string, string>>) {
  const environment = { ...process.env, ...overrides };
  const names = Object.keys(Settings.properties);
  const given: Record<string, unknown> = {};
  const origins = new Map<string, ExplainedSetting['from']>();
  const faults: string[] = [];
  for (const name of names) {
    const file = environment[`${name}_FILE`];
    if (file === undefined || Object.hasOwn(overrides, name)) {
      if (environment[name] === undefined || environment[name] === '') continue;
      given[name] = environment[name];
      origins.set(name, Object.hasOwn(overrides, name) ? 'option' : 'environment');
      continue;
    }
    try {
      given[name] = readFileSync(file, 'utf8').trim();
      origins.set(name, 'file');
    } catch {
      faults.push(`${name}_FILE: the file cannot be read`);
    }
  }
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('KITH_') || name.startsWith('KITH_TEST_')) continue;
    const known = name.replace(/_FILE$/, '');
    if (!names.includes(known)) faults.push(`${name} is no setting of Kith${nearest(known, names)}`);
  }
  const snapshots = /--heapsnapshot-(?:signal=\w|near-heap-limit[= ][1-9])/.exec(
    `${environment.NODE_OPTIONS} ${process.execArgv.join(' ')}`,
  );
  if (snapshots !== null) faults.push(`NODE_OPTIONS: ${snapshots[0]} would write passwords into files`);
  if (given.KITH_DEMO !== 'true' && given.KITH_DEMO !== '1') return { values: given, origins, faults };
  for (const name of Object.keys(demoDefaults)) if (!origins.has(name)) origins.set(name, 'demo');
  return { values: { ...demoDefaults, ...given }, origins, faults };
}

function toConfig(settings: Settings): Config {
  const url = settings.KITH_PUBLIC_URL;
  if (url?.startsWith('http:') && !/^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(url)) {
    throw new KithError(
      'config.invalid',
      'KITH_PUBLIC_URL must be https, or http on localhost: sign-in cookies are only sent over a secure connection.',
    );
  }
  const servers = serversIn(settings.KITH_OAUTH_SERVERS);
  if (servers === undefined)
    throw new KithError(
      'config.invalid',
      'KITH_OAUTH_SERVERS must be a JSON list of servers, as docs/how-to/connect-providers.md describes them.',
    );
  return {
    dataDir: resolve(settings.KITH_DATA),
    host: settings.KITH_HOST,
    port: settings.KITH_PORT,
    publicUrl: url,
    network: {
      name: settings.KITH_NETWORK_NAME,
      about: settings.KITH_NETWORK_ABOUT,
      address: settings.KITH_NETWORK_ADDRESS,
      locale: settings.KITH_NETWORK_LOCALE,
    },
    region: settings.KITH_REGION,
    demo: settings.KITH_DEMO,
    postgresBinaries: settings.KITH_POSTGRES_BIN,
    databaseUrl: settings.DATABASE_URL,
    smtpUrl: settings.KITH_SMTP_URL,
    mailFrom: settings.KITH_MAIL_FROM,
    dkim: dkimOf(settings),
    bounceAddress: settings.KITH_BOUNCE_ADDRESS,
    answers: {
      listen: settings.KITH_ANSWERS_LISTEN,
      mailbox: settings.KITH_ANSWERS_MAILBOX,
      password: settings.KITH_ANSWERS_PASSWORD,
    },
    texts: textConfig(settings),
    secret: settings.KITH_SECRET,
    ...policyConfig(settings),
    largeSend: settings.KITH_REVIEW_LARGE_SEND,
    undoSeconds: settings.KITH_UNDO_SECONDS,
    pace: paceConfig(settings),
    invitationDays: settings.KITH_INVITATION_DAYS,
    recipientIntervalDays: settings.KITH_RECIPIENT_INTERVAL_DAYS,
    reminders: reminderConfig(settings),
    inviteAgainDays: Math.max(settings.KITH_INVITE_AGAIN_DAYS, settings.KITH_RECIPIENT_INTERVAL_DAYS),
    invitationsPerDay: {
      first: Math.min(settings.KITH_INVITATIONS_FIRST, settings.KITH_INVITATIONS_PER_DAY),
      most: settings.KITH_INVITATIONS_PER_DAY,
    },
    matching: {
      budget: settings.KITH_MATCHING_BUDGET,
      refillPerDay: settings.KITH_MATCHING_REFILL,
      youngFactor: settings.KITH_MATCHING_YOUNG_FACTOR,
    },
    uploadLimit: settings.KITH_UPLOAD_LIMIT_MB * 1024 * 1024,
    sources: {
      networks: settings.KITH_PRIVATE_NETWORKS,
      ports: settings.KITH_SOURCE_PORTS.split(' ').filter(Boolean).map(Number),
      ca: settings.KITH_SOURCE_CA,
      dns: settings.KITH_SOURCE_DNS,
    },
    oauth: { clients: clientsIn(settings), servers },
    operators: settings.KITH_OPERATORS.toLowerCase().split(/\s+/).filter(Boolean),
    trustProxy: settings.KITH_TRUST_PROXY,
    logLevel: settings.KITH_LOG_LEVEL,
  };
}

function dkimOf(settings: Settings): Config['dkim'] {
  const { KITH_DKIM_SELECTOR: selector, KITH_DKIM_KEY: privateKey, KITH_MAIL_FROM: from } = settings;
  if (selector === undefined && privateKey === undefined) return undefined;
  if (selector === undefined || privateKey === undefined)
    throw new KithError(
      'config.invalid',
      'KITH_DKIM_SELECTOR and KITH_DKIM_KEY go together; one is missing.',
    );
  return { domain: from.slice(from.lastIndexOf('@') + 1), selector, privateKey };
}

/** ` (did you mean KITH_PORT?)`, or nothing when no setting's name is close. */
function nearest(name: string, names: readonly string[]): string {
  let best = 4;
  let found = '';
  for (const candidate of names) {
    const distance = editDistance(name, candidate);
    if (distance < best) {
      best = distance;
      found = ` (did you mean ${candidate}?)`;
    }
  }
  return found;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min((row[j - 1] ?? 0) + 1, (previous[j] ?? 0) + 1, substituted));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}

import { parsePhone, phoneRegion } from '@kith/contacts';

export const presets = ['classic', 'eu', 'us'] as const;
export type Preset = (typeof presets)[number];

/** How a message goes: by Kith's mail or gateway, or out of the member's own hand. */
export const channels = ['email', 'text', 'self_email', 'self_text', 'self_link'] as const;
export type PolicyChannel = (typeof channels)[number];

/** Where the recipient lives as far as address or number tells: `EU` is the rest of the EEA and Switzerland. */
export const places = ['DE', 'AT', 'GB', 'EU', 'CA', 'US', 'other', 'unknown'] as const;
export type Place = (typeof places)[number];

/** A message that Kith sends or hands over, what it does with people who are not members, or tells of those who are. */
export const acts = ['invite', 'resend', 'join', 'remind', 'retain', 'suggest', 'reveal'] as const;
export type Act = (typeof acts)[number];

/**
 * - `yes`: by the member's permission.
 * - `stated`: only when the member also states that these people asked for it; the ledger keeps the statement.
 * - `self`: only out of the member's own hand.
 * - `never`: not at all.
 */
export type Verdict = 'yes' | 'stated' | 'self' | 'never';

/** Where a verdict comes from. */
export const sources: Readonly<Record<string, string>> = {
  1: 'BGH I ZR 208/12 and UWG § 7: an invitation that a network sends is its own advertising, which needs the recipient’s consent.',
  2: 'UK PECR regulation 22 and the ICO on instigators: the same.',
  3: 'Article 29 Working Party, opinion 5/2009, 3.8: a personal invitation is the member’s, who chooses the people and sees the words.',
  4: 'CASL, GIC regulations s. 4.1: the first message by referral, and no second one.',
  5: 'Perkins v. LinkedIn: reminders need a consent of their own. In the EEA and the UK Kith sends none.',
  6: 'TCPA as the FCC read it in 2015, CTIA 2023: a person who picks and presses may send; a schedule may not.',
  7: 'DPC on WhatsApp (2021), audit of LinkedIn (2018): nothing is computed of people who are not here, and little kept.',
  8: 'Numbers of no country are satellites and premium services.',
  9: 'GDPR articles 6 and 25: that a member has somebody in their address book is a fact about the member; by default it stays theirs.',
};

/**
 * The policy matrix. The product asks this table alone, `docs/reference/policy.md` is made from it, and
 * `policy.test.ts` puts every cell to the permit maker.
 */
const table = `
act      channel     preset   DE      AT      GB      EU      CA      US      other   unknown  source
invite   email       classic  stated  stated  stated  yes     yes     yes     yes     yes      1 2 3 4
invite   email       eu       self    self    self    self    self    self    self    self     1 2 3
invite   email       us       stated  stated  stated  yes     yes     yes     yes     yes      1 2 3 4
invite   text        classic  stated  stated  stated  yes     yes     yes     yes     never    1 2 6 8
invite   text        eu       self    self    self    self    self    self    self    never    1 2 8
invite   text        us       stated  stated  stated  stated  stated  stated  stated  never    6 8
invite   self_email  classic  yes     yes     yes     yes     yes     yes     yes     yes      3
invite   self_email  eu       yes     yes     yes     yes     yes     yes     yes     yes      3
invite   self_email  us       yes     yes     yes     yes     yes     yes     yes     yes      3
invite   self_text   classic  yes     yes     yes     yes     yes     yes     yes     yes      3 6
invite   self_text   eu       yes     yes     yes     yes     yes     yes     yes     yes      3 6
invite   self_text   us       yes     yes     yes     yes     yes     yes     yes     yes      3 6
invite   self_link   classic  yes     yes     yes     yes     yes     yes     yes     yes      3
invite   self_link   eu       yes     yes     yes     yes     yes     yes     yes     yes      3
invite   self_link   us       yes     yes     yes     yes     yes     yes     yes     yes      3
resend   email       classic  stated  stated  stated  yes     never   yes     yes     yes      1 2 4
resend   email       eu       self    self    self    self    self    self    self    self     1 2 4
resend   email       us       stated  stated  stated  yes     never   yes     yes     yes      1 2 4
resend   text        classic  stated  stated  stated  yes     never   yes     yes     never    1 2 4 8
resend   text        eu       self    self    self    self    self    self    self    never    1 2 4 8
resend   text        us       stated  stated  stated  stated  never   stated  stated  never    4 6 8
resend   self_email  classic  yes     yes     yes     yes     yes     yes     yes     yes      3
resend   self_email  eu       yes     yes     yes     yes     yes     yes     yes     yes      3
resend   self_email  us       yes     yes     yes     yes     yes     yes     yes     yes      3
resend   self_text   classic  yes     yes     yes     yes     yes     yes     yes     yes      3 6
resend   self_text   eu       yes     yes     yes     yes     yes     yes     yes     yes      3 6
resend   self_text   us       yes     yes     yes     yes     yes     yes     yes     yes      3 6
resend   self_link   classic  yes     yes     yes     yes     yes     yes     yes     yes      3
resend   self_link   eu       yes     yes     yes     yes     yes     yes     yes     yes      3
resend   self_link   us       yes     yes     yes     yes     yes     yes     yes     yes      3
join     email       classic  stated  stated  stated  yes     yes     yes     yes     yes      1 2 3 4
join     email       eu       self    self    self    self    self    self    self    self     1 2 3
join     email       us       stated  stated  stated  yes     yes     yes     yes     yes      1 2 3 4
join     text        classic  stated  stated  stated  yes     yes     yes     yes     never    1 2 6 8
join     text        eu       self    self    self    self    self    self    self    never    1 2 8
join     text        us       stated  stated  stated  stated  stated  stated  stated  never    6 8
join     self_email  classic  never   never   never   never   never   never   never   never    3
join     self_email  eu       never   never   never   never   never   never   never   never    3
join     self_email  us       never   never   never   never   never   never   never   never    3
join     self_text   classic  never   never   never   never   never   never   never   never    3
join     self_text   eu       never   never   never   never   never   never   never   never    3
join     self_text   us       never   never   never   never   never   never   never   never    3
join     self_link   classic  never   never   never   never   never   never   never   never    3
join     self_link   eu       never   never   never   never   never   never   never   never    3
join     self_link   us       never   never   never   never   never   never   never   never    3
remind   email       classic  never   never   never   never   never   yes     yes     yes      4 5
remind   email       eu       never   never   never   never   never   never   never   never    5
remind   email       us       never   never   never   never   never   yes     yes     yes      4 5
remind   text        classic  never   never   never   never   never   never   never   never    5 6
remind   text        eu       never   never   never   never   never   never   never   never    5 6
remind   text        us       never   never   never   never   never   never   never   never    5 6
remind   self_email  classic  never   never   never   never   never   never   never   never    3
remind   self_email  eu       never   never   never   never   never   never   never   never    3
remind   self_email  us       never   never   never   never   never   never   never   never    3
remind   self_text   classic  never   never   never   never   never   never   never   never    3
remind   self_text   eu       never   never   never   never   never   never   never   never    3
remind   self_text   us       never   never   never   never   never   never   never   never    3
remind   self_link   classic  never   never   never   never   never   never   never   never    3
remind   self_link   eu       never   never   never   never   never   never   never   never    3
remind   self_link   us       never   never   never   never   never   never   never   never    3
retain   -           classic  yes     yes     yes     yes     yes     yes     yes     yes      7
retain   -           eu       never   never   never   never   never   never   never   never    7
retain   -           us       yes     yes     yes     yes     yes     yes     yes     yes      7
suggest  -           classic  never   never   never   never   never   never   never   never    7
suggest  -           eu       never   never   never   never   never   never   never   never    7
suggest  -           us       never   never   never   never   never   never   never   never    7
reveal   -           classic  stated  stated  stated  stated  yes     yes     yes     yes      9
reveal   -           eu       stated  stated  stated  stated  stated  stated  stated  stated   9
reveal   -           us       stated  stated  stated  stated  yes     yes     yes     yes      9
`;

interface Line {
  readonly act: Act;
  /** Undefined where no message is meant. */
  readonly channel: PolicyChannel | undefined;
  readonly preset: Preset;
  readonly verdicts: Readonly<Record<Place, Verdict>>;
  readonly sources: readonly string[];
}

/** The lines of the matrix, as they stand above. */
export const policy: readonly Line[] = table.trim().split('\n').slice(1).map(lineOf);

function lineOf(text: string): Line {
  const [act, channel, preset, ...rest] = text.trim().split(/\s+/);
  const verdict = (at: number) => oneOf(['yes', 'stated', 'self', 'never'], rest[at]);
  return {
    act: oneOf(acts, act),
    channel: channel === '-' ? undefined : oneOf(channels, channel),
    preset: oneOf(presets, preset),
    verdicts: {
      DE: verdict(0),
      AT: verdict(1),
      GB: verdict(2),
      EU: verdict(3),
      CA: verdict(4),
      US: verdict(5),
      other: verdict(6),
      unknown: verdict(7),
    },
    sources: rest.slice(places.length),
  };
}

function oneOf<Word extends string>(words: readonly Word[], text: string | undefined): Word {
  const word = words.find((one) => one === text);
  if (word === undefined) throw new TypeError(`the policy matrix has no word "${text}"`);
  return word;
}

const lines = new Map(policy.map((line) => [`${line.act} ${line.channel ?? '-'} ${line.preset}`, line]));

/** What the matrix says; `channel` is undefined for what is no message. */
export function verdictOf(
  preset: Preset,
  act: Act,
  channel: PolicyChannel | undefined,
  place: Place,
): Verdict {
  const line = lines.get(`${act} ${channel ?? '-'} ${preset}`);
  if (line === undefined) throw new TypeError(`the policy matrix has no line for ${act} by ${channel}`);
  return line.verdicts[place];
}

/**
 * Whether a network may do something with people who are not members, by the matrix and where it is at home. `retain`: keep
 * them in address books after the review; to be asked by whatever keeps them longer, or in another form. `suggest`: compute
 * anything of them; to be asked before a contact without a member behind it becomes a suggestion, or an edge of the graph.
 *
 * @param network The network's settings, as `platform.config` has them: those of `KITH_FORGET_CONTACTS` go before `retain`.
 * @example mayOfStrangers({ preset: 'eu', region: 'DE' }, 'retain') // false
 */
export function mayOfStrangers(
  { preset, region }: { readonly preset: Preset; readonly region: string },
  act: Extract<Act, 'retain' | 'suggest'>,
): boolean {
  return verdictOf(preset, act, undefined, placeIn(region)) === 'yes';
}

/** The EEA beside Germany and Austria, and Switzerland (ISO 3166). */
const eu = new Set(
  'BE BG HR CY CZ DK EE FI FR GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE NO IS LI CH EU'.split(' '),
);
/** Country names that the whole world registers: they say nothing of who lives where. */
const worldwide = new Set(
  'AC AI CC CO DJ FM GG IO LY ME NU PW SH ST TK TO TV VC WS AG BZ SC GL GS LA MS TC VG'.split(' '),
);
/** Mail of one country under a name that does not say so, and the names that one country keeps to itself. */
const homes: Readonly<Record<string, string>> = {
  'gmx.net': 'DE',
  'btinternet.com': 'GB',
  'ntlworld.com': 'GB',
  'talktalk.net': 'GB',
  edu: 'US',
  gov: 'US',
  mil: 'US',
  uk: 'GB',
};

/**
 * Where the person behind an address or number lives, as far as it says so.
 *
 * @example placeOf('email', 'leo@home.de') // 'DE'
 */
export function placeOf(kind: 'email' | 'phone', value: string): Place {
  const region = kind === 'phone' ? regionOf(value) : countryOf(value);
  return region === undefined ? 'unknown' : placeIn(region);
}

/** The column of the matrix that a country (ISO 3166) belongs to. */
export function placeIn(region: string): Place {
  return places.find((place) => place === region) ?? (eu.has(region) ? 'EU' : 'other');
}

function regionOf(number: string): string | undefined {
  const phone = parsePhone(number);
  return phone && phoneRegion(phone);
}

function countryOf(address: string): string | undefined {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  const last = domain.slice(domain.lastIndexOf('.') + 1);
  const home = homes[domain] ?? homes[last];
  if (home !== undefined) return home;
  return /^[a-z]{2}$/.test(last) && !worldwide.has(last.toUpperCase()) ? last.toUpperCase() : undefined;
}

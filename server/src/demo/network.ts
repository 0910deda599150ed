import { type Person, type Random, random } from '@kith/contacts/testing';
import { type MemberId, uuidv7 } from '../platform/ids.ts';
import { demoGuests, demoPeople } from './people.ts';
import { portrait } from './portrait.ts';

export interface DemoIdentifier {
  readonly kind: 'email' | 'phone';
  /** An address as written, or an E.164 number. */
  readonly value: string;
  readonly primary: boolean;
  readonly discoverability: 'everyone' | 'mutual' | 'nobody';
}

export interface DemoMember {
  readonly id: MemberId;
  readonly name: string;
  readonly headline: string | null;
  readonly location: string | null;
  /** Where they say they work. */
  readonly organisation: string | null;
  /** ISO 3166, two letters. */
  readonly region: string;
  readonly daysHere: number;
  /** A PNG; most have one. */
  readonly photo: Buffer | undefined;
  readonly identifiers: readonly DemoIdentifier[];
}

export interface DemoNetwork {
  readonly members: readonly DemoMember[];
  /** Each pair once. */
  readonly connections: readonly (readonly [MemberId, MemberId])[];
  readonly requests: readonly { readonly sender: MemberId; readonly recipient: MemberId }[];
}

/** Ids are of this day, so that they are the same in every demo. */
const founded = Date.parse('2025-01-06T08:00:00Z');
/** Where Ana works, and others of the network. */
const lund = 'Lund & Co';
const headlines = [
  'Learning to sail',
  'Open to new projects',
  'Between two mountains and a keyboard',
  'Volunteer at the library',
  'Choir, chess and chickens',
  'Retired, busier than ever',
];

/** The invented network, the same on every machine: members, who is connected, who waits for an answer. */
export function demoNetwork(): DemoNetwork {
  const chance = random(271828);
  const nextId = seededIds(chance);
  const guests = guestMembers(nextId);
  const people = demoPeople().members.map((person) =>
    person.organisation === 'Tallow Foods' ? { ...person, organisation: lund } : person,
  );
  const others = people.map((person) => memberOf(person, nextId(), chance));
  return {
    members: [...guests, ...others],
    connections: connectionsOf(guests, others, people, chance),
    requests: requestsOf(guests, others),
  };
}

function seededIds(chance: Random): () => MemberId {
  const ids = uuidv7(
    { now: () => new Date(founded) },
    { bytes: (count) => Buffer.from(Array.from({ length: count }, () => chance.int(0, 255))) },
  );
  return () => ids.next<MemberId>();
}

function guestMembers(nextId: () => MemberId): DemoMember[] {
  return Object.values(demoGuests).map((guest, at) => ({
    id: nextId(),
    name: guest.name,
    headline: guest.headline,
    location: guest.location,
    organisation: at === 0 ? lund : null,
    region: 'NO',
    daysHere: 320,
    photo: at === 2 ? undefined : portrait(random(at + 1)),
    identifiers: [{ kind: 'email', value: guest.email, primary: true, discoverability: 'everyone' }],
  }));
}

function memberOf(person: Person, id: MemberId, chance: Random): DemoMember {
  const roll = chance.next();
  const discoverability: DemoIdentifier['discoverability'] =
    roll < 0.92 ? 'everyone' : roll < 0.97 ? 'mutual' : 'nobody';
  const emails = person.emails.slice(0, chance.chance(0.4) ? 2 : 1);
  const phones = chance.chance(0.5) ? person.phones.slice(0, 1) : [];
  return {
    id,
    name: person.names.full,
    headline: headlineOf(person, chance),
    location: person.city === undefined ? null : person.city,
    organisation: person.organisation ?? null,
    region: person.country,
    daysHere: chance.int(1, 300),
    photo: chance.chance(0.6) ? portrait(chance) : undefined,
    identifiers: [
      ...emails.map(({ value }, at) => ({
        kind: 'email' as const,
        value,
        primary: at === 0,
        discoverability,
      })),
      ...phones.map(({ value }) => ({ kind: 'phone' as const, value, primary: true, discoverability })),
    ],
  };
}

function headlineOf({ title, organisation }: Person, chance: Random): string | null {
  if (title !== undefined && organisation !== undefined) return `${title} at ${organisation}`;
  if (organisation !== undefined) return organisation;
  return chance.chance(0.5) ? chance.pick(headlines) : null;
}

/** People know each other within their culture: a few neighbours, somebody further off, now and then somebody far away. */
function connectionsOf(
  guests: readonly DemoMember[],
  others: readonly DemoMember[],
  people: readonly Person[],
  chance: Random,
): [MemberId, MemberId][] {
  const communities = new Map<string, DemoMember[]>();
  others.forEach((member, at) => {
    const culture = people[at]?.culture ?? '';
    const community = communities.get(culture);
    if (community === undefined) communities.set(culture, [member]);
    else community.push(member);
  });
  const pairs = new Map<string, [MemberId, MemberId]>();
  const connect = (one: MemberId, other: MemberId | undefined): void => {
    if (other === undefined || one === other) return;
    const pair: [MemberId, MemberId] = one < other ? [one, other] : [other, one];
    pairs.set(pair.join(), pair);
  };
  for (const community of communities.values()) {
    community.forEach(({ id }, at) => {
      for (const step of [1, 2, 5]) connect(id, community[(at + step) % community.length]?.id);
      connect(id, chance.pick(community).id);
      if (chance.chance(0.3)) connect(id, chance.pick(others).id);
    });
  }
  const circles = [34, 21, 5];
  guests.forEach(({ id }, at) => {
    for (let count = 0; count < (circles[at] ?? 0); count++) connect(id, chance.pick(others).id);
  });
  return [...pairs.values()];
}

/** Bo and four more wait for Ana's answer, and Ana for two others'. */
function requestsOf(guests: readonly DemoMember[], others: readonly DemoMember[]): DemoNetwork['requests'] {
  const [ana, bo] = guests;
  if (ana === undefined || bo === undefined) return [];
  const senders = [bo, ...others.slice(4000, 4004)];
  const recipients = others.slice(4100, 4102);
  return [
    ...senders.map(({ id }) => ({ sender: id, recipient: ana.id })),
    ...recipients.map(({ id }) => ({ sender: ana.id, recipient: id })),
  ];
}

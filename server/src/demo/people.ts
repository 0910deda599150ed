import { generatePeople, type Person } from '@kith/contacts/testing';

/** How many members the demo network has, the three that one signs in as among them. */
export const memberCount = 5000;
const strangerCount = 22_000;
const seed = 4040;

/** The members that a visitor of the demo becomes by one click. */
export const demoGuests = {
  ana: {
    name: 'Ana Ruiz',
    email: 'ana.ruiz@harbour.example',
    headline: 'Product lead at Lund & Co',
    location: 'Oslo, Norway',
  },
  bo: {
    name: 'Bo Lund',
    email: 'bo.lund@harbour.example',
    headline: 'Boat builder, singer in the Thursday choir',
    location: 'Oslo, Norway',
  },
  operator: {
    name: 'Ines Quay',
    email: 'operator@harbour.example',
    headline: 'Keeps Harbour running',
    location: 'Bergen, Norway',
  },
} as const;

export interface DemoPeople {
  /** They have an account. */
  readonly members: readonly Person[];
  /** They stand in sample address books alone. */
  readonly strangers: readonly Person[];
}

let made: DemoPeople | undefined;

/** Everybody in the demo, the same on every machine; no address is used twice. */
export function demoPeople(): DemoPeople {
  if (made === undefined) {
    const people = generatePeople({ seed, count: memberCount + strangerCount });
    const members = memberCount - Object.keys(demoGuests).length;
    made = { members: people.slice(0, members), strangers: people.slice(memberCount) };
  }
  return made;
}

/** When people may be written to: from the first hour of their day until the second begins. */
export interface Hours {
  readonly from: number;
  readonly until: number;
}

/** Regions without a row in CLDR's table of time zones. */
const unlisted: Readonly<Record<string, readonly string[]>> = { XK: ['Europe/Belgrade'] };

const quarter = 15 * 60_000;
/** What was found for a region in the quarter of an hour that it was asked in: a book asks for each contact. */
const asked = new Map<string, { readonly quarter: number; readonly opens: Date | undefined }>();
const clocks = new Map<string, Intl.DateTimeFormat>();

/** The time zones of a region (ISO 3166-1), from the CLDR table that Node carries; empty where there is none. */
function zonesOf(region: string): readonly string[] {
  // TypeScript does not know this method yet (ECMA-402, Intl Locale Info).
  const locale: Intl.Locale & { getTimeZones?(): readonly string[] | undefined } = new Intl.Locale(
    `und-${region}`,
  );
  return unlisted[region] ?? locale.getTimeZones?.() ?? [];
}

/**
 * When somebody in this region may be written to: now, where it is day in every zone of theirs, else the next quarter
 * hour at which it is; `undefined` where that never happens.
 *
 * A number tells no more than the country, and people carry it along.
 *
 * @example awakeAt('US', night, { from: 8, until: 21 }) // when it is 8 in Honolulu, 13 or 14 in New York
 */
export function awakeAt(region: string, now: Date, hours: Hours): Date | undefined {
  const began = Math.floor(now.getTime() / quarter);
  const key = `${region} ${hours.from}-${hours.until}`;
  let found = asked.get(key);
  if (found?.quarter !== began) {
    found = { quarter: began, opens: nextDay(zonesOf(region), began * quarter, hours) };
    asked.set(key, found);
  }
  return found.opens !== undefined && found.opens < now ? now : found.opens;
}

/** The first quarter hour of these two days that is day in all zones; their clocks differ by quarters of an hour. */
function nextDay(zones: readonly string[], first: number, hours: Hours): Date | undefined {
  if (zones.length === 0) return undefined;
  for (let step = 0; step < 192; step++) {
    const instant = new Date(first + step * quarter);
    if (isDay(zones, instant, hours)) return instant;
  }
  return undefined;
}

function isDay(zones: readonly string[], instant: Date, { from, until }: Hours): boolean {
  return zones.every((zone) => {
    const hour = Number(clockOf(zone).format(instant));
    return hour >= from && hour < until;
  });
}

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' });
  clocks.set(zone, made);
  return made;
}

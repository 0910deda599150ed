import type { DedupeRecord } from '../../../packages/contacts/src/dedupe/record.ts';
import { jaroWinkler } from '../../../packages/contacts/src/dedupe/similarity.ts';

/**
 * What most would write by hand, and most packages do: in blocks of the same family name, birthday or postcode, names
 * alike by Jaro and Winkler and one field more that is the same; groups are whatever hangs together.
 */
export function handWritten(records: readonly DedupeRecord[]): Int32Array {
  const groups = Int32Array.from(records, (_, at) => at);
  const top = (at: number): number => {
    let one = at;
    while (groups[one] !== one) one = groups[one] ?? one;
    return one;
  };
  const names = records.map(({ given, family }) => `${given[0] ?? ''} ${family[0] ?? ''}`);
  const blocks = new Map<string, number[]>();
  records.forEach((record, at) => {
    for (const key of [record.family[0], record.birthday, record.addresses[0]?.postcode]) {
      if (key === undefined || key === '') continue;
      const block = blocks.get(key);
      if (block === undefined) blocks.set(key, [at]);
      else block.push(at);
    }
  });
  for (const block of blocks.values())
    for (let i = 0; i < block.length; i++)
      for (let j = i + 1; j < Math.min(block.length, i + 60); j++) {
        const [a = 0, b = 0] = [block[i], block[j]];
        if (isSame(records[a], records[b]) && jaroWinkler(names[a] ?? '', names[b] ?? '') >= 0.88)
          groups[top(b)] = top(a);
      }
  return groups.map((_, at) => top(at));
}

function isSame(a: DedupeRecord | undefined, b: DedupeRecord | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const [placeA] = a.addresses;
  const [placeB] = b.addresses;
  return (
    (a.birthday !== undefined && a.birthday === b.birthday) ||
    (placeA !== undefined && placeA.postcode !== '' && placeA.postcode === placeB?.postcode)
  );
}

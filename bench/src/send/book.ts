// Writes the address book of the bench, in a process of its own: what it takes to invent people is not the sender's memory.
import { writeFileSync } from 'node:fs';
import { generatePeople, googleCsv } from '@kith/contacts/testing';

const [path, count] = process.argv.slice(2);
if (path === undefined) throw new TypeError('book.ts PATH COUNT');
// Nobody is written to at domains that are reserved for examples; the sink has no other way out.
writeFileSync(
  path,
  googleCsv(generatePeople({ seed: 5, count: Number(count) })).replaceAll('.example', '-bench.eu'),
);

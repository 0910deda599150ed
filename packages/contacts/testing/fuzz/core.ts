// What is fuzzed, in one module.
export { readContacts } from '../../src/formats/read-contacts.ts';
export { formatOf } from '../../src/formats/sniff.ts';
export { normaliseCard } from '../../src/normalise/card.ts';

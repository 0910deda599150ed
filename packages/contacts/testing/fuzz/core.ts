// What is fuzzed, in one module.
export { readContacts } from '../../src/formats/read-contacts.ts';
export { formatOf } from '../../src/formats/sniff.ts';
export { normaliseCard } from '../../src/normalise/card.ts';
export { writeCsv } from '../../src/writers/csv.ts';
export { writeJscontact } from '../../src/writers/jscontact.ts';
export { writeVcard } from '../../src/writers/vcard.ts';

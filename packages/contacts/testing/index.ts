export { generateAddresses } from './addresses.ts';
export { CULTURES, type Culture } from './cultures.ts';
export { mbox, thunderbirdLdif } from './directory.ts';
export { googleCsv, outlookCsv } from './exports.ts';
export {
  facebookBook,
  googlePeople,
  googlePersonOf,
  graphContactOf,
  graphContacts,
  jscontactList,
} from './json-exports.ts';
export { generateNumbers } from './numbers.ts';
export { jcards, xcards } from './parsed-cards.ts';
export { generatePeople, type Person, type PersonNames } from './people.ts';
export { type Random, random } from './random.ts';
export { vcard21, vcard30, vcard40 } from './vcards.ts';
export { workbookOf, zipOf } from './zips.ts';

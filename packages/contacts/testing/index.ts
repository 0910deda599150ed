export { CULTURES, type Culture } from './cultures.ts';
export { generatePeople, type Person, type PersonNames } from './people.ts';
export { type Random, random } from './random.ts';

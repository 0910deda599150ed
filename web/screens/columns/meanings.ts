import { type MessageKey, t } from '../../catalogue/messages.ts';

/** What a column can mean, in the groups of the choice; each is a word of docs/reference/column-mapping.md. */
export const meanings = [
  ['columns.group.name', ['full', 'given', 'middle', 'family', 'prefix', 'suffix', 'nickname']],
  [
    'columns.group.reach',
    ['email', 'email/home', 'email/work', 'phone', 'phone/mobile', 'phone/home', 'phone/work', 'url', 'im'],
  ],
  ['columns.group.work', ['organisation', 'department', 'jobTitle']],
  ['columns.group.address', ['formatted', 'street', 'postcode', 'city', 'region', 'country']],
  ['columns.group.more', ['birthday', 'anniversary', 'gender', 'note', 'category']],
] as const satisfies readonly (readonly [MessageKey, readonly string[]])[];

const named: ReadonlySet<string> = new Set(meanings.flatMap(([, words]) => words));

/** A meaning in the words of the member; one that the choice does not offer stays as it is written. */
export function meaningText(word: string): string {
  // Safe: each word that is offered has its message, which the catalogue's test would miss.
  return named.has(word) || word === 'other' || word === 'skip' ? t(`meaning.${word}` as MessageKey) : word;
}

export function isOffered(word: string): boolean {
  return named.has(word);
}

export { cardIdentity, type Kept, keepCards, rebuildContacts } from './keep-cards.ts';
export { digestOf } from './merge.ts';
export {
  type CardData,
  type ContactRow,
  contactsOfCards,
  contactsWithIdentifiers,
  deleteCards,
  type Identifier,
  membersHolding,
  ownersHolding,
  sourceOf,
  updateCards,
} from './store.ts';

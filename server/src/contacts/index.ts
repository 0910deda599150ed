export { cardIdentity, keepCards, rebuildContacts } from './keep-cards.ts';
export { digestOf } from './merge.ts';
export {
  type CardData,
  type ContactRow,
  contactsOfCards,
  contactsWithIdentifiers,
  deleteCards,
  membersHolding,
  ownersHolding,
  sourceOf,
  updateCards,
} from './store.ts';

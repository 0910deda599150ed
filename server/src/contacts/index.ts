export {
  keepCards,
  type NewcomerCard,
  newcomer,
  type PreparedCard,
  rebuildContacts,
} from './keep-cards.ts';
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

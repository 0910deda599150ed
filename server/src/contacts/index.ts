export {
  type Kept,
  keepCards,
  type NewcomerCard,
  newcomer,
  type PreparedCard,
  rebuildContacts,
} from './keep-cards.ts';
export { mendCard } from './mend-card.ts';
export {
  type CardData,
  type ContactRow,
  cardsById,
  contactsOfCards,
  contactsWithIdentifiers,
  deleteCards,
  deleteContactsWhole,
  type HeldInBooks,
  heldInBooks,
  holdersOf,
  membersHolding,
  ownersHolding,
  sourceOf,
  updateCards,
} from './store.ts';

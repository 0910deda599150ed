export { lockBook, noteChanges } from './changes.ts';
export { deleteEdits, EDITABLE, type Edit, type EditableField, editsOf, writeEdits } from './edits.ts';
export {
  type HeldInBooks,
  heldInBooks,
  holdersOf,
  membersHolding,
  ownersHolding,
} from './holders-store.ts';
export {
  type Kept,
  keepCards,
  type NewcomerCard,
  newcomer,
  type PreparedCard,
  rebuildContacts,
} from './keep-cards.ts';
export { mendCard } from './mend-card.ts';
export { mergedCards } from './merge.ts';
export {
  type CardData,
  type ContactRow,
  cardsById,
  contactsOfCards,
  contactsWithIdentifiers,
  deleteCards,
  deleteContactsWhole,
  sourceOf,
  updateCards,
} from './store.ts';

export { changedBetween, lockBook, noteChanges, revisionOf } from './changes.ts';
export { deleteEdits, EDITABLE, type Edit, type EditableField, editsOf, writeEdits } from './edits.ts';
export {
  everyoneHolding,
  type HeldInBooks,
  heldInBooks,
  holdersOf,
  isWanted,
  ownersHolding,
} from './holders-store.ts';
export {
  type Kept,
  keepCards,
  type NewcomerCard,
  newcomer,
  type PreparedCard,
  preparedCard,
  rebuildContacts,
} from './keep-cards.ts';
export { mendCard } from './mend-card.ts';
export { canBeOneDay, mergedCards } from './merge.ts';
export { ownerOfOldTexts, renewSearch } from './renew-search.ts';
export {
  type CardData,
  type ContactRow,
  cardsById,
  contactsOfCards,
  contactsWithIdentifiers,
  deleteCards,
  deleteContactsWhole,
  insertCards,
  ownSource,
  sourceOf,
  updateCards,
} from './store.ts';

/**
 * Every table of the database, whose rows it holds and what becomes of them when a member erases the account. The end of
 * an account asks this table alone, and `erase-account.test.ts` holds it against the database: a new table needs a line.
 *
 * - `delete`: the rows in which one of these columns is the member, in this order, for later tables are referred to.
 * - `blank`: the column is emptied; the row is another's.
 * - `keep`: kept by duty, without anything that says who it was.
 * - `none`: nothing in it says whose it is.
 */
const table = `
table                 end     columns                  counted as
export_chunks         delete  owner_id                 -
exports               delete  owner_id                 exports
calendar_feeds        delete  owner_id                 -
bulk_acts             delete  owner_id                 -
contact_labels        delete  owner_id                 -
labels                delete  owner_id                 labels
contact_edits         delete  owner_id                 edits
proposals             delete  owner_id                 -
distinct_contacts     delete  owner_id                 -
duplicate_searches    delete  owner_id                 -
merged_contacts       delete  owner_id                 -
merges                delete  owner_id                 -
suggestion_exclusions delete  owner_id                 -
suggestion_answers    delete  owner_id,member_id       -
suggestion_settings   delete  owner_id                 -
quota_uses            delete  member_id                -
selection_exceptions  delete  owner_id                 -
selections            delete  owner_id                 -
candidates            delete  owner_id                 -
import_cards          delete  owner_id                 -
contact_identifiers   delete  owner_id                 -
cards                 delete  owner_id                 cards
contacts              delete  owner_id                 contacts
book_changes          delete  owner_id                 -
books                 delete  owner_id                 -
import_chunks         delete  owner_id                 -
import_problems       delete  owner_id                 -
import_files          delete  owner_id                 files
import_accounts       delete  owner_id                 -
imports               delete  owner_id                 imports
sources               delete  owner_id                 -
column_mappings       delete  owner_id                 -
lookups               delete  owner_id                 -
lookup_budgets        delete  owner_id                 -
hand_offs             delete  owner_id                 -
grants                delete  owner_id                 grants
abuse_reports         delete  inviter_id               -
invitations           delete  inviter_id               invitations
invitation_batches    delete  inviter_id               -
invitations           blank   accepted_by              -
connection_removals   delete  member_id,other_id       -
suggestion_settings   delete  owner_id                 -
suggestion_answers    delete  owner_id,member_id       -
suggestion_exclusions delete  owner_id                 -
connections           delete  member_id,other_id       connections
connection_requests   delete  sender_id,recipient_id   requests
blocks                delete  member_id,blocked_id     -
inviting_stops        delete  member_id                -
candidates            blank   member_id                -
sessions              delete  member_id                sessions
passwords             delete  member_id                -
passkeys              delete  member_id                passkeys
passkey_challenges    delete  member_id                -
identifier_codes      delete  member_id                -
member_identifiers    delete  member_id                identifiers
member_photos         delete  member_id                photos
members               delete  id                       -
consents              keep    member_id,session_id     -
suppressions          keep    inviter_id               -
operator_acts         keep    member_id,operator_id    -
permits               none    -                        -
deliveries            none    -                        -
mentions              none    -                        -
reminders             none    -                        -
answer_mailboxes      none    -                        -
deleted_recipients    none    -                        -
demo_messages         none    -                        -
erasures              none    -                        -
held_deletions        none    -                        -
held_proofs           none    -                        -
ledger_head           none    -                        -
migrations            none    -                        -
rate_buckets          none    -                        -
sending_pauses        none    -                        -
sending_volume        none    -                        -
sign_in_links         none    -                        -
text_questions        none    -                        -
text_spending         none    -                        -
`;

export interface TableEnd {
  readonly table: string;
  readonly end: 'delete' | 'blank' | 'keep' | 'none';
  readonly columns: readonly string[];
  /** The word of the receipt for its rows; undefined where they are details of others. */
  readonly counted: string | undefined;
}

/** The lines of the table, as they stand above. */
export const tableEnds: readonly TableEnd[] = table.trim().split('\n').slice(1).map(lineOf);

function lineOf(text: string): TableEnd {
  const [name = '', end = '', columns = '', counted = ''] = text.trim().split(/\s+/);
  const known = (['delete', 'blank', 'keep', 'none'] as const).find((one) => one === end);
  if (known === undefined) throw new TypeError(`the table of tables has no word "${end}"`);
  return {
    table: name,
    end: known,
    columns: columns === '-' ? [] : columns.split(','),
    counted: counted === '-' ? undefined : counted,
  };
}

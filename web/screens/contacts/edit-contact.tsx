import { useState } from 'preact/hooks';
import { ApiError, ask, codeOf, get } from '../../api/client.ts';
import type { ContactDetail } from '../../api/contact-types.ts';
import { t } from '../../catalogue/messages.ts';
import { ContactForm } from './contact-form.tsx';
import { disputed, draftOf, type Edit, editsOf, fieldText, parseEdit, rebased } from './draft.ts';
import { fieldName } from './field-name.ts';

interface EditProps {
  readonly contact: ContactDetail;
  /** What was written before in this tab and neither saved nor dropped. */
  readonly kept: string;
  readonly keep: (text: string) => void;
  readonly close: () => void;
  readonly saved: (contact: ContactDetail) => void;
}

/**
 * Changes a contact in place. When it was changed elsewhere meanwhile nothing is saved: the fields that both changed are
 * shown, and the owner says whose words hold.
 */
export function EditContact({ contact, kept, keep, close, saved }: EditProps) {
  const [edit, setEdit] = useState<Edit>(() => parseEdit(kept) ?? opened(contact));
  const [theirs, setTheirs] = useState<ContactDetail>();
  const [failed, setFailed] = useState<string>();
  const [busy, setBusy] = useState(false);
  const { before, mine } = edit;

  const write = (next: Edit) => {
    setEdit(next);
    keep(JSON.stringify(next));
  };
  const save = async ({ version, before, mine }: Edit) => {
    const fields = editsOf(before, mine);
    if (Object.keys(fields).length === 0) return close();
    setBusy(true);
    setFailed(undefined);
    try {
      saved(await ask<ContactDetail>('PATCH', `/api/contacts/${contact.id}`, { version, fields }));
    } catch (error) {
      setBusy(false);
      if (error instanceof ApiError && error.status === 409) await compare();
      else setFailed(codeOf(error));
    }
  };
  const compare = async () => {
    try {
      const now = await get<ContactDetail>(`/api/contacts/${contact.id}`);
      if (disputed(before, mine, draftOf(now)).length > 0) return setTheirs(now);
      // Nobody changed what I changed: both hold.
      await saveOver(now);
    } catch (error) {
      setFailed(codeOf(error));
    }
  };

  const saveOver = async (now: ContactDetail) => {
    const there = draftOf(now);
    const joined = { version: now.version, before: there, mine: rebased(before, mine, there) };
    write(joined);
    await save(joined);
  };

  if (theirs !== undefined) {
    const there = draftOf(theirs);
    return (
      <section class="stack" aria-labelledby="conflict">
        <h2 id="conflict">{t('contacts.conflict')}</h2>
        <p class="notice warning" role="alert">
          {t('contacts.conflict_text')}
        </p>
        <table class="conflict">
          <thead>
            <tr>
              <th scope="col">{t('contacts.conflict_field')}</th>
              <th scope="col">{t('contacts.conflict_mine')}</th>
              <th scope="col">{t('contacts.conflict_theirs')}</th>
            </tr>
          </thead>
          <tbody>
            {disputed(before, mine, there).map((field) => (
              <tr key={field}>
                <th scope="row">{fieldName(field)}</th>
                <td>
                  <bdi>{fieldText(mine, field) || t('contacts.nothing')}</bdi>
                </td>
                <td>
                  <bdi>{fieldText(there, field) || t('contacts.nothing')}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <div class="row">
          <button
            type="button"
            class="button primary"
            onClick={() => {
              setTheirs(undefined);
              saveOver(theirs);
            }}
          >
            {t('contacts.keep_mine')}
          </button>
          <button type="button" class="button" onClick={() => saved(theirs)}>
            {t('contacts.keep_theirs')}
          </button>
        </div>
      </section>
    );
  }
  return (
    <ContactForm
      title={t('contacts.edit_title', { name: contact.name })}
      draft={mine}
      change={(next) => write({ ...edit, mine: next })}
      failed={failed}
      busy={busy}
      save={() => save(edit)}
      cancel={close}
    />
  );
}

function opened(contact: ContactDetail): Edit {
  const before = draftOf(contact);
  return { version: contact.version, before, mine: before };
}

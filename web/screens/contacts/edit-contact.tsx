import { useState } from 'preact/hooks';
import { ApiError, ask, codeOf, get } from '../../api/client.ts';
import type { ContactDetail } from '../../api/contact-types.ts';
import { t } from '../../catalogue/messages.ts';
import { ContactForm } from './contact-form.tsx';
import { disputed, draftOf, editsOf, fieldText, rebased } from './draft.ts';
import { fieldName } from './field-name.ts';

interface EditProps {
  readonly contact: ContactDetail;
  readonly close: () => void;
  readonly saved: (contact: ContactDetail) => void;
}

/**
 * Changes a contact in place. When it was changed elsewhere meanwhile nothing is saved: the fields that both changed are
 * shown, and the owner says whose words hold.
 */
export function EditContact({ contact, close, saved }: EditProps) {
  const [base, setBase] = useState(contact);
  const [draft, setDraft] = useState(() => draftOf(contact));
  const [theirs, setTheirs] = useState<ContactDetail>();
  const [failed, setFailed] = useState<string>();
  const [busy, setBusy] = useState(false);
  const before = draftOf(base);

  const save = async (over: ContactDetail, mine = draft) => {
    const fields = editsOf(draftOf(over), mine);
    if (Object.keys(fields).length === 0) return saved(over);
    setBusy(true);
    setFailed(undefined);
    try {
      saved(
        await ask<ContactDetail>('PATCH', `/api/contacts/${contact.id}`, { version: over.version, fields }),
      );
    } catch (error) {
      setBusy(false);
      if (error instanceof ApiError && error.status === 409) await compare();
      else setFailed(codeOf(error));
    }
  };
  const compare = async () => {
    try {
      const now = await get<ContactDetail>(`/api/contacts/${contact.id}`);
      const there = draftOf(now);
      if (disputed(before, draft, there).length > 0) return setTheirs(now);
      // Nobody changed what I changed: both hold.
      setBase(now);
      const joined = rebased(before, draft, there);
      setDraft(joined);
      await save(now, joined);
    } catch (error) {
      setFailed(codeOf(error));
    }
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
            {disputed(before, draft, there).map((field) => (
              <tr key={field}>
                <th scope="row">{fieldName(field)}</th>
                <td>
                  <bdi>{fieldText(draft, field) || t('contacts.nothing')}</bdi>
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
              setBase(theirs);
              setTheirs(undefined);
              const joined = rebased(before, draft, there);
              setDraft(joined);
              save(theirs, joined);
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
      draft={draft}
      change={setDraft}
      failed={failed}
      busy={busy}
      save={() => save(base)}
      cancel={close}
    />
  );
}

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ask, codeOf } from '../../api/client.ts';
import type { ContactDetail } from '../../api/contact-types.ts';
import { t } from '../../catalogue/messages.ts';
import { toast } from '../../components/toast/toast.tsx';
import { useDraft } from '../../session/use-draft.ts';
import { ContactForm } from './contact-form.tsx';
import { type Draft, editsOf, emptyDraft, parseDraft } from './draft.ts';

/** Most have an address and a number. */
const blank: Draft = { ...emptyDraft, lists: { ...emptyDraft.lists, emails: [{}], phones: [{}] } };

/** Adds a contact by hand. */
export function NewContact({ changed, back }: { changed: () => void; back: string }) {
  const { route } = useLocation();
  const [kept, keep] = useDraft('new contact');
  const [draft, setDraft] = useState<Draft>(() => parseDraft(kept) ?? blank);
  const [failed, setFailed] = useState<string>();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    const fields = editsOf(emptyDraft, draft);
    if (Object.keys(fields).length === 0) return setFailed('card.empty');
    setBusy(true);
    setFailed(undefined);
    try {
      const { id, name } = await ask<ContactDetail>('POST', '/api/contacts', { fields });
      keep('');
      toast(t('contacts.added', { name }));
      changed();
      route(back.replace('/contacts', `/contacts/${id}`), true);
    } catch (error) {
      setBusy(false);
      setFailed(codeOf(error));
    }
  };
  return (
    <ContactForm
      title={t('contacts.new')}
      draft={draft}
      change={(next) => {
        setDraft(next);
        keep(JSON.stringify(next));
      }}
      failed={failed}
      busy={busy}
      save={save}
      cancel={() => {
        keep('');
        route(back);
      }}
    />
  );
}

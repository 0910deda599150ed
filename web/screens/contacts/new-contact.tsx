import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ask, codeOf } from '../../api/client.ts';
import type { ContactDetail } from '../../api/contact-types.ts';
import { t } from '../../catalogue/messages.ts';
import { toast } from '../../components/toast/toast.tsx';
import { ContactForm } from './contact-form.tsx';
import { type Draft, editsOf, emptyDraft } from './draft.ts';

/** Adds a contact by hand. */
export function NewContact({ changed, back }: { changed: () => void; back: string }) {
  const { route } = useLocation();
  const [draft, setDraft] = useState<Draft>({
    ...emptyDraft,
    lists: { ...emptyDraft.lists, emails: [{}], phones: [{}] },
  });
  const [failed, setFailed] = useState<string>();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    const fields = editsOf(emptyDraft, draft);
    if (Object.keys(fields).length === 0) return setFailed('card.empty');
    setBusy(true);
    setFailed(undefined);
    try {
      const { id, name } = await ask<ContactDetail>('POST', '/api/contacts', { fields });
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
      change={setDraft}
      failed={failed}
      busy={busy}
      save={save}
      cancel={() => route(back)}
    />
  );
}

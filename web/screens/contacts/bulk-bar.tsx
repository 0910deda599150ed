import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ask, codeOf } from '../../api/client.ts';
import type { BulkAct, ContactFilter, Label } from '../../api/contact-types.ts';
import { named, t } from '../../catalogue/messages.ts';
import { toast } from '../../components/toast/toast.tsx';
import { countOf, selectionOf } from '../../list/choice.ts';
import type { Contacts } from '../../list/use-contacts.ts';
import { act, erase } from './acts.ts';
import { ExportDialog } from './export-dialog.tsx';
import { LabelDialog } from './label-dialog.tsx';

/** As many as the server makes one contact of, and the screen shows beside each other. */
const mostMerged = 50;

interface Reviewed {
  readonly importId: string;
  readonly here: number;
  readonly invite: number;
}

interface BulkBarProps {
  readonly list: Contacts;
  readonly filter: ContactFilter;
  readonly labels: readonly Label[];
  readonly changed: () => void;
}

/** What can be done with all that is chosen; there while anything is. */
export function BulkBar({ list, filter, labels, changed }: BulkBarProps) {
  const { route } = useLocation();
  const [dialog, setDialog] = useState<'label' | 'export'>();
  /** Of very many contacts a review takes a moment to be made. */
  const [opening, setOpening] = useState(false);
  const { choice } = list;
  const n = countOf(choice, list.window.counts.total);
  const close = () => setDialog(undefined);
  if (n === 0 && dialog === undefined) return null;

  const after = () => {
    list.clear();
    changed();
  };
  const press = (what: BulkAct['act']) => act(what, selectionOf(choice), after);
  /** Nothing is sent: a review of those chosen comes first. */
  const reviewed = async (what: 'invite' | 'connect') => {
    if (opening) return;
    setOpening(true);
    try {
      const { importId, invite, here } = await ask<Reviewed>('POST', `/api/contacts/${what}`, {
        selection: selectionOf(choice),
      });
      if ((what === 'invite' ? invite : here) === 0) toast(t(`contacts.nobody_to.${what}`));
      else route(`/imports/${importId}/${what === 'invite' ? 'invite' : 'people'}`);
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    setOpening(false);
  };
  const merge = () => {
    if (choice.kind === 'all' || n < 2 || n > mostMerged)
      toast(t('contacts.merge_some', { most: mostMerged }));
    else route(`/contacts/merge?contacts=${[...choice.ids].join(',')}`);
  };

  return (
    <>
      <section class="bulk" aria-label={t('contacts.bulk')}>
        <div class="row spread bulk-line">
          <strong class="number">{t('contacts.chosen', { n })}</strong>
          <button type="button" class="button plain-button" onClick={list.clear}>
            {t('contacts.clear')}
          </button>
        </div>
        <p class="hidden" role="status">
          {opening ? t('contacts.opening') : ''}
        </p>
        {opening && <progress class="bulk-line" aria-label={t('contacts.opening')} />}
        {filter.trash === 'true' ? (
          <>
            <button type="button" class="button" onClick={() => press('restore')}>
              {t('contacts.restore')}
            </button>
            <button type="button" class="button danger" onClick={() => erase(n, selectionOf(choice), after)}>
              {t('contacts.erase')}
            </button>
          </>
        ) : (
          <>
            <button type="button" class="button" onClick={() => setDialog('label')}>
              {t('contacts.label')}
            </button>
            <button type="button" class="button" aria-disabled={opening} onClick={() => reviewed('invite')}>
              {t('contacts.invite')}
            </button>
            <button type="button" class="button" aria-disabled={opening} onClick={() => reviewed('connect')}>
              {t('contacts.connect')}
            </button>
            <button type="button" class="button" onClick={merge}>
              {t('contacts.merge')}
            </button>
            <button type="button" class="button" onClick={() => setDialog('export')}>
              {t('contacts.export')}
            </button>
            <button type="button" class="button danger" onClick={() => press('trash')}>
              {t('contacts.delete')}
            </button>
          </>
        )}
      </section>
      {dialog === 'label' && (
        <LabelDialog n={n} labels={labels} selection={selectionOf(choice)} close={close} changed={after} />
      )}
      {dialog === 'export' && <ExportDialog n={n} selection={selectionOf(choice)} close={close} />}
    </>
  );
}

import { ask, codeOf } from '../../api/client.ts';
import { named, t } from '../../catalogue/messages.ts';
import { toast } from '../../components/toast/toast.tsx';
import type { ContactSelection } from '../../list/choice.ts';

export type BulkAct = 'label' | 'unlabel' | 'favourite' | 'unfavourite' | 'trash' | 'restore' | 'erase';

interface Done {
  readonly changed: number;
  /** Takes it back; not there where nothing can. */
  readonly undo?: string;
}

/** Does something to all contacts of a selection, says to how many, and offers to take it back. */
export async function act(
  what: BulkAct,
  selection: ContactSelection,
  changed: () => void,
  label?: { readonly id: string; readonly name: string },
): Promise<void> {
  try {
    const { changed: n, undo } = await ask<Done>('POST', '/api/contacts/bulk', {
      selection,
      act: what,
      ...(label === undefined ? {} : { labelId: label.id }),
    });
    const told = t(`contacts.done.${what}`, { n, label: label?.name ?? '' });
    toast(told, undo === undefined || n === 0 ? undefined : () => takeBack(undo, changed));
  } catch (error) {
    toast(named('error', codeOf(error)));
  }
  changed();
}

async function takeBack(undo: string, changed: () => void): Promise<void> {
  try {
    const { changed: n } = await ask<Done>('POST', '/api/contacts/bulk/undo', { undo });
    toast(t('contacts.taken_back', { n }));
  } catch (error) {
    toast(named('error', codeOf(error)));
  }
  changed();
}

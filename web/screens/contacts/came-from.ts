import type { CameFrom } from '../../api/contact-types.ts';
import { t } from '../../catalogue/messages.ts';

/** What a source or an import is called: its file or account, or the way it came. */
export function cameFrom({ kind, label }: CameFrom): string {
  if (kind === 'own') return t('contacts.by_hand');
  if (kind === 'paste') return t('imports.kind.paste');
  return label ?? t('imports.kind.file');
}

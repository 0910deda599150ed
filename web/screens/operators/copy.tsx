import { t } from '../../catalogue/messages.ts';
import { toast } from '../../components/toast/toast.tsx';

/** Puts a text that stands beside it on the clipboard. */
export function Copy({ text, name }: { text: string; name: string }) {
  return (
    <button
      type="button"
      class="button"
      onClick={() => {
        navigator.clipboard.writeText(text).then(
          () => toast(t('clients.copied')),
          () => toast(t('links.not_copied')),
        );
      }}
    >
      {name}
    </button>
  );
}

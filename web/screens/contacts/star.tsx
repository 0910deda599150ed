import { ask, codeOf } from '../../api/client.ts';
import { named, t } from '../../catalogue/messages.ts';
import { toast } from '../../components/toast/toast.tsx';

interface StarProps {
  readonly id: string;
  readonly name: string;
  readonly favourite: boolean;
  readonly tabIndex?: number;
  readonly changed: (favourite: boolean) => void;
}

/** Full for a favourite; shows at once and goes back when the server refuses. */
export function Star({ id, name, favourite, tabIndex, changed }: StarProps) {
  const press = async () => {
    changed(!favourite);
    try {
      await ask('POST', '/api/contacts/bulk', {
        selection: { ids: [id] },
        act: favourite ? 'unfavourite' : 'favourite',
      });
    } catch (error) {
      changed(favourite);
      toast(named('error', codeOf(error)));
    }
  };
  return (
    <button
      type="button"
      class="star"
      {...(tabIndex === undefined ? {} : { tabIndex })}
      aria-pressed={favourite}
      aria-label={t('contacts.favourite', { name })}
      onClick={press}
    >
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
        <path
          d="M10 2.6l2.2 4.8 5.2.6-3.9 3.5 1.1 5.2L10 14.1l-4.6 2.6 1.1-5.2L2.6 8l5.2-.6z"
          fill={favourite ? 'currentColor' : 'none'}
          stroke="currentColor"
          stroke-width="1.5"
          stroke-linejoin="round"
        />
      </svg>
    </button>
  );
}

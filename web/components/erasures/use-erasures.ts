import { ask, codeOf } from '../../api/client.ts';
import type { Erasure } from '../../api/types.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { named, t } from '../../catalogue/messages.ts';
import { toast } from '../toast/toast.tsx';

/** What a member has deleted for good, and the way to ask for more. */
export interface Erasures {
  /** Those that wait or are at work. */
  readonly open: readonly Erasure[];
  readonly imported: { readonly cards: number; readonly contacts: number } | undefined;
  readonly failed: string | undefined;
  readonly reload: () => void;
  /** Asks whether it is meant, then has everything imported deleted, or one import; the toast takes it back. */
  readonly ask: (importId: string | undefined, sure: string) => Promise<void>;
  readonly cancel: (id: string) => Promise<void>;
}

export function useErasures(): Erasures {
  const { value, failed, reload } = useLoaded<{
    items: readonly Erasure[];
    imported: { readonly cards: number; readonly contacts: number };
  }>('/api/erasures');
  const cancel = async (id: string) => {
    try {
      await ask('POST', `/api/erasures/${id}/cancel`);
      toast(t('data.cancelled'));
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    reload();
  };
  return {
    open: value?.items.filter(({ state }) => state !== 'done') ?? [],
    imported: value?.imported,
    failed,
    reload,
    cancel,
    async ask(importId, sure) {
      if (!confirm(sure)) return;
      try {
        const { id } = await ask<Erasure>(
          'POST',
          '/api/erasures',
          importId === undefined ? {} : { importId },
        );
        toast(t('data.soon'), () => cancel(id));
      } catch (error) {
        toast(named('error', codeOf(error)));
      }
      reload();
    },
  };
}

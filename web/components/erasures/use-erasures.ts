import { ask, codeOf } from '../../api/client.ts';
import type { Erasure } from '../../api/types.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { named, t } from '../../catalogue/messages.ts';
import { isMeant, type Question } from '../question/question.tsx';
import { toast } from '../toast/toast.tsx';

/** What a member has deleted for good, and the way to ask for more. */
export interface Erasures {
  /** Those that wait or are at work. */
  readonly open: readonly Erasure[];
  readonly imported: { readonly cards: number; readonly contacts: number } | undefined;
  readonly failed: string | undefined;
  readonly reload: () => void;
  /** Asks whether it is meant, then has an import deleted; the toast takes it back. */
  readonly ask: (importId: string, question: Question) => Promise<void>;
  /** The same of everything imported. */
  readonly askForAll: () => Promise<void>;
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
  const begin = async (which: { readonly importId?: string }, question: Question) => {
    if (!(await isMeant(question))) return;
    try {
      const { id } = await ask<Erasure>('POST', '/api/erasures', which);
      toast(t('data.soon'), () => cancel(id));
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
    ask: (importId, question) => begin({ importId }, question),
    askForAll: () =>
      begin(
        {},
        {
          title: t('data.erase_sure'),
          text: t('data.erase_text', { n: value?.imported.contacts ?? 0 }),
          act: t('data.erase_all'),
        },
      ),
  };
}

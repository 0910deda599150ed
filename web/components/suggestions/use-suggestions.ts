import { useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import type { Suggestion } from '../../api/types.ts';
import { useLive } from '../../api/use-live.ts';
import { type Loaded, useLoaded } from '../../api/use-loaded.ts';
import { named, t } from '../../catalogue/messages.ts';
import { toast } from '../toast/toast.tsx';

export type Answer = 'connect' | 'notNow' | 'never';

export interface Suggestions extends Loaded<{ readonly items: readonly Suggestion[] }> {
  /** Takes the person off the list at once; the message that says so takes it back. */
  readonly answer: (suggestion: Suggestion, answer: Answer) => Promise<void>;
}

/** People the member may know, and what the member says of each. */
export function useSuggestions(): Suggestions {
  const list = useLoaded<{ readonly items: readonly Suggestion[] }>('/api/suggestions');
  useLive(['suggestions', 'contacts', 'connections', 'requests'], list.reload);
  /** Whom the member has answered: a reading that began before may still bring them. */
  const [answered, setAnswered] = useState<ReadonlySet<string>>(new Set());

  const back = (id: string) => {
    setAnswered((before) => new Set([...before].filter((one) => one !== id)));
    list.reload();
  };
  const trying = async (id: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      toast(named('error', codeOf(error)));
      back(id);
    }
  };
  const answer = (suggestion: Suggestion, said: Answer) => {
    const { id, name } = suggestion.member;
    setAnswered((before) => new Set(before).add(id));
    return trying(id, async () => {
      let undo: (() => Promise<unknown>) | undefined;
      if (said === 'connect') {
        const request = await ask<{ id?: string }>('POST', '/api/connection-requests', { memberId: id });
        if (request.id !== undefined)
          undo = () => ask('POST', `/api/connection-requests/${request.id}/withdraw`);
      } else {
        await ask('POST', `/api/suggestions/${id}`, { act: said });
        undo = () => ask('DELETE', `/api/suggestions/${id}`);
      }
      const take = undo;
      toast(
        t(`suggestions.done.${said}`, { name }),
        take === undefined
          ? undefined
          : () =>
              trying(id, async () => {
                await take();
                back(id);
              }),
      );
    });
  };
  const value = list.value && { items: list.value.items.filter(({ member }) => !answered.has(member.id)) };
  return { ...list, value, answer };
}

import { useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import { named, t } from '../../catalogue/messages.ts';
import { toast } from '../../components/toast/toast.tsx';

export type Decision = 'accept' | 'ignore' | 'withdraw' | 'block';

/** All requests but these, or these. */
export interface Selection {
  readonly all: boolean;
  readonly ids: ReadonlySet<string>;
}
export const nothing: Selection = { all: false, ids: new Set() };

export interface Decisions {
  /** So many are decided of those that were chosen, while it is being done. */
  readonly done: number | undefined;
  /** Decides what is selected, page by page of the server; the message that says so takes it back, but for an acceptance. */
  readonly decide: (selection: Selection, decision: Decision, said: (n: number) => string) => Promise<void>;
}

/** Answers to requests, however many; `after` runs when one is over. */
export function useDecisions(after: () => Promise<unknown>): Decisions {
  const [done, setDone] = useState<number>();
  const undo = async (moments: readonly string[]) => {
    try {
      let n = 0;
      for (const decidedAt of moments)
        n += (
          await ask<{ restored: number }>('POST', '/api/connection-requests/decisions/undo', { decidedAt })
        ).restored;
      toast(t('network.reopened', { n }));
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    await after();
  };
  const decide: Decisions['decide'] = async ({ all, ids }, decision, said) => {
    const moments: string[] = [];
    let n = 0;
    setDone(0);
    try {
      for (let more = true; more; ) {
        const part = await ask<{ decided: number; decidedAt: string; more: boolean }>(
          'POST',
          '/api/connection-requests/decisions',
          { ...(all ? { all: true, except: [...ids] } : { ids: [...ids] }), decision },
        );
        moments.push(part.decidedAt);
        n += part.decided;
        more = part.more;
        setDone(n);
      }
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    setDone(undefined);
    if (n > 0) toast(said(n), decision === 'accept' ? undefined : () => undo(moments));
    await after();
  };
  return { done, decide };
}

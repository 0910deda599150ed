import { useEffect, useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import type { ConnectionRequest } from '../../api/types.ts';
import { useLive } from '../../api/use-live.ts';
import { usePages } from '../../api/use-pages.ts';
import { named, number, t } from '../../catalogue/messages.ts';
import { Awaited } from '../../components/awaited/awaited.tsx';
import { More } from '../../components/more/more.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { toast } from '../../components/toast/toast.tsx';
import { refresh } from '../../session/session.ts';
import { type Refusal, RefusalDialog } from './refusal-dialog.tsx';
import { RequestRow } from './request-row.tsx';
import { type Decision, nothing, type Selection, useDecisions } from './use-decisions.ts';

interface RequestsProps {
  readonly direction: 'received' | 'sent';
  readonly changed: () => void;
}

/** Open connection requests in one direction, answered one by one or many at once; nothing where there are none. */
export function Requests({ direction, changed }: RequestsProps) {
  const pages = usePages<ConnectionRequest>('/api/connection-requests', { direction });
  const { items, total, next, failed, load } = pages;
  // All but some, or some: what is not read yet is selected too.
  const [selection, setSelection] = useState<Selection>(nothing);
  const [asking, setAsking] = useState<{ readonly request: ConnectionRequest; readonly what: Refusal }>();
  useEffect(() => {
    load();
  }, []);
  useLive(['requests'], pages.refresh);

  const after = async () => {
    setSelection(nothing);
    await pages.refresh();
    changed();
    refresh().catch(() => undefined);
  };
  const { done, decide } = useDecisions(after);
  const decideOne = ({ id, member: { name } }: ConnectionRequest, decision: Decision) =>
    decide({ all: false, ids: new Set([id]) }, decision, () => t(`network.done.${decision}`, { name }));
  const trying = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    await after();
  };
  const report = ({ id, member: { name } }: ConnectionRequest, text: string) => {
    const url = `/api/connection-requests/${id}/report`;
    return trying(async () => {
      await ask('POST', url, text === '' ? {} : { text });
      toast(t('network.done.report', { name }), () => trying(() => ask('DELETE', url)));
    });
  };
  const tick = (id: string) => {
    const ids = new Set(selection.ids);
    if (!ids.delete(id)) ids.add(id);
    setSelection({ ...selection, ids });
  };

  if (items === undefined && failed === undefined) return <Awaited value={items} failed={failed} />;
  if (items?.length === 0) return null;
  const isMany = total > 1;
  const count = selection.all ? total - selection.ids.size : selection.ids.size;
  const bulk: readonly ('accept' | 'ignore' | 'withdraw')[] =
    direction === 'received' ? ['accept', 'ignore'] : ['withdraw'];
  return (
    <section class="card" aria-labelledby={direction}>
      <h2 id={direction}>{t(`network.requests.${direction}`, { n: total })}</h2>
      {direction === 'sent' && <p class="quiet">{t('network.requests.sent_lead')}</p>}
      <Problem code={failed} retry={() => load()} />
      {isMany && items !== undefined && (
        <div class="bulk">
          <label class="check">
            <input
              type="checkbox"
              checked={count === total}
              onChange={() => setSelection({ all: count !== total, ids: new Set() })}
            />
            {t('network.requests.select', { n: total })}
          </label>
          {count > 0 && done === undefined && (
            <div class="row">
              {bulk.map((decision) => (
                <button
                  key={decision}
                  type="button"
                  class="button number"
                  onClick={() => decide(selection, decision, (n) => t(`network.decided.${decision}`, { n }))}
                >
                  {t(`network.decide.${decision}`, { n: count })}
                </button>
              ))}
            </div>
          )}
          <span role="status" class="small quiet number">
            {done !== undefined && count > 1
              ? t('network.deciding', { n: number(done), of: number(count) })
              : ''}
          </span>
        </div>
      )}
      <ul class="plain lines">
        {items?.map((request) => (
          <RequestRow
            key={request.id}
            request={request}
            direction={direction}
            chosen={isMany ? selection.ids.has(request.id) !== selection.all : undefined}
            tick={() => tick(request.id)}
            decide={(decision) => decideOne(request, decision)}
            refuse={(what) => setAsking({ request, what })}
          />
        ))}
      </ul>
      {next && <More press={() => load(next)} />}
      {asking !== undefined && (
        <RefusalDialog
          what={asking.what}
          name={asking.request.member.name}
          close={() => setAsking(undefined)}
          refuse={(text) =>
            asking.what === 'report' ? report(asking.request, text) : decideOne(asking.request, 'block')
          }
        />
      )}
    </section>
  );
}

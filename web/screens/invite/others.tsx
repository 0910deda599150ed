import { useState } from 'preact/hooks';
import { ask, codeOf, get } from '../../api/client.ts';
import type { Other, Rows } from '../../api/types.ts';
import { day, named, t } from '../../catalogue/messages.ts';
import { toast } from '../../components/toast/toast.tsx';

/** What is not offered, with the reason; closed, and nothing in it is ticked unless the member does. */
export function Others({
  importId,
  count,
  changed,
}: {
  importId: string;
  count: number;
  changed: () => void;
}) {
  const [rows, setRows] = useState<readonly Other[]>([]);
  const [total, setTotal] = useState<number>();
  const load = async (offset: number) => {
    try {
      const page = await get<Rows<Other>>(`/api/imports/${importId}/others`, { offset, limit: 100 });
      setTotal(page.total);
      setRows((before) => (offset === 0 ? page.items : [...before, ...page.items]));
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
  };
  const tick = async (row: Other) => {
    const selected = !row.selected;
    const put = (value: boolean) =>
      setRows((before) =>
        before.map((one) => (one.contactId === row.contactId ? { ...one, selected: value } : one)),
      );
    put(selected);
    try {
      await ask('PATCH', `/api/imports/${importId}/selection`, {
        step: 'invite',
        contacts: [row.contactId],
        selected,
      });
      changed();
    } catch (error) {
      put(!selected);
      toast(named('error', codeOf(error)));
    }
  };
  if (count === 0 && total === undefined) return null;
  return (
    <details
      onToggle={(event) => {
        if (event.currentTarget.open && total === undefined) load(0);
      }}
    >
      <summary class="number">{t('others.title', { n: total ?? count })}</summary>
      <p class="quiet">{t('others.text')}</p>
      <ul class="plain lines card">
        {rows.map((row) => {
          return (
            <li key={row.contactId}>
              <label class="page-row">
                <input
                  type="checkbox"
                  checked={row.selected}
                  disabled={!row.selectable}
                  onChange={() => tick(row)}
                />
                <span class="cell-text">
                  <span>{row.name || row.value}</span>
                  <span class="small quiet">
                    {row.value && row.name !== '' && row.name !== row.value ? `${row.value} · ` : ''}
                    {row.invitedAt
                      ? t('others.invited', { day: day(row.invitedAt) })
                      : named('reason', row.reason)}
                  </span>
                </span>
              </label>
            </li>
          );
        })}
      </ul>
      {total !== undefined && rows.length < total && (
        <button type="button" class="button" onClick={() => load(rows.length)}>
          {t('action.more')}
        </button>
      )}
    </details>
  );
}

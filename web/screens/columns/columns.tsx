import { useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { ask, codeOf } from '../../api/client.ts';
import type { Import, ImportTable, ImportTables } from '../../api/types.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { t } from '../../catalogue/messages.ts';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { toast } from '../../components/toast/toast.tsx';
import { ColumnRow } from './column-row.tsx';
import './columns.css';

/** What the columns of a file mean: as we took them, for the member to say otherwise. */
export function Columns() {
  const { params } = useRoute();
  const id = params.id ?? '';
  const tables = useLoaded<ImportTables>(`/api/imports/${id}/columns`);
  return (
    <Screen title={t('columns.title')}>
      <Problem code={tables.failed} retry={tables.reload} />
      {tables.value === undefined && tables.failed === undefined && (
        <div class="waiting-block" aria-hidden="true" />
      )}
      {tables.value?.items.length === 0 && <p class="card">{t('columns.none')}</p>}
      {tables.value?.items.map((table) => (
        <Table key={table.file} importId={id} table={table} kept={tables.value?.kept === true} />
      ))}
      <p>
        <a href={`/imports/${id}?details`}>{t('columns.back')}</a>
      </p>
    </Screen>
  );
}

function Table({ importId, table, kept }: { importId: string; table: ImportTable; kept: boolean }) {
  const { route } = useLocation();
  const [changed, setChanged] = useState<Readonly<Record<number, string>>>({});
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string>();
  const send = async (columns: readonly { column: number; meaning: string }[]) => {
    if (busy) return;
    setBusy(true);
    setFailed(undefined);
    try {
      await ask<Import>('PUT', `/api/imports/${importId}/columns`, { file: table.file, columns });
      if (!kept) toast(t('columns.remembered'));
      route(kept ? `/imports/${importId}` : `/imports/${importId}?details`);
    } catch (error) {
      setFailed(codeOf(error));
      setBusy(false);
    }
  };
  const submit = (event: Event) => {
    event.preventDefault();
    // What was understood by its header stays ours; a guess that is left standing is said to be right.
    const said = table.columns.flatMap(({ column, meaning, basis }) =>
      changed[column] !== undefined || basis === 'said' || basis === 'guessed'
        ? [{ column, meaning: changed[column] ?? meaning }]
        : [],
    );
    send(said);
  };
  return (
    <form class="stack" onSubmit={submit} aria-label={table.name}>
      <p class={table.state === 'not_understood' ? 'notice warning' : 'quiet'}>
        {t(`columns.lead.${table.state}`)}
      </p>
      <p class="quiet">
        <strong>{table.name}</strong>
        {' · '}
        {table.headed ? t('columns.next_time') : t('columns.no_header')}
      </p>
      <ul class="plain lines card columns">
        {table.columns.map((column) => (
          <ColumnRow
            key={column.column}
            column={column}
            meaning={changed[column.column] ?? column.meaning}
            change={(meaning) => setChanged((before) => ({ ...before, [column.column]: meaning }))}
          />
        ))}
      </ul>
      {kept && table.state !== 'not_understood' && <p class="small quiet">{t('columns.mended')}</p>}
      {!kept && <p class="notice">{table.headed ? t('columns.gone') : t('columns.gone_bare')}</p>}
      <Problem code={failed} />
      <div class="actions">
        {(kept || table.headed) && (
          <button type="submit" class="button primary" aria-disabled={busy}>
            {kept ? t('columns.read') : t('columns.remember')}
          </button>
        )}
        {table.state === 'said' && (
          <button type="button" class="button" aria-disabled={busy} onClick={() => send([])}>
            {t('columns.forget')}
          </button>
        )}
      </div>
    </form>
  );
}

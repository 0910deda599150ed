import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, codeOf, get } from '../../api/client.ts';
import type { ImportProblem, ImportProblems, ProblemGroup } from '../../api/types.ts';
import { named, t } from '../../catalogue/messages.ts';
import { Awaited } from '../../components/awaited/awaited.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { toast } from '../../components/toast/toast.tsx';
import { knownFieldName } from '../contacts/field-name.ts';
import { MendForm } from './mend-form.tsx';

interface ProblemRowsProps {
  readonly id: string;
  readonly group: ProblemGroup;
  readonly editable: boolean;
  /** Whether its rows are shown from the start; what the member opened stays open. */
  readonly open: boolean;
  readonly changed: () => void;
}

/** Whether a kind of problem is one of rows, not of the file as a whole. */
export function isOfRows(kind: string): boolean {
  return !/^(?:archive|file|header|mail)\./.test(kind);
}

/** The rows with one kind of problem; read when they are opened. */
export function ProblemRows({ id, group, editable, open: openAtFirst, changed }: ProblemRowsProps) {
  const [open, setOpen] = useState(openAtFirst);
  const [items, setItems] = useState<readonly ImportProblem[]>();
  const [next, setNext] = useState<number>();
  const [failed, setFailed] = useState<string>();
  const [latest, setLatest] = useState<number>();
  const load = async (cursor?: number) => {
    try {
      const page = await get<ImportProblems>(`/api/imports/${id}/problems`, {
        kind: group.kind,
        cursor,
        limit: 50,
      });
      setItems((before = []) => (cursor === undefined ? page.items : [...before, ...page.items]));
      setNext(page.next);
      setFailed(undefined);
    } catch (error) {
      setFailed(codeOf(error));
    }
  };
  useEffect(() => {
    if (open && items === undefined) load();
  }, [open]);
  const skip = async (which: { kind: string } | { sequence: number }, skipped: boolean) => {
    try {
      await ask('POST', `/api/imports/${id}/problems/skip`, { which, skipped });
      if (skipped) toast(t('problems.skipped'), () => skip(which, false));
      await load();
      changed();
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
  };
  const mendable = editable && items?.some(({ mend }) => mend !== undefined);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {isOfRows(group.kind) && <span class="number">{t('problems.group', { n: group.count })} </span>}
        {named('problem', group.kind)}
        {editable && group.open < group.count && (
          <span class="small quiet"> {t('problems.left', { n: group.open })}</span>
        )}
      </summary>
      {openAtFirst && <Awaited value={items} failed={failed} />}
      <Problem code={failed} retry={() => load()} />
      {group.kind.startsWith('header.') && editable && (
        <p>
          <a class="button" href={`/imports/${id}/columns`}>
            {t('columns.title')}
          </a>
        </p>
      )}
      {mendable && group.open > 1 && (
        <p>
          <button type="button" class="button" onClick={() => skip({ kind: group.kind }, true)}>
            {t('problems.skip', { n: group.open })}
          </button>
        </p>
      )}
      <ul class="plain lines problems">
        {items?.map((problem) => (
          <li key={problem.sequence}>
            <p class="small quiet number">
              {[
                problem.file,
                t('problems.line', { line: problem.line }),
                (problem.field && knownFieldName(problem.field)) ?? problem.field ?? '',
                problem.name ?? '',
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
            {problem.found && (
              <p>
                <code>{problem.found}</code>
              </p>
            )}
            {editable && problem.mend !== undefined && problem.state === 'open' ? (
              <MendForm
                importId={id}
                problem={problem}
                mend={problem.mend}
                mended={(after) => {
                  setItems((before = []) =>
                    before.map((one) => (one.sequence === after.sequence ? after : one)),
                  );
                  setLatest(after.sequence);
                  changed();
                }}
                skip={() => skip({ sequence: problem.sequence }, true)}
              />
            ) : (
              <Outcome problem={problem} focused={problem.sequence === latest} />
            )}
          </li>
        ))}
      </ul>
      {next !== undefined && (
        <button type="button" class="button" onClick={() => load(next)}>
          {t('action.more')}
        </button>
      )}
    </details>
  );
}

/** What became of a row; takes the focus from the form that stood here until just now. */
function Outcome({ problem: { state, lost }, focused }: { problem: ImportProblem; focused: boolean }) {
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (focused) line.current?.focus();
  }, [focused]);
  return (
    <p class={state === 'mended' ? 'mended' : 'quiet'} tabIndex={-1} ref={line}>
      {state === 'mended'
        ? t('problems.mended')
        : state === 'skipped'
          ? t('problems.left_out')
          : lost
            ? t('problems.lost')
            : t('problems.kept')}
    </p>
  );
}

import type { ImportProblems } from '../../api/types.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { t } from '../../catalogue/messages.ts';
import { Problem } from '../../components/problem/problem.tsx';
import { isOfRows, ProblemRows } from './problem-rows.tsx';
import './problems.css';
import { Awaited } from '../../components/awaited/awaited.tsx';

interface ProblemsProps {
  readonly id: string;
  /** Rows can be mended. */
  readonly editable: boolean;
  /** Something was mended. */
  readonly changed: () => void;
}

/** What could not be read, grouped by what is wrong: where, what was found, and the way to mend it here or in a file. */
export function Problems({ id, editable, changed }: ProblemsProps) {
  const problems = useLoaded<ImportProblems>(`/api/imports/${id}/problems`, { limit: 1 });
  const groups = problems.value?.groups ?? [];
  if (groups.length === 0)
    return (
      <>
        <Awaited value={problems.value} failed={problems.failed} />
        <Problem code={problems.failed} retry={problems.reload} />
      </>
    );
  const first = groups.find(({ kind, open }) => open > 0 && isOfRows(kind))?.kind;
  return (
    <section class="card stack" aria-labelledby="problems">
      <h2 id="problems">{t('problems.title')}</h2>
      {editable && <p class="quiet">{t('problems.lead')}</p>}
      {groups.map((group) => (
        <ProblemRows
          key={group.kind}
          id={id}
          group={group}
          editable={editable}
          open={group.kind === first}
          changed={() => {
            problems.reload();
            changed();
          }}
        />
      ))}
      <div class="row">
        {first !== undefined && (
          <a class="button" href={`/api/imports/${id}/rejected.csv`} download="rejected.csv">
            {t('problems.rejected')}
          </a>
        )}
        <a class="button" href={`/api/imports/${id}/problems.csv`} download="problems.csv">
          {t('problems.download')}
        </a>
      </div>
      {first !== undefined && <p class="small quiet">{t('problems.rejected_hint')}</p>}
    </section>
  );
}

import { useEffect, useState } from 'preact/hooks';
import { codeOf, get } from '../../api/client.ts';
import type { ImportProblem, Page } from '../../api/types.ts';
import { named, t } from '../../catalogue/messages.ts';
import { Problem } from '../../components/problem/problem.tsx';
import './problems.css';

/** What could not be read: where, why, and what helps. */
export function Problems({ id, count }: { id: string; count: number }) {
  const [items, setItems] = useState<readonly ImportProblem[]>([]);
  const [next, setNext] = useState<string | null>();
  const [failed, setFailed] = useState<string>();
  const load = async (cursor?: string) => {
    try {
      const page = await get<Page<ImportProblem>>(`/api/imports/${id}/problems`, { cursor });
      setItems((before) => (cursor === undefined ? page.items : [...before, ...page.items]));
      setNext(page.next);
      setFailed(undefined);
    } catch (error) {
      setFailed(codeOf(error));
    }
  };
  useEffect(() => {
    load();
  }, [id, count > 0]);
  if (items.length === 0) return <Problem code={failed} retry={() => load()} />;
  return (
    <section class="card stack" aria-labelledby="problems">
      <div class="row spread">
        <h2 id="problems">{t('problems.title')}</h2>
        <a class="button" href={`/api/imports/${id}/problems.csv`} download="problems.csv">
          {t('problems.download')}
        </a>
      </div>
      <ul class="plain lines problems">
        {items.map((problem) => (
          <li key={problem.sequence}>
            <span class="small quiet number">
              {[
                problem.file,
                problem.line === null ? '' : t('problems.line', { line: problem.line }),
                problem.field,
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
            <div>
              {named('problem', problem.code)}{' '}
              <strong>{problem.lost ? t('problems.lost') : t('problems.kept')}</strong>
            </div>
            {problem.found && <code>{problem.found}</code>}
          </li>
        ))}
      </ul>
      {next && (
        <div>
          <button type="button" class="button" onClick={() => load(next)}>
            {t('action.more')}
          </button>
        </div>
      )}
    </section>
  );
}

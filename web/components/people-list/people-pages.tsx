import type { ComponentChildren } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { Candidate } from '../../api/types.ts';
import { t } from '../../catalogue/messages.ts';
import type { List } from '../../list/use-list.ts';
import { rowAt } from '../../list/window.ts';

const perPage = 50;

interface PagesProps<Row extends Candidate> {
  readonly list: List<Row>;
  readonly label: string;
  readonly nameOf: (row: Row) => string;
  readonly cells: (row: Row) => ComponentChildren;
}

/** The same list as pages of plain boxes, for whom a grid does not work. */
export function PeoplePages<Row extends Candidate>({ list, label, nameOf, cells }: PagesProps<Row>) {
  const { query, path } = useLocation();
  const id = useId();
  const count = list.window.counts.matching;
  const pages = Math.max(1, Math.ceil(count / perPage));
  const page = Math.min(pages, Math.max(1, Number(query.page) || 1));
  const first = (page - 1) * perPage;
  const last = Math.min(count, first + perPage) - 1;
  useEffect(() => list.need(first, last), [first, last, list.window]);
  const link = (to: number) => `${path}?view=pages&page=${to}`;
  return (
    <div class="card">
      <ul class="plain lines" aria-label={label}>
        {Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => {
          const index = first + offset;
          const row = rowAt(list.window, index);
          if (row === undefined) return <li key={index} class="page-row" aria-hidden="true" />;
          return (
            <li key={index} class="page-row">
              <input
                type="checkbox"
                id={`${id}-${index}`}
                aria-label={nameOf(row)}
                checked={row.selected}
                onChange={() => list.tick([index], !row.selected)}
              />
              <label for={`${id}-${index}`} class="page-label">
                {cells(row)}
              </label>
            </li>
          );
        })}
      </ul>
      <nav class="row" aria-label={t('list.pages')}>
        {page > 1 && (
          <a class="button" href={link(page - 1)}>
            {t('list.previous')}
          </a>
        )}
        <span class="number">{t('list.page_of', { page, pages })}</span>
        {page < pages && (
          <a class="button" href={link(page + 1)}>
            {t('list.next')}
          </a>
        )}
      </nav>
    </div>
  );
}

import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { Candidate } from '../../api/types.ts';
import { t } from '../../catalogue/messages.ts';
import { useRowHeight } from '../../list/row-height.ts';
import type { List } from '../../list/use-list.ts';
import type { News } from '../../list/use-news.ts';
import { Problem } from '../problem/problem.tsx';
import { PeopleGrid } from './people-grid.tsx';
import { PeoplePages } from './people-pages.tsx';
import { SelectAll } from './select-all.tsx';
import { StatusLine } from './status-line.tsx';
import { useSlash } from './use-slash.ts';
import './people-list.css';

/** Rows that a list shows at once at the most. */
const mostRows = 12;

interface PeopleListProps<Row extends Candidate> {
  readonly list: List<Row>;
  readonly label: string;
  readonly nameOf: (row: Row) => string;
  readonly cells: (row: Row, tabIndex: number, role: 'gridcell' | undefined) => ComponentChildren;
  readonly search: string;
  readonly setSearch: (text: string) => void;
  /** Filters beside the search. */
  readonly filters?: ComponentChildren;
  readonly status: string;
  readonly news: News;
  /** More rows are on their way. */
  readonly reading: boolean;
  readonly filtered: boolean;
  readonly empty: string;
}

/** A list of candidates with its search, its box for all, its count and its two views. */
export function PeopleList<Row extends Candidate>(props: PeopleListProps<Row>) {
  const { list, label, nameOf, cells, search, setSearch, filters, status, news, reading, filtered, empty } =
    props;
  const { path, query } = useLocation();
  const field = useRef<HTMLInputElement>(null);
  const { counts } = list.window;
  const paged = query.view === 'pages';
  const height = useRowHeight();
  // The list keeps the room it once had, also while a search leaves fewer: what stands below does not move.
  const most = useRef(0);
  most.current = Math.max(most.current, reading ? mostRows : 0, Math.min(counts.matching, mostRows));
  const isFirst = list.loading && counts.matching === 0;
  const room = `min(${(isFirst ? mostRows : most.current) * height + 2}px, 64vh)`;

  useSlash(field);

  return (
    <div class="stack">
      <div class="list-tools">
        <div class="field">
          <label for="list-search">{t('list.search')}</label>
          <input
            ref={field}
            id="list-search"
            type="search"
            value={search}
            aria-keyshortcuts="/"
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
        </div>
        {filters}
      </div>
      <Problem code={list.failed} retry={list.reload} />
      <div class={isFirst ? 'stack coming' : 'stack'}>
        <div class="list-line">
          <SelectAll counts={counts} change={list.tickAll} />
          <StatusLine text={status} />
        </div>
        <div class="list-room">
          {news.more > 0 && (
            <button type="button" class="button pill" onClick={list.reload}>
              {t('list.more', { n: news.more })}
            </button>
          )}
          <div
            style={paged ? {} : { minHeight: room }}
            onPointerEnter={() => news.occupied(true)}
            onPointerLeave={() => news.occupied(false)}
            onFocusIn={() => news.occupied(true)}
            onFocusOut={({ currentTarget, relatedTarget: next }) => {
              if (!(next instanceof Node && currentTarget.contains(next))) news.occupied(false);
            }}
          >
            {isFirst ? (
              <div class="grid-scroller placeholder" style={{ height: room }} aria-hidden="true" />
            ) : counts.matching === 0 && list.failed !== undefined ? null : counts.matching === 0 ? (
              <p class="card quiet">{filtered ? t('list.nobody_found') : empty}</p>
            ) : paged ? (
              <PeoplePages
                list={list}
                label={label}
                nameOf={nameOf}
                cells={(row) => cells(row, 0, undefined)}
              />
            ) : (
              <PeopleGrid
                list={list}
                label={label}
                room={room}
                nameOf={nameOf}
                cells={(row, tabIndex) => cells(row, tabIndex, 'gridcell')}
                search={() => field.current?.focus()}
              />
            )}
          </div>
        </div>
      </div>
      <p class="small">
        <a href={paged ? path : `${path}?view=pages`}>{paged ? t('list.as_grid') : t('list.as_pages')}</a>
      </p>
    </div>
  );
}

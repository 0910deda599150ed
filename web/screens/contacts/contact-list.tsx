import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { ContactFacets, ContactFilter } from '../../api/contact-types.ts';
import { t } from '../../catalogue/messages.ts';
import { Avatar } from '../../components/avatar/avatar.tsx';
import { SelectField } from '../../components/field/field.tsx';
import { LabelChip } from '../../components/label-chip/label-chip.tsx';
import { PeopleGrid } from '../../components/people-list/people-grid.tsx';
import { SelectAll } from '../../components/people-list/select-all.tsx';
import { StatusLine } from '../../components/people-list/status-line.tsx';
import { useSlash } from '../../components/people-list/use-slash.ts';
import '../../components/people-list/people-list.css';
import { Problem } from '../../components/problem/problem.tsx';
import type { ContactRow, Contacts } from '../../list/use-contacts.ts';
import { useDelayed } from '../../list/use-delayed.ts';
import { address, sortOf, sorts } from './address.ts';
import { Star } from './star.tsx';

interface ContactListProps {
  readonly list: Contacts;
  readonly facets: ContactFacets | undefined;
  readonly filter: ContactFilter;
  readonly opened: string | undefined;
  readonly retry: () => void;
}

/** The list with its search, which is asked as one types, and its order. */
export function ContactList({ list, facets, filter, opened, retry }: ContactListProps) {
  const { path, query, route } = useLocation();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useSearch();
  const { counts } = list.window;
  useSlash(field);
  // Who was written to last is known only where a mailbox told.
  const orders = sorts.filter((one) => one !== 'written' || query.sort === one || (facets?.written ?? 0) > 0);
  const labels = new Map(facets?.labels.map(({ id, name }) => [id, name]));
  const status =
    counts.selected > 0
      ? t('contacts.selected', { n: counts.selected, total: counts.total })
      : t('contacts.count', { n: counts.total });

  return (
    <>
      <div class="list-tools">
        <div class="field">
          <label for="contact-search">{t('contacts.search')}</label>
          <input
            ref={field}
            id="contact-search"
            type="search"
            value={text}
            maxLength={200}
            aria-keyshortcuts="/"
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'ArrowDown') return;
              event.preventDefault();
              document.querySelector<HTMLElement>('.contact-list [role=row][tabindex="0"]')?.focus();
            }}
          />
        </div>
        <div class="choice">
          <SelectField
            label={t('contacts.sort')}
            value={sortOf(query)}
            change={(sort) => route(address(path, query, { sort: sort === 'name' ? '' : sort }))}
          >
            {orders.map((one) => (
              <option key={one} value={one}>
                {t(`contacts.sort.${one}`)}
              </option>
            ))}
          </SelectField>
        </div>
      </div>
      {filter.trash === 'true' && <p class="notice small">{t('contacts.trash_text')}</p>}
      <div class="list-line">
        <SelectAll counts={counts} change={list.tickAll} />
        <StatusLine text={status} />
      </div>
      <Problem code={list.failed} retry={retry} />
      {list.loading && counts.matching === 0 ? (
        <div class="grid-scroller filling placeholder" aria-hidden="true" />
      ) : counts.matching === 0 && list.failed !== undefined ? null : counts.matching === 0 ? (
        <div class="grid-scroller filling nobody">
          <p class="quiet">
            {filter.trash === 'true' ? t('contacts.trash_empty') : t('contacts.nobody_found')}
          </p>
          {Object.keys(filter).length > 0 && (
            <a class="button" href="/contacts">
              {t('contacts.clear_filters')}
            </a>
          )}
        </div>
      ) : (
        <PeopleGrid
          key={JSON.stringify([filter, query.sort])}
          list={list}
          label={t('contacts.list')}
          nameOf={nameOf}
          search={() => field.current?.focus()}
          opens={{
            open: ({ id }) => route(address(`/contacts/${id}`, query, {}), opened !== undefined),
            opened,
            clear: list.clear,
          }}
          cells={(row, tabIndex) => (
            <Cells row={row} labels={labels} tabIndex={tabIndex} role="gridcell" list={list} />
          )}
        />
      )}
    </>
  );
}

interface CellsProps {
  readonly row: ContactRow;
  readonly labels: ReadonlyMap<string, string>;
  readonly tabIndex: number;
  readonly role: 'gridcell';
  readonly list: Contacts;
}

function Cells({ row, labels, tabIndex, role, list }: CellsProps) {
  const names = row.labels.flatMap((id) => labels.get(id) ?? []);
  const more = [row.email ?? row.phone, row.organisation, row.city].filter(
    (one) => one !== undefined && one !== '',
  );
  return (
    <>
      <span class="cell-face" role={role}>
        <Avatar name={nameOf(row)} photo={null} />
      </span>
      <span class="cell-text" role={role}>
        <strong dir="auto">{nameOf(row)}</strong>
        <span class="small quiet cell-facts">
          {row.memberId !== undefined && <span class="on-network">{t('contacts.is_here')}</span>}
          {more.map((one, at) => (
            <span key={one}>
              {(at > 0 || row.memberId !== undefined) && <span class="dot"> · </span>}
              <bdi>{one}</bdi>
            </span>
          ))}
        </span>
      </span>
      <span class="cell-labels" role={role}>
        {names[0] !== undefined && <LabelChip name={names[0]} />}
        {names.length > 1 && (
          <bdi class="small quiet number" dir="ltr">
            +{names.length - 1}
          </bdi>
        )}
      </span>
      <span class="cell-star" role={role}>
        <Star
          id={row.id}
          name={nameOf(row)}
          favourite={row.favourite}
          tabIndex={tabIndex}
          changed={(favourite) => list.change(row.id, (line) => ({ ...line, favourite }))}
        />
      </span>
    </>
  );
}

function nameOf({ name, email, phone }: Pick<ContactRow, 'name' | 'email' | 'phone'>): string {
  return name || email || phone || t('contacts.no_name');
}

/** What is typed; it rests a moment before the URL follows, and follows the URL when Back changes it. */
function useSearch(): [string, (text: string) => void] {
  const { path, query, route } = useLocation();
  const asked = query.search ?? '';
  const [text, setText] = useState(asked);
  const known = useRef(asked);
  const rested = useDelayed(text, 120);
  useEffect(() => {
    if (asked === known.current) return;
    known.current = asked;
    setText(asked);
  }, [asked]);
  useEffect(() => {
    const wanted = rested.trim();
    if (wanted === known.current || rested !== text) return;
    // Back leads to the list before the search, not through every letter of it.
    const begins = known.current === '';
    known.current = wanted;
    route(address(path, query, { search: wanted }), !begins);
  }, [rested]);
  return [text, setText];
}

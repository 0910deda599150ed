import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { t } from '../../catalogue/messages.ts';
import { Field } from '../../components/field/field.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { type Draft, type ListName, lists, type nameParts, type Parts, singles } from './draft.ts';

type NamePart = (typeof nameParts)[number] | 'nicknames';

interface FormProps {
  readonly title: string;
  readonly draft: Draft;
  readonly change: (draft: Draft) => void;
  readonly failed: string | undefined;
  readonly busy: boolean;
  readonly save: () => void;
  readonly cancel: () => void;
  /** Stands above the fields. */
  readonly children?: ComponentChildren;
}

/** The fields of a contact to fill in; what is seldom filled in is folded. */
export function ContactForm({ title, draft, change, failed, busy, save, cancel, children }: FormProps) {
  const { names } = draft;
  const name = (part: NamePart) => ({
    label: t(`contacts.part.${part}`),
    value: names[part] ?? '',
    maxLength: 500,
    change: (value: string) => change({ ...draft, names: { ...names, [part]: value } }),
  });
  const list = (of: ListName) => (
    <Rows
      of={of}
      rows={draft.lists[of]}
      change={(rows) => change({ ...draft, lists: { ...draft.lists, [of]: rows } })}
    />
  );
  return (
    <form
      class="stack contact-form"
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) save();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        cancel();
      }}
    >
      <h2>{title}</h2>
      {children}
      <div class="pair">
        <Field {...name('given')} />
        <Field {...name('family')} />
      </div>
      <details>
        <summary>{t('contacts.more_name')}</summary>
        <div class="pair">
          {(['prefix', 'middle', 'suffix', 'nicknames', 'phonetic'] as const).map((part) => (
            <Field key={part} {...name(part)} />
          ))}
        </div>
      </details>
      {list('emails')}
      {list('phones')}
      {list('organisations')}
      {list('titles')}
      {list('addresses')}
      {list('urls')}
      {list('ims')}
      <details>
        <summary>{t('contacts.private_form')}</summary>
        <div class="stack">
          <div class="pair">
            {singles.map((one) => (
              <Field
                key={one}
                label={t(`contacts.field.${one}`)}
                value={draft.singles[one]}
                maxLength={100}
                {...(one === 'gender' ? {} : { hint: t('contacts.date_hint') })}
                change={(value) => change({ ...draft, singles: { ...draft.singles, [one]: value } })}
              />
            ))}
          </div>
          {list('relations')}
          {list('notes')}
        </div>
      </details>
      <Problem code={failed} />
      <div class="row contact-form-end">
        <button type="submit" class="button primary" aria-disabled={busy}>
          {t('contacts.save')}
        </button>
        <button type="button" class="button" onClick={cancel}>
          {t('action.cancel')}
        </button>
      </div>
    </form>
  );
}

interface RowsProps {
  readonly of: ListName;
  readonly rows: readonly Parts[];
  readonly change: (rows: readonly Parts[]) => void;
}

/** A field that may be there several times: a line of parts for each, and the way to one more. */
function Rows({ of, rows, change }: RowsProps) {
  const box = useRef<HTMLFieldSetElement>(null);
  const add = () => {
    change([...rows, {}]);
    requestAnimationFrame(() =>
      box.current
        ?.querySelector<HTMLElement>('.parts:last-of-type input, .parts:last-of-type textarea')
        ?.focus(),
    );
  };
  const put = (index: number, part: string, value: string) =>
    change(rows.map((row, at) => (at === index ? { ...row, [part]: value } : row)));
  return (
    <fieldset ref={box} class="parts-of">
      <legend class="hidden">{t(`contacts.field.${of}`)}</legend>
      {rows.map((row, index) => (
        <div key={index} class="parts">
          <div class="pair">
            {lists[of].map((part) => (
              <Field
                key={part}
                label={part === 'value' ? t(`contacts.field.${of}`) : t(`contacts.part.${part}`)}
                value={row[part] ?? ''}
                maxLength={of === 'notes' ? 20_000 : 500}
                change={(value) => put(index, part, value)}
              />
            ))}
          </div>
          <button
            type="button"
            class="button plain-button"
            aria-label={t('contacts.remove_of', { what: Object.values(row)[0] ?? t(`contacts.field.${of}`) })}
            onClick={() => change(rows.filter((_, at) => at !== index))}
          >
            {t('action.remove')}
          </button>
        </div>
      ))}
      <button type="button" class="button plain-button" onClick={add}>
        {t(`contacts.add.${of}`)}
      </button>
    </fieldset>
  );
}

import { useState } from 'preact/hooks';
import type { Beside } from '../../api/merge-types.ts';
import { day, partialDate, t } from '../../catalogue/messages.ts';
import { Avatar } from '../../components/avatar/avatar.tsx';
import { cameFrom } from '../contacts/came-from.ts';
import { fieldName } from '../contacts/field-name.ts';
import { ALL, firstChoice, rowsOf } from './choices.ts';

interface SideBySideProps {
  readonly contacts: readonly Beside[];
  readonly busy: boolean;
  readonly merge: (keep: string, fields: Readonly<Record<string, string>>) => void;
  /** Absent where the member chose them: then nothing is proposed. */
  readonly notSame: (() => void) | undefined;
  readonly next: (() => void) | undefined;
}

/** Contacts that may be one: field by field beside each other, with a choice where they differ. */
export function SideBySide({ contacts, busy, merge, notSame, next }: SideBySideProps) {
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const rows = rowsOf(contacts);
  const choice = (field: string) => {
    const row = rows.find((one) => one.field === field);
    return chosen[field] ?? (row === undefined ? ALL : firstChoice(row, contacts));
  };
  const send = () => {
    const fields: Record<string, string> = {};
    for (const { field, isSame } of rows) {
      const of = choice(field);
      if (!isSame && of !== ALL) fields[field] = of;
    }
    const names = choice('names');
    merge(names === ALL ? (contacts[0]?.id ?? '') : names, fields);
  };
  return (
    <div class="card stack side-by-side" style={`--columns: ${Math.min(contacts.length, 3)}`}>
      <div class="side-heads">
        {contacts.map(({ id, name, sources, addedAt }) => (
          <div key={id} class="side-head">
            <Avatar name={name} photo={null} />
            <div>
              <a href={`/contacts/${id}`}>
                <bdi>{name === '' ? t('contacts.no_name') : name}</bdi>
              </a>
              <div class="small quiet">
                <bdi>{sources.map((source) => cameFrom(source)).join(', ')}</bdi>, {day(addedAt)}
              </div>
            </div>
          </div>
        ))}
      </div>
      {rows.map(({ field, values, isSame, isList }) => (
        <fieldset key={field} class="side-row">
          <legend>{fieldName(field)}</legend>
          {isSame ? (
            <p class="same">
              <Values field={field} values={values[0] ?? []} />{' '}
              <span class="small quiet">{t('merge.same')}</span>
            </p>
          ) : (
            <div class="side-options">
              {contacts.map(({ id, name }, at) => (
                <label key={id} class="side-option">
                  <input
                    type="radio"
                    name={`merge-${field}`}
                    value={id}
                    checked={choice(field) === id}
                    onChange={() => setChosen((before) => ({ ...before, [field]: id }))}
                  />
                  <span>
                    <span class="hidden">{t('merge.of', { name })}</span>
                    <Values field={field} values={values[at] ?? []} />
                  </span>
                </label>
              ))}
              {isList && (
                <label class="side-option side-all">
                  <input
                    type="radio"
                    name={`merge-${field}`}
                    value={ALL}
                    checked={choice(field) === ALL}
                    onChange={() => setChosen((before) => ({ ...before, [field]: ALL }))}
                  />
                  <span>{t('merge.all_of_them')}</span>
                </label>
              )}
            </div>
          )}
        </fieldset>
      ))}
      <div class="row side-acts">
        <button type="button" class="button primary" disabled={busy} onClick={send}>
          {t('merge.merge', { n: contacts.length })}
        </button>
        {notSame !== undefined && (
          <button type="button" class="button" disabled={busy} onClick={notSame}>
            {t('merge.not_same')}
          </button>
        )}
        {next !== undefined && (
          <button type="button" class="button plain-button" disabled={busy} onClick={next}>
            {t('merge.next')}
          </button>
        )}
      </div>
    </div>
  );
}

function Values({ field, values }: { field: string; values: readonly string[] }) {
  if (values.length === 0) return <span class="quiet">{t('contacts.nothing')}</span>;
  return (
    <>
      {values.map((value) => (
        <bdi key={value} class="side-value">
          {field === 'birthday' || field === 'anniversary' ? partialDate(value) : value}
        </bdi>
      ))}
    </>
  );
}

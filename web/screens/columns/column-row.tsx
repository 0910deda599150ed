import { useId } from 'preact/hooks';
import type { TableColumn } from '../../api/types.ts';
import { t } from '../../catalogue/messages.ts';
import { isOffered, meanings, meaningText } from './meanings.ts';

interface ColumnRowProps {
  readonly column: TableColumn;
  readonly meaning: string;
  readonly change: (meaning: string) => void;
}

/** A column: what its header says, what is in it, and what it means. */
export function ColumnRow({ column, meaning, change }: ColumnRowProps) {
  const id = useId();
  const { name, samples, basis } = column;
  const settled = meaning !== column.meaning;
  return (
    <li>
      <div>
        <label for={id}>{name === '' ? t('columns.unnamed', { column: column.column }) : name}</label>
        {basis === 'guessed' && !settled && <span class="mark">{t('columns.guess')}</span>}
        {basis === 'unknown' && samples.length > 0 && !settled && (
          <span class="mark">{t('columns.unknown')}</span>
        )}
      </div>
      <p class="samples small quiet" id={`${id}-samples`}>
        {samples.length === 0 ? t('columns.empty') : samples.join(' · ')}
      </p>
      <select
        id={id}
        value={meaning}
        aria-describedby={`${id}-samples`}
        onChange={(event) => change(event.currentTarget.value)}
      >
        <option value="other">{meaningText('other')}</option>
        <option value="skip">{meaningText('skip')}</option>
        {column.meaning !== 'other' && column.meaning !== 'skip' && !isOffered(column.meaning) && (
          <option value={column.meaning}>{meaningText(column.meaning)}</option>
        )}
        {meanings.map(([group, words]) => (
          <optgroup key={group} label={t(group)}>
            {words.map((word) => (
              <option key={word} value={word}>
                {meaningText(word)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </li>
  );
}

import { useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import type { ImportProblem, Mend } from '../../api/types.ts';
import { named, t } from '../../catalogue/messages.ts';
import { Field } from '../../components/field/field.tsx';
import { Problem } from '../../components/problem/problem.tsx';

interface MendFormProps {
  readonly importId: string;
  readonly problem: ImportProblem;
  readonly mend: Mend;
  readonly mended: (problem: ImportProblem) => void;
  readonly skip: () => void;
}

/** Which field a refusal of the server is about. */
const fieldOf: Readonly<Record<string, 'name' | 'email' | 'phone' | 'date'>> = {
  'card.empty': 'name',
  'card.email_invalid': 'email',
  'card.phone_invalid': 'phone',
  'card.date_invalid': 'date',
};

/** The value that was rejected, or the row, to be filled in again. */
export function MendForm({ importId, problem, mend, mended, skip }: MendFormProps) {
  const [said, setSaid] = useState<Readonly<Record<string, string>>>(
    mend.kind === 'value'
      ? { [mend.field]: mend.value }
      : { name: mend.name, email: mend.email, phone: mend.phone },
  );
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string>();
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailed(undefined);
    try {
      const body = mend.kind === 'value' ? { value: said[mend.field] } : said;
      mended(
        await ask<ImportProblem>('POST', `/api/imports/${importId}/problems/${problem.sequence}/mend`, body),
      );
    } catch (error) {
      setFailed(codeOf(error));
      setBusy(false);
    }
  };
  const wrong = failed === undefined ? undefined : fieldOf[failed];
  const fields = mend.kind === 'value' ? [mend.field] : (['name', 'email', 'phone'] as const);
  return (
    <form class="mend" noValidate onSubmit={submit}>
      {fields.map((field) => (
        <Field
          key={field}
          label={t(`problems.field.${field}`)}
          value={said[field] ?? ''}
          change={(value) => setSaid((before) => ({ ...before, [field]: value }))}
          wrong={wrong === field && failed !== undefined ? named('error', failed) : undefined}
        />
      ))}
      <div class="row">
        <button type="submit" class="button" aria-disabled={busy}>
          {t('problems.mend')}
        </button>
        <button type="button" class="button plain-button" onClick={skip}>
          {t('problems.skip_one')}
        </button>
      </div>
      {failed !== undefined && wrong === undefined && <Problem code={failed} />}
    </form>
  );
}

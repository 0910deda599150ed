import { useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import type { Label } from '../../api/contact-types.ts';
import { t } from '../../catalogue/messages.ts';
import { Dialog } from '../../components/dialog/dialog.tsx';
import { Field } from '../../components/field/field.tsx';
import { LabelChip } from '../../components/label-chip/label-chip.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import type { ContactSelection } from '../../list/choice.ts';
import { act } from './acts.ts';

interface LabelDialogProps {
  readonly n: number;
  readonly labels: readonly Label[];
  readonly selection: ContactSelection;
  readonly close: () => void;
  readonly changed: () => void;
}

/** Puts a label on all that is chosen, takes one away, or makes a new one for them. */
export function LabelDialog({ n, labels, selection, close, changed }: LabelDialogProps) {
  const [name, setName] = useState('');
  const [failed, setFailed] = useState<string>();
  const put = (what: 'label' | 'unlabel', label: Pick<Label, 'id' | 'name'>) => {
    close();
    act(what, selection, changed, label);
  };
  const make = async () => {
    setFailed(undefined);
    try {
      put('label', await ask<Label>('POST', '/api/labels', { name: name.trim() }));
    } catch (error) {
      setFailed(codeOf(error));
    }
  };
  return (
    <Dialog title={t('contacts.label_title', { n })} close={close}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          make();
        }}
      >
        <Field label={t('labels.new')} value={name} change={setName} maxLength={100} required />
        <Problem code={failed} />
        <div>
          <button type="submit" class="button">
            {t('labels.make_and_put')}
          </button>
        </div>
      </form>
      <ul class="plain lines">
        {labels.map((label) => (
          <li key={label.id} class="row spread label-line">
            <LabelChip name={label.name} />
            <span class="row">
              <button
                type="button"
                class="button"
                aria-label={t('labels.put_of', { label: label.name })}
                onClick={() => put('label', label)}
              >
                {t('labels.put')}
              </button>
              <button
                type="button"
                class="button plain-button"
                aria-label={t('labels.take_of', { label: label.name })}
                onClick={() => put('unlabel', label)}
              >
                {t('labels.take')}
              </button>
            </span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

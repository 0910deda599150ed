import { useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import type { Label } from '../../api/contact-types.ts';
import { leaveOut } from '../../api/leave-out.ts';
import type { SuggestionSettings } from '../../api/types.ts';
import { useLive } from '../../api/use-live.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { named, t } from '../../catalogue/messages.ts';
import { Field } from '../../components/field/field.tsx';
import { LabelChip } from '../../components/label-chip/label-chip.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { toast } from '../../components/toast/toast.tsx';
import './contacts.css';

/** The labels: made, renamed, deleted, left out of suggestions; those of a source are named where they come from. */
export function Labels() {
  const { value, failed, reload } = useLoaded<{ labels: readonly Label[] }>('/api/labels');
  const suggestions = useLoaded<SuggestionSettings>('/api/suggestions/settings');
  useLive('contacts', reload);
  const [name, setName] = useState('');
  const [refused, setRefused] = useState<string>();
  const make = async () => {
    setRefused(undefined);
    try {
      await ask('POST', '/api/labels', { name: name.trim() });
      setName('');
      reload();
    } catch (error) {
      setRefused(codeOf(error));
    }
  };
  return (
    <Screen
      title={t('labels.title')}
      action={
        <a class="button" href="/contacts">
          {t('contacts.back')}
        </a>
      }
    >
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          make();
        }}
      >
        <Field label={t('labels.new')} value={name} change={setName} maxLength={100} required />
        <Problem code={refused} />
        <div>
          <button type="submit" class="button primary">
            {t('labels.make')}
          </button>
        </div>
      </form>
      <Problem code={failed} retry={reload} />
      {value === undefined && failed === undefined && <div class="waiting-block" aria-hidden="true" />}
      {value?.labels.length === 0 && <p class="card">{t('labels.empty')}</p>}
      {value !== undefined && value.labels.length > 0 && (
        <ul class="plain lines card">
          {value.labels.map((label) => (
            <LabelLine
              key={label.id}
              label={label}
              neverSuggested={suggestions.value?.labels.includes(label.id)}
              changed={() => {
                reload();
                suggestions.reload();
              }}
            />
          ))}
        </ul>
      )}
    </Screen>
  );
}

interface LabelLineProps {
  readonly label: Label;
  /** Whether its people are never suggested; undefined until that is known. */
  readonly neverSuggested: boolean | undefined;
  readonly changed: () => void;
}

function LabelLine({ label, neverSuggested, changed }: LabelLineProps) {
  const [name, setName] = useState<string>();
  const [refused, setRefused] = useState<string>();
  const rename = async () => {
    setRefused(undefined);
    try {
      await ask('PATCH', `/api/labels/${label.id}`, { name: name?.trim() });
      setName(undefined);
      changed();
    } catch (error) {
      setRefused(codeOf(error));
    }
  };
  const suggest = async (never: boolean) => {
    try {
      await leaveOut('label', label.id, never);
      toast(t('settings.saved'));
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    changed();
  };
  const remove = async () => {
    try {
      await ask('DELETE', `/api/labels/${label.id}`);
      toast(t('labels.deleted', { label: label.name }), restore);
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    changed();
  };
  const restore = async () => {
    try {
      await ask('POST', `/api/labels/${label.id}/restore`);
      toast(t('labels.back', { label: label.name }));
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    changed();
  };
  if (name !== undefined)
    return (
      <li class="entry">
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            rename();
          }}
        >
          <Field label={t('labels.name')} value={name} change={setName} maxLength={100} required />
          <Problem code={refused} />
          <div class="row">
            <button type="submit" class="button primary">
              {t('labels.save')}
            </button>
            <button type="button" class="button" onClick={() => setName(undefined)}>
              {t('action.cancel')}
            </button>
          </div>
        </form>
      </li>
    );
  return (
    <li class="entry">
      <div class="row spread">
        <a href={`/contacts?label=${label.id}`} class="label-way">
          <LabelChip name={label.name} />
          <span class="small quiet number">{t(`labels.count.${label.origin}`, { n: label.count })}</span>
        </a>
        <span class="row">
          <button
            type="button"
            class="button"
            aria-label={t('labels.rename_of', { label: label.name })}
            onClick={() => setName(label.name)}
          >
            {t('labels.rename')}
          </button>
          <button
            type="button"
            class="button plain-button"
            aria-label={t('labels.delete_of', { label: label.name })}
            onClick={remove}
          >
            {t('contacts.delete')}
          </button>
        </span>
      </div>
      <label class="check label-check">
        <input
          type="checkbox"
          aria-label={t('labels.never_suggest_of', { label: label.name })}
          disabled={neverSuggested === undefined}
          checked={neverSuggested ?? false}
          onChange={(event) => suggest(event.currentTarget.checked)}
        />
        {t('labels.never_suggest')}
      </label>
    </li>
  );
}

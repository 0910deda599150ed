import { useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import { leaveOut } from '../../api/leave-out.ts';
import type { SuggestionSettings } from '../../api/types.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { day, t } from '../../catalogue/messages.ts';
import { Awaited } from '../../components/awaited/awaited.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { toast } from '../../components/toast/toast.tsx';

const path = '/api/suggestions/settings';

/** Who is suggested to the member, and the member to whom. */
export function Suggestions() {
  const settings = useLoaded<SuggestionSettings>(path);
  const [failed, setFailed] = useState<string>();
  const names = useLoaded<{ labels: readonly { id: string; name: string }[] }>('/api/labels');
  const labels = names.value?.labels;
  const said = settings.value;
  const change = async (work: () => Promise<unknown>) => {
    try {
      await work();
      setFailed(undefined);
      toast(t('settings.saved'));
    } catch (error) {
      setFailed(codeOf(error));
    }
    settings.reload();
  };
  const choice = (name: 'shown' | 'suggested' | 'tellsHeld' | 'showsHolders') => (
    <label class="check">
      <input
        type="checkbox"
        disabled={said === undefined}
        checked={said?.[name] ?? false}
        onChange={(event) => {
          const { checked } = event.currentTarget;
          change(() => ask('PATCH', path, { [name]: checked }));
        }}
      />
      {t(`suggestions.set.${name}`)}
    </label>
  );
  return (
    <section class="card stack" aria-labelledby="suggestions">
      <h2 id="suggestions">{t('suggestions.title')}</h2>
      <p class="quiet">{t('suggestions.settings_lead')}</p>
      <Problem code={failed ?? settings.failed} retry={settings.reload} />
      <Awaited value={said} failed={settings.failed} />
      <Awaited value={labels} failed={names.failed} />
      <fieldset class="choices" aria-labelledby="suggestions">
        {choice('shown')}
        {choice('suggested')}
        {said?.revealHolders !== 'never' && choice('tellsHeld')}
        {said?.revealHolders !== 'never' && choice('showsHolders')}
      </fieldset>
      {said !== undefined && said.imports.length + (labels?.length ?? 0) > 0 && (
        <details>
          <summary>{t('suggestions.leave_out')}</summary>
          <p class="quiet small">{t('suggestions.leave_out_hint')}</p>
          {labels !== undefined && labels.length > 0 && (
            <fieldset class="choices">
              <legend class="small">{t('suggestions.leave_out_labels')}</legend>
              {labels.map(({ id, name }) => (
                <Exclusion
                  key={id}
                  name={name}
                  excluded={said.labels.includes(id)}
                  change={(excluded) => change(() => leaveOut('label', id, excluded))}
                />
              ))}
            </fieldset>
          )}
          <fieldset class="choices">
            <legend class="small">{t('suggestions.leave_out_imports')}</legend>
            {said.imports.map((one) => (
              <Exclusion
                key={one.id}
                name={t('suggestions.import_line', {
                  name: one.name || t(`imports.kind.${one.kind}`),
                  day: day(one.receivedAt),
                })}
                excluded={one.excluded}
                change={(excluded) => change(() => leaveOut('import', one.id, excluded))}
              />
            ))}
          </fieldset>
        </details>
      )}
      {said !== undefined && said.never > 0 && (
        <div class="row spread">
          <span>{t('suggestions.never_count', { n: said.never })}</span>
          <button
            type="button"
            class="button"
            onClick={() => change(() => ask('DELETE', '/api/suggestions'))}
          >
            {t('suggestions.never_forget')}
          </button>
        </div>
      )}
    </section>
  );
}

interface ExclusionProps {
  readonly name: string;
  readonly excluded: boolean;
  readonly change: (excluded: boolean) => void;
}

function Exclusion({ name, excluded, change }: ExclusionProps) {
  return (
    <label class="check">
      <input type="checkbox" checked={excluded} onChange={(event) => change(event.currentTarget.checked)} />
      <span dir="auto">{name}</span>
    </label>
  );
}

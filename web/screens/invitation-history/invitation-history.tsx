import { useLocation, useRoute } from 'preact-iso';
import { ask, codeOf } from '../../api/client.ts';
import type { InvitationHistory as History } from '../../api/types.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { day, moment, named, t } from '../../catalogue/messages.ts';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { toast } from '../../components/toast/toast.tsx';
import '../invitations/invitations.css';

/** What was agreed to and sent to one recipient, as far as the inviter may know, and the way to ask again. */
export function InvitationHistory() {
  const { params } = useRoute();
  const { route } = useLocation();
  const path = `/api/invitations/${params.id}`;
  const { value, failed, reload } = useLoaded<History>(path);
  const again = async (position?: number) => {
    try {
      const { importId } = await ask<{ importId: string }>(
        'POST',
        `${path}/again`,
        position === undefined ? {} : { position },
      );
      route(`/imports/${importId}/review`);
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
  };
  const noReminder = async () => {
    try {
      const { withdrawn } = await ask<{ withdrawn: number }>('POST', '/api/invitations/withdraw-reminders', {
        ids: value?.asked.map(({ id }) => id) ?? [],
      });
      toast(t('history.reminders_gone', { n: withdrawn }));
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    reload();
  };
  const name = value?.name || value?.value || t('invitations.forgotten');
  const rests =
    value?.againAt !== undefined && Date.parse(value.againAt) > performance.timeOrigin + performance.now();
  const waits = value?.asked.some(({ steps }) => steps.some(({ what }) => what === 'reminder_due'));
  return (
    <Screen title={value === undefined ? t('invitations.title') : t('history.title', { name })}>
      <p>
        <a href="/invitations">{t('sent.all')}</a>
      </p>
      <Problem code={failed} retry={reload} />
      {value === undefined && failed === undefined && <div class="waiting-block" aria-hidden="true" />}
      {value !== undefined && (
        <>
          <p class="quiet">{t('history.lead')}</p>
          {value.asked.map((one) => (
            <section key={one.id} class="card stack" aria-label={one.message.subject}>
              <ol class="plain lines">
                {one.steps.map((step) => (
                  <li key={`${step.what} ${step.reminder ?? 0}`} class="line row spread">
                    <span>{t(`history.step.${step.what}`)}</span>
                    <span class="quiet number">
                      {step.what === 'reminder_due' ? day(step.at) : moment(step.at)}
                    </span>
                  </li>
                ))}
              </ol>
              <details>
                <summary>{t('history.message')}</summary>
                <p>
                  <strong dir="auto">{one.message.subject}</strong>
                </p>
                <pre class="history-letter" dir="auto">
                  {one.message.text}
                </pre>
              </details>
            </section>
          ))}
          {value.againAt !== undefined && rests && (
            <p>{t('history.again_from', { day: day(value.againAt) })}</p>
          )}
          {value.others.length > 0 && <p class="quiet">{t('history.wrong')}</p>}
          <div class="actions">
            {value.againAt !== undefined && !rests && value.value !== undefined && (
              <button type="button" class="button primary" onClick={() => again()}>
                {t('history.again')}
              </button>
            )}
            {value.others.map(({ position, value: other }) => (
              <button key={position} type="button" class="button" onClick={() => again(position)}>
                {t('history.again_other', { value: other })}
              </button>
            ))}
            {waits && (
              <button type="button" class="button" onClick={noReminder}>
                {t('history.no_reminder')}
              </button>
            )}
          </div>
        </>
      )}
    </Screen>
  );
}

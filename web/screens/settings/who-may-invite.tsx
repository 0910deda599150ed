import { useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import type { InvitedBy } from '../../api/types.ts';
import { t } from '../../catalogue/messages.ts';
import { Problem } from '../../components/problem/problem.tsx';
import { toast } from '../../components/toast/toast.tsx';
import { me, refresh } from '../../session/session.ts';

const choices: readonly InvitedBy[] = ['anyone', 'known', 'book'];

/** Who may invite the member or ask for a connection; whoever may not is not told. */
export function WhoMayInvite() {
  const [failed, setFailed] = useState<string>();
  const chosen = me.value?.invitedBy;
  const change = async (invitedBy: InvitedBy) => {
    try {
      await ask('PATCH', '/api/me', { invitedBy });
      setFailed(undefined);
      toast(t('settings.saved'));
    } catch (error) {
      setFailed(codeOf(error));
    }
    refresh().catch(() => undefined);
  };
  return (
    <section class="card stack" aria-labelledby="who-may-invite">
      <h2 id="who-may-invite">{t('invited_by.title')}</h2>
      <p class="quiet" id="who-may-invite-lead">
        {t('invited_by.lead')}
      </p>
      <Problem code={failed} />
      <fieldset class="choices" aria-labelledby="who-may-invite" aria-describedby="who-may-invite-lead">
        {choices.map((choice) => (
          <label key={choice} class="check">
            <input
              type="radio"
              name="invited-by"
              checked={chosen === choice}
              onChange={() => change(choice)}
            />
            {t(`invited_by.${choice}`)}
          </label>
        ))}
      </fieldset>
    </section>
  );
}

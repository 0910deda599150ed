import { useEffect } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import type { Blocked as BlockedMember } from '../../api/types.ts';
import { usePages } from '../../api/use-pages.ts';
import { day, named, t } from '../../catalogue/messages.ts';
import { Avatar } from '../../components/avatar/avatar.tsx';
import { Awaited } from '../../components/awaited/awaited.tsx';
import { More } from '../../components/more/more.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { toast } from '../../components/toast/toast.tsx';

/** Whom the member has blocked, and the way back; nothing where that is nobody. */
export function Blocked() {
  const { items, next, failed, load, change } = usePages<BlockedMember>('/api/blocks', {});
  useEffect(() => {
    load();
  }, []);
  const unblock = async ({ member }: BlockedMember) => {
    try {
      await ask('DELETE', `/api/blocks/${member.id}`);
      change((before) => before.filter((one) => one.member.id !== member.id));
      toast(t('blocked.done', { name: member.name }));
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
  };
  if (items === undefined && failed === undefined) return <Awaited value={items} failed={failed} />;
  if (items?.length === 0 && failed === undefined) return null;
  return (
    <section class="card stack" aria-labelledby="blocked">
      <h2 id="blocked">{t('blocked.title')}</h2>
      <p class="quiet">{t('blocked.lead')}</p>
      <Problem code={failed} retry={() => load()} />
      <ul class="plain lines">
        {items?.map((blocked) => (
          <li key={blocked.member.id} class="row spread blocked-line">
            <span class="row">
              <Avatar name={blocked.member.name} photo={blocked.member.photo} />
              <span>
                <strong dir="auto">{blocked.member.name}</strong>
                <span class="small quiet"> {t('blocked.since', { day: day(blocked.blockedAt) })}</span>
              </span>
            </span>
            <button
              type="button"
              class="button plain-button"
              aria-label={t('blocked.undo_of', { name: blocked.member.name })}
              onClick={() => unblock(blocked)}
            >
              {t('blocked.undo')}
            </button>
          </li>
        ))}
      </ul>
      {next && <More press={() => load(next)} />}
    </section>
  );
}

import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ask, codeOf } from '../../api/client.ts';
import type { Link } from '../../api/types.ts';
import { usePages } from '../../api/use-pages.ts';
import { named, t } from '../../catalogue/messages.ts';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { toast } from '../../components/toast/toast.tsx';
import { LinkCard } from './link-card.tsx';
import './links.css';

/** Personal links, one person after the other: the member sends each by their own means. */
export function Links() {
  const { query } = useLocation();
  const {
    items: links,
    total,
    next,
    failed,
    load,
    change,
  } = usePages<Link>('/api/links', { batch: query.batch });
  const [at, setAt] = useState(0);

  useEffect(() => {
    setAt(0);
    load();
  }, [query.batch]);

  const take = async (link: Link, by: NonNullable<Link['takenBy']>) => {
    try {
      await ask('POST', `/api/links/${link.id}/taken`, { by });
      change((before) =>
        before.map((one) =>
          one.id === link.id ? { ...one, state: 'taken', takenBy: one.takenBy ?? by } : one,
        ),
      );
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
  };
  const withdraw = async (link: Link) => {
    try {
      await ask('POST', '/api/invitations/withdraw', { ids: [link.id] });
      toast(t('links.withdrawn', { name: nameOf(link) }));
      change((before) => before.filter(({ id }) => id !== link.id));
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
  };
  const last = (links?.length ?? 0) - 1;
  const index = Math.max(0, Math.min(at, last));
  const shown = links?.[index];
  const move = (to: number) => {
    if (to >= 0 && to < total) setAt(to);
    if (to >= last && next) load(next);
  };

  return (
    <Screen title={t('links.title')}>
      <p class="quiet">{t('links.lead')}</p>
      <Problem code={failed} retry={() => load()} />
      {links === undefined && failed === undefined && <div class="placeholder tall" aria-hidden="true" />}
      {links?.length === 0 && (
        <div class="card stack">
          <p>{t('links.empty')}</p>
          <div>
            <a class="button" href="/invitations">
              {t('sent.all')}
            </a>
          </div>
        </div>
      )}
      {shown !== undefined && (
        <>
          <LinkCard
            key={shown.id}
            link={shown}
            index={index}
            total={total}
            move={move}
            take={(by) => take(shown, by)}
            withdraw={() => withdraw(shown)}
          />
          <section aria-labelledby="people">
            <h2 id="people">{t('links.people')}</h2>
            <ul class="plain lines card">
              {links?.map((one, position) => (
                <li key={one.id}>
                  <button
                    type="button"
                    class="link-line"
                    aria-current={position === index}
                    onClick={() => setAt(position)}
                  >
                    <span class="who-line">
                      <strong>{nameOf(one)}</strong>
                      {one.name !== '' && <span class="small quiet">{one.value}</span>}
                    </span>
                    <span class="small quiet">
                      {one.takenBy ? t(`links.by.${one.takenBy}`) : t('state.made')}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
            {next && (
              <p>
                <button type="button" class="button" onClick={() => load(next)}>
                  {t('action.more')}
                </button>
              </p>
            )}
          </section>
          <p class="row">
            <a class="button" href="/network">
              {t('sent.network')}
            </a>
            <a class="button" href="/invitations">
              {t('sent.all')}
            </a>
          </p>
        </>
      )}
    </Screen>
  );
}

function nameOf({ name, value }: Link): string {
  return name || value || t('invitations.forgotten');
}

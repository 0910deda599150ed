import { useEffect, useState } from 'preact/hooks';
import { ask, codeOf } from '../../api/client.ts';
import type { Offer } from '../../api/types.ts';
import { useLive } from '../../api/use-live.ts';
import { usePages } from '../../api/use-pages.ts';
import { named, t } from '../../catalogue/messages.ts';
import { Avatar } from '../../components/avatar/avatar.tsx';
import { Awaited } from '../../components/awaited/awaited.tsx';
import { More } from '../../components/more/more.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { toast } from '../../components/toast/toast.tsx';
import { network } from '../../session/session.ts';
import { type Refusal, RefusalDialog } from './refusal-dialog.tsx';

const path = '/api/invitations/received';
const lasting: readonly Refusal[] = ['block', 'never', 'report'];
/** Each answer in the words of the API. */
const acts = {
  accept: 'accept',
  decline: 'decline',
  block: 'not-from',
  never: 'never',
  report: 'report',
} as const;

/** Others who had invited the member: each is answered alone, and none is connected before. */
export function Offers({ changed }: { changed: () => void }) {
  const offers = usePages<Offer>(path, {});
  const [asking, setAsking] = useState<{ readonly offer: Offer; readonly what: Refusal }>();
  /** Whom the member has answered: a reading that began before may still bring them. */
  const [answered, setAnswered] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    offers.load();
  }, []);
  useLive('invitations', offers.refresh);
  const items = offers.items?.filter(({ id }) => !answered.has(id)) ?? [];
  const back = (id: string) => {
    setAnswered((before) => new Set([...before].filter((one) => one !== id)));
    offers.refresh();
    changed();
  };
  const trying = async (id: string, work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      toast(named('error', codeOf(error)));
      back(id);
    }
  };
  const answer = (offer: Offer, said: keyof typeof acts, text?: string) => {
    const { id, inviter } = offer;
    const { name } = inviter;
    const url = `${path}/${id}/${acts[said]}`;
    setAnswered((before) => new Set(before).add(id));
    return trying(id, async () => {
      await ask('POST', url, said === 'report' ? { ...(text ? { text } : {}) } : undefined);
      toast(
        t(`network.offer_done.${said}`, { name, network: network.value.name }),
        said === 'accept'
          ? undefined
          : () =>
              trying(id, async () => {
                await ask('DELETE', url);
                back(id);
              }),
      );
      // "Never" closes those of others, too.
      offers.refresh();
      changed();
    });
  };
  if (offers.failed !== undefined && items.length === 0)
    return <Problem code={offers.failed} retry={() => offers.load()} />;
  if (items.length === 0 && !offers.next) return <Awaited value={offers.items} failed={offers.failed} />;
  return (
    <section class="card" aria-labelledby="offers">
      <h2 id="offers">{t('network.offers')}</h2>
      <p class="quiet">{t('network.offers_text')}</p>
      <ul class="plain lines">
        {items.map((offer) => {
          const { name, headline, photo } = offer.inviter;
          return (
            <li key={offer.id} class="person">
              <Avatar name={name} photo={photo} />
              <div class="grow">
                <strong dir="auto">{name}</strong>
                <div class="small quiet" dir="auto">
                  {headline}
                </div>
                {offer.note !== undefined && (
                  <div class="small" dir="auto">
                    {offer.note}
                  </div>
                )}
              </div>
              <div class="row">
                <button
                  type="button"
                  class="button"
                  aria-label={t('network.accept_of', { name })}
                  onClick={() => answer(offer, 'accept')}
                >
                  {t('network.accept')}
                </button>
                <button
                  type="button"
                  class="button plain-button"
                  aria-label={t('network.offer_no_of', { name })}
                  onClick={() => answer(offer, 'decline')}
                >
                  {t('network.offer_no')}
                </button>
                <details class="more">
                  <summary aria-label={t('network.more_of', { name })}>{t('network.more')}</summary>
                  <div class="row">
                    {lasting.map((what) => (
                      <button
                        key={what}
                        type="button"
                        class="button plain-button"
                        aria-label={t(`network.${what}_of`, { name })}
                        onClick={() => setAsking({ offer, what })}
                      >
                        {t(`network.${what}`)}
                      </button>
                    ))}
                  </div>
                </details>
              </div>
            </li>
          );
        })}
      </ul>
      {offers.next && <More press={() => offers.load(offers.next ?? undefined)} />}
      {asking !== undefined && (
        <RefusalDialog
          what={asking.what}
          name={asking.offer.inviter.name}
          close={() => setAsking(undefined)}
          refuse={(text) => answer(asking.offer, asking.what, text)}
        />
      )}
    </section>
  );
}

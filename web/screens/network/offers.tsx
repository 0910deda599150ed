import { ask, codeOf } from '../../api/client.ts';
import type { Offer, Page } from '../../api/types.ts';
import { useLive } from '../../api/use-live.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { named, t } from '../../catalogue/messages.ts';
import { Avatar } from '../../components/avatar/avatar.tsx';
import { toast } from '../../components/toast/toast.tsx';

/** Others who had invited the member: each is answered alone, and none is connected before. */
export function Offers({ changed }: { changed: () => void }) {
  const offers = useLoaded<Page<Offer>>('/api/invitations/received');
  useLive('invitations', offers.reload);
  const items = offers.value?.items ?? [];
  const answer = async ({ id, inviter: { name } }: Offer, verb: 'accept' | 'decline') => {
    try {
      await ask('POST', `/api/invitations/received/${id}/${verb}`);
      toast(t(verb === 'accept' ? 'network.done.accept' : 'network.offer_declined', { name }));
    } catch (error) {
      toast(named('error', codeOf(error)));
    }
    offers.reload();
    changed();
  };
  if (items.length === 0) return null;
  return (
    <section class="card" aria-labelledby="offers">
      <h2 id="offers">{t('network.offers')}</h2>
      <p class="quiet">{t('network.offers_text')}</p>
      <ul class="plain lines">
        {items.map((offer) => (
          <li key={offer.id} class="person">
            <Avatar name={offer.inviter.name} photo={offer.inviter.photo} />
            <div class="grow">
              <strong>{offer.inviter.name}</strong>
              <div class="small quiet">{offer.inviter.headline}</div>
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
                aria-label={t('network.accept_of', { name: offer.inviter.name })}
                onClick={() => answer(offer, 'accept')}
              >
                {t('network.accept')}
              </button>
              <button
                type="button"
                class="button plain-button"
                aria-label={t('network.offer_no_of', { name: offer.inviter.name })}
                onClick={() => answer(offer, 'decline')}
              >
                {t('network.offer_no')}
              </button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

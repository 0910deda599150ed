import type { Quota } from '../../api/types.ts';
import { moment, t } from '../../catalogue/messages.ts';

/** How many may go today, why so many, and when more: said before the press. */
export function QuotaAhead({ quota, count, links }: { quota: Quota; count: number; links: number }) {
  const { left, level, perDay, moreAt, next } = quota;
  if (level === 'paused' || level === 'closed')
    return (
      <p class="notice warning">{t(level === 'paused' ? 'review.quota_paused' : 'review.quota_closed')}</p>
    );
  const tooMany = count > left;
  return (
    <div class={tooMany ? 'notice warning' : 'small quiet'}>
      <p>
        {t('review.quota', { n: left })} {t(reasons[level], { perDay })}
        {links > 0 && ` ${t('review.quota_links')}`}
        {next !== undefined && ` ${t('review.quota_next', { n: next.acceptances, perDay: next.perDay })}`}
        {tooMany && moreAt !== undefined && ` ${t('review.quota_more', { at: moment(moreAt) })}`}
        {tooMany && ` ${t('review.quota_fewer')}`}
      </p>
    </div>
  );
}

const reasons = {
  new: 'review.quota_new',
  lower: 'review.quota_lower',
  higher: 'review.quota_higher',
  full: 'review.quota_full',
} as const;

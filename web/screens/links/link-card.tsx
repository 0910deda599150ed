import { useState } from 'preact/hooks';
import type { Link } from '../../api/types.ts';
import { t } from '../../catalogue/messages.ts';
import { QrCode } from '../../components/qr-code/qr-code.tsx';
import { Stepper } from '../../components/stepper/stepper.tsx';
import { toast } from '../../components/toast/toast.tsx';
import { mailtoOf, smsCodeOf, smsOf } from './hand-over.ts';

interface LinkCardProps {
  readonly link: Link;
  readonly index: number;
  readonly total: number;
  readonly move: (index: number) => void;
  readonly take: (by: NonNullable<Link['takenBy']>) => void;
  readonly withdraw: () => void;
}

/** What one person gets, and the ways to send it. */
export function LinkCard({ link, index, total, move, take, withdraw }: LinkCardProps) {
  const [codes, setCodes] = useState(false);
  const { name, value, subject, text, channel, takenBy } = link;
  const isLast = index + 1 >= total;
  const first = takenBy === undefined ? 'button primary' : 'button';
  // A text message goes from the phone: on a desk the code leads there.
  const byCode = channel === 'text' && !matchMedia('(pointer: coarse)').matches;

  const share = async () => {
    try {
      await navigator.share({ title: subject, text });
      take('share');
    } catch (error) {
      // Closing the sheet is no fault, and no handing over.
      if (!(error instanceof DOMException && error.name === 'AbortError')) toast(t('links.not_shared'));
    }
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      take('copy');
      toast(t('links.copied'));
    } catch {
      toast(t('links.not_copied'));
    }
  };
  const show = () => {
    if (!codes) take('qr');
    setCodes(!codes);
  };

  return (
    <section class="card stack link-card" aria-label={t('links.message')}>
      <div class="row spread">
        <Stepper index={index} count={total} move={move} />
        <span class="small quiet" role="status">
          {takenBy ? t(`links.by.${takenBy}`) : t('state.made')}
        </span>
      </div>
      <dl class="envelope">
        <dt>{t('review.to')}</dt>
        <dd>
          {name === '' || name === value ? (value ?? t('invitations.forgotten')) : `${name} <${value}>`}
        </dd>
        {channel === 'email' && (
          <>
            <dt>{t('review.subject')}</dt>
            <dd>
              <bdi>{subject}</bdi>
            </dd>
          </>
        )}
      </dl>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre class="letter" dir="auto" tabIndex={0}>
        {text}
      </pre>
      <div class="link-to">
        {value !== undefined && channel === 'email' && (
          <a class={first} href={mailtoOf(value, subject, text)} onClick={() => take('mail')}>
            {t('links.mail')}
          </a>
        )}
        {value !== undefined && channel === 'text' && (
          <a
            class={byCode ? 'button' : first}
            href={smsOf(value, text, navigator.userAgent)}
            onClick={() => take('text')}
          >
            {t('links.text')}
          </a>
        )}
        {'share' in navigator && (
          <button type="button" class="button" onClick={share}>
            {t('links.share')}
          </button>
        )}
        <button type="button" class="button" onClick={copy}>
          {t('links.copy')}
        </button>
        <button type="button" class={byCode ? first : 'button'} aria-expanded={codes} onClick={show}>
          {t('links.qr')}
        </button>
        {takenBy !== undefined && !isLast && (
          <button type="button" class="button primary" onClick={() => move(index + 1)}>
            {t('links.next')}
          </button>
        )}
      </div>
      {codes && (
        <div class="codes">
          {value !== undefined && channel === 'text' && (
            <figure class="for-phone">
              <QrCode text={smsCodeOf(value, text)} label={t('links.code_phone')} />
              <figcaption class="small">{t('links.code_phone')}</figcaption>
            </figure>
          )}
          <figure>
            <QrCode text={link.link} label={t('links.code_person', { name: name || (value ?? '') })} />
            <figcaption class="small">{t('links.code_person', { name: name || (value ?? '') })}</figcaption>
          </figure>
        </div>
      )}
      <div>
        <button type="button" class="button plain-button" onClick={withdraw}>
          {t('links.withdraw')}
        </button>
      </div>
    </section>
  );
}

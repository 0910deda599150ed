import { useEffect, useRef, useState } from 'preact/hooks';
import type { Preview } from '../../api/types.ts';
import { t } from '../../catalogue/messages.ts';
import { Stepper } from '../../components/stepper/stepper.tsx';

interface MessagePreviewProps {
  readonly importId: string;
  readonly preview: Preview | undefined;
  readonly note: string;
  readonly locale: string;
  readonly reminders: readonly number[];
  readonly move: (index: number) => void;
}

/** The very message: as it will look and as plain text, for each of the chosen people. */
export function MessagePreview({ importId, preview, note, locale, reminders, move }: MessagePreviewProps) {
  const [plain, setPlain] = useState(false);
  if (preview === undefined) return <div class="preview card" aria-hidden="true" />;
  const { index, count, to, segments } = preview;
  const drawn = to.channel === 'email' && typeof preview.html === 'string';
  return (
    <div class="preview card">
      <div class="row spread">
        <Stepper index={index} count={count} move={move} />
        {drawn && (
          <fieldset class="row views">
            <legend class="hidden">{t('review.view')}</legend>
            <label>
              <input type="radio" name="view" checked={!plain} onChange={() => setPlain(false)} />
              {t('channel.email')}
            </label>
            <label>
              <input type="radio" name="view" checked={plain} onChange={() => setPlain(true)} />
              {t('review.plain')}
            </label>
          </fieldset>
        )}
      </div>
      <dl class="envelope">
        <dt>{t('review.to')}</dt>
        <dd>
          <Mailbox text={to.name === '' || to.name === to.value ? to.value : `${to.name} <${to.value}>`} />
        </dd>
        {to.channel === 'email' && (
          <>
            <dt>{t('review.from')}</dt>
            <dd>
              <Mailbox text={preview.from ?? t('review.from_you')} />
            </dd>
            <dt>{t('review.subject')}</dt>
            <dd>
              <bdi>{preview.subject}</bdi>
            </dd>
          </>
        )}
        {to.channel === 'text' && preview.way === 'relay' && segments ? (
          <>
            <dt>{t('review.length')}</dt>
            <dd>{t('review.segments', { n: segments })}</dd>
          </>
        ) : null}
      </dl>
      {drawn && !plain ? (
        <Drawn
          // A frame that is new for every message leaves no steps in the history of the page.
          key={preview.hash}
          action={`/api/imports/${importId}/preview.html`}
          values={{ note, locale, reminders: reminders.join(',') }}
        />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <pre class="letter" dir="auto" tabIndex={0}>
          {preview.text}
        </pre>
      )}
      {preview.others !== undefined && (
        <p class="small quiet">
          {t('review.others', {
            line: preview.others.replace('{names}', '…'),
            mention: preview.mention ?? '',
          })}
        </p>
      )}
    </div>
  );
}

/** A name and its address, whichever way either is written: brackets beside a name from right to left change sides. */
function Mailbox({ text }: { text: string }) {
  const at = text.lastIndexOf(' <');
  if (at === -1) return <bdi>{text}</bdi>;
  return (
    <>
      <bdi>{text.slice(0, at)}</bdi> <bdi dir="ltr">{text.slice(at + 1)}</bdi>
    </>
  );
}

/**
 * The HTML in a frame without rights. The policy of our pages allows no HTML from strings, so the server draws it, asked
 * by a form: the note is no matter for an address line.
 */
function Drawn({ action, values }: { action: string; values: Readonly<Record<string, string>> }) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.submit(), []);
  return (
    <>
      <form ref={form} action={action} method="post" target="message" hidden>
        {Object.entries(values)
          .filter(([, value]) => value.trim() !== '')
          .map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
      </form>
      <iframe class="letter" name="message" title={t('review.message')} sandbox="" />
    </>
  );
}

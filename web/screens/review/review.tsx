import { useEffect, useId, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { ask, codeOf } from '../../api/client.ts';
import type { Batch, Review as Facts, Preview } from '../../api/types.ts';
import { day, moment, t } from '../../catalogue/messages.ts';
import { SelectField } from '../../components/field/field.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import { Screen } from '../../components/screen/screen.tsx';
import { toast } from '../../components/toast/toast.tsx';
import { useDelayed } from '../../list/use-delayed.ts';
import { useDraft } from '../../session/use-draft.ts';
import { MessagePreview } from './message-preview.tsx';
import { QuotaAhead } from './quota-ahead.tsx';
import { Reminders } from './reminders.tsx';
import './review.css';

const longest = 300;

/** The last look: whom, what exactly, and the press that sends. */
export function Review() {
  const { params } = useRoute();
  const { route } = useLocation();
  const id = params.id ?? '';
  const noteId = useId();
  const [facts, setFacts] = useState<Facts>();
  const [note, setNote] = useDraft(`note ${id}`);
  const [chosen, setChosen] = useState<string>();
  const [index, setIndex] = useState(0);
  const [preview, setPreview] = useState<Preview>();
  /** What the preview was asked with. */
  const [previewed, setPreviewed] = useState<string>();
  const [unread, setUnread] = useState<string>();
  const [turn, setTurn] = useState(0);
  const [failed, setFailed] = useState<string>();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [stated, setStated] = useState(false);
  const [reminders, setReminders] = useState<readonly number[]>([]);
  // One key per set of choices: pressing twice, or again after a lost answer, sends once.
  const [key] = useState(() => crypto.randomUUID());
  const rested = useDelayed(note, 300);

  const read = () =>
    ask<Facts>('POST', `/api/imports/${id}/review`, {})
      .then(setFacts)
      .catch((error: unknown) => setUnread(codeOf(error)));
  useEffect(() => {
    read();
  }, [id, turn]);

  const locale = chosen ?? facts?.locale;
  const statement = stated ? facts?.law.statement : undefined;
  const words = JSON.stringify([note, locale, reminders, statement]);
  useEffect(() => {
    if (locale === undefined) return;
    let current = true;
    ask<Preview>('POST', `/api/imports/${id}/preview`, {
      ...(rested.trim() === '' ? {} : { note: rested }),
      locale,
      index,
      ...(reminders.length === 0 ? {} : { reminders }),
      ...(statement === undefined ? {} : { statement }),
    })
      .then((shown) => {
        if (!current) return;
        setPreview(shown);
        setPreviewed(JSON.stringify([rested, locale, reminders, statement]));
        setUnread(undefined);
      })
      .catch((error: unknown) => {
        if (current) setUnread(codeOf(error));
      });
    return () => {
      current = false;
    };
  }, [id, rested, locale, index, reminders, statement, turn]);

  const charged = (facts?.texts?.count ?? 0) * (preview?.segments ?? 1);
  const count = facts?.count ?? preview?.count ?? 0;
  const links = facts === undefined ? 0 : facts.links + (stated ? 0 : facts.law.stated);
  const isOwn = links > 0 && links === count;
  const isShown = preview !== undefined && previewed === words;
  const ready = facts !== undefined && isShown && !busy && facts.quota.left >= count;
  const send = async () => {
    if (!ready) {
      // Whoever presses right after typing has not seen what they have written as it will arrive.
      if (!isShown) toast(t('review.wait'));
      return;
    }
    if (facts.large && !asking) return setAsking(true);
    setBusy(true);
    setFailed(undefined);
    try {
      const batch = await ask<Batch>(
        'POST',
        `/api/imports/${id}/invitations`,
        {
          ...(note.trim() === '' ? {} : { note }),
          locale,
          expected: facts.count,
          ...(reminders.length === 0 ? {} : { reminders }),
          ...(facts.large ? { confirmLarge: true } : {}),
          messageHash: preview.hash,
          recipientsHash: facts.recipientsHash,
          ...(statement === undefined ? {} : { statement }),
        },
        { 'idempotency-key': key },
      );
      setNote('');
      route(batch.state === 'made' ? `/links?batch=${batch.id}` : `/imports/${id}/sent/${batch.id}`, true);
    } catch (error) {
      const code = codeOf(error);
      setFailed(code);
      setBusy(false);
      setAsking(false);
      if (code === 'selection.changed') setTurn(turn + 1);
    }
  };

  return (
    <Screen title={t('review.title', { n: count })}>
      <Problem code={unread} retry={() => setTurn(turn + 1)} />
      <div class={facts === undefined || preview === undefined ? 'stack coming' : 'stack'}>
        <p class="row">
          <a href={`/imports/${id}/invite`}>{t('review.see_list')}</a>
          {facts !== undefined && facts.byChannel.text > 0 && (
            <span class="quiet number">{t('review.channels', facts.byChannel)}</span>
          )}
        </p>
        <Problem code={failed} />
        {facts !== undefined && facts.law.stated > 0 && (
          <div class="notice">
            <p>{t('review.law_stated', { n: facts.law.stated })}</p>
            <label class="check">
              <input
                type="checkbox"
                checked={stated}
                onChange={(event) => setStated(event.currentTarget.checked)}
              />
              {facts.law.statement}
            </label>
          </div>
        )}
        {facts !== undefined && <QuotaAhead quota={facts.quota} count={count} links={links} />}
        <section class="stack" aria-labelledby="message">
          <h2 id="message">{t('review.message')}</h2>
          <MessagePreview
            importId={id}
            preview={preview}
            note={rested}
            locale={locale ?? ''}
            reminders={reminders}
            move={(to) => setIndex(Math.max(0, Math.min(count - 1, to)))}
          />
        </section>
        <div class="review-words">
          <div class="field">
            <label for={noteId}>{t('review.note')}</label>
            <textarea
              id={noteId}
              rows={3}
              maxLength={longest}
              value={note}
              aria-describedby={`${noteId}-count`}
              onInput={(event) => setNote(event.currentTarget.value)}
            />
            <span id={`${noteId}-count`} class="small quiet number">
              {t('review.note_count', { n: note.length, longest })}
            </span>
          </div>
          <SelectField label={t('review.language')} value={locale ?? ''} change={setChosen}>
            {facts?.languages.map(({ locale: tag, name }) => (
              <option key={tag} value={tag} lang={tag}>
                {name}
              </option>
            ))}
          </SelectField>
        </div>
        {facts !== undefined && facts.reminders.length > 0 && (
          <Reminders offered={facts.reminders} chosen={reminders} choose={setReminders} preview={preview} />
        )}
        {facts?.resting !== undefined && (
          <p class="notice">
            {t('review.resting', { n: facts.resting.count, day: day(facts.resting.until) })}
          </p>
        )}
        <p class="quiet">{isOwn ? t('review.promise_links') : t('review.promise')}</p>
        {links > 0 && !isOwn && <p class="notice">{t('review.links_some', { n: links })}</p>}
        {facts?.forgets && <p class="notice">{t('review.forgets')}</p>}
        {facts?.lastLeaves !== undefined && (
          <p class="notice">{t('review.last_leaves', { until: day(facts.lastLeaves) })}</p>
        )}
        {facts?.texts !== undefined && <TextsWait texts={facts.texts} charged={charged} />}
        {facts?.large && (
          <section class="notice warning" aria-labelledby="large">
            <h2 id="large">{t('review.large', { n: facts.count })}</h2>
            <ul class="domains number">
              {facts.domains.map(({ domain, count: n }) => (
                <li key={domain}>
                  {domain} <span class="quiet">{n}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        <div class="actions">
          <button type="button" class="button primary number" aria-disabled={!ready} onClick={send}>
            {asking
              ? t('review.send_large', { n: count })
              : isOwn
                ? t('review.make', { n: count })
                : t('review.send', { n: count })}
          </button>
          <a class="button" href={`/imports/${id}/invite`}>
            {t('action.back')}
          </a>
          <a class="button" href="/network">
            {t('review.leave')}
          </a>
        </div>
      </div>
      <p class="hidden" role="status">
        {asking ? t('review.press_again', { n: count }) : ''}
      </p>
    </Screen>
  );
}

/** What will not go at once, said before the press: it is night there, or the network's day is used up. */
function TextsWait({ texts, charged }: { texts: NonNullable<Facts['texts']>; charged: number }) {
  const { left, waiting, until } = texts;
  return (
    <>
      {waiting > 0 && until !== undefined && (
        <div class="notice">
          <p>{t('review.texts_wait', { n: waiting, until: moment(until) })}</p>
        </div>
      )}
      {charged > left && (
        <div class="notice warning">
          <p>{t('review.texts_left', { charged, left })}</p>
        </div>
      )}
    </>
  );
}

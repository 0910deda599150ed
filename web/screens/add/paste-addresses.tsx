import { useEffect, useId, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ask, codeOf } from '../../api/client.ts';
import type { Import } from '../../api/types.ts';
import { t } from '../../catalogue/messages.ts';
import { Problem } from '../../components/problem/problem.tsx';
import { useDraft } from '../../session/use-draft.ts';
import type { PasteSummary } from './paste-summary.ts';

/** Free text to people; what will be read of it is said while it is written. */
export function PasteAddresses() {
  const { route } = useLocation();
  const id = useId();
  const [text, setText] = useDraft('paste');
  const [busy, setBusy] = useState(false);
  const [summary, setSummary] = useState<PasteSummary>();
  const [failed, setFailed] = useState<string>();

  useEffect(() => {
    if (text.trim() === '') return setSummary(undefined);
    const timer = setTimeout(async () => {
      // Where the reader does not come, the server says what it has read.
      const reader = await import('./paste-summary.ts').catch(() => undefined);
      setSummary(reader?.summarise(text));
    }, 200);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <section class="card" aria-labelledby="paste">
      <h2 id="paste">{t('paste.title')}</h2>
      <form
        class="stack"
        onSubmit={async (event) => {
          event.preventDefault();
          if (text.trim() === '') return setFailed('import.empty');
          if (busy) return;
          setBusy(true);
          setFailed(undefined);
          try {
            const made = await ask<Import>('POST', '/api/imports/paste', { text });
            setText('');
            route(`/imports/${made.id}`);
          } catch (error) {
            setFailed(codeOf(error));
          }
          setBusy(false);
        }}
      >
        <Problem code={failed} />
        <div class="field">
          <label for={id}>{t('paste.label')}</label>
          <textarea
            id={id}
            rows={4}
            value={text}
            aria-describedby={`${id}-summary`}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </div>
        <p id={`${id}-summary`} class="small quiet number" role="status">
          {summary === undefined ? t('paste.hint') : said(summary)}
        </p>
        <div>
          <button type="submit" class="button">
            {t('paste.submit')}
          </button>
        </div>
      </form>
    </section>
  );
}

function said({ addresses, duplicates, unread }: PasteSummary): string {
  const parts = [t('paste.addresses', { n: addresses })];
  if (duplicates > 0) parts.push(t('paste.duplicates', { n: duplicates }));
  const [first] = unread;
  if (first !== undefined)
    parts.push(t('paste.unread', { n: unread.length, line: first.line, text: first.text }));
  return parts.join(', ');
}

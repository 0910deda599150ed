import { useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { codeOf, upload } from '../../api/client.ts';
import type { Import } from '../../api/types.ts';
import { t } from '../../catalogue/messages.ts';
import { Problem } from '../../components/problem/problem.tsx';
import './add.css';

/** What may go well with the same files another time. */
const mayHeal: ReadonlySet<string> = new Set([
  'network.unreachable',
  'server.failed',
  'import.interrupted',
  'request.too_many',
]);

/** Takes files by a click or a drop and goes on to the import that they become. */
export function UploadFiles() {
  const { route } = useLocation();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [percent, setPercent] = useState<number>();
  const [failed, setFailed] = useState<string>();
  const [chosen, setChosen] = useState<readonly File[]>([]);

  const send = async (files: readonly File[]) => {
    if (files.length === 0 || percent !== undefined) return;
    setChosen(files);
    setFailed(undefined);
    setPercent(0);
    try {
      const made = await upload<Import>('/api/imports', files, (sent, total) =>
        setPercent(total === 0 ? 0 : Math.round((sent / total) * 100)),
      );
      route(`/imports/${made.id}`);
    } catch (error) {
      setFailed(codeOf(error));
      setPercent(undefined);
    }
  };

  return (
    <section
      class={over ? 'card drop over' : 'card drop'}
      aria-labelledby="upload"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        send([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <h2 id="upload">{t('upload.title')}</h2>
      <p class="quiet">{t('upload.text')}</p>
      <Problem
        code={failed}
        {...(failed !== undefined && mayHeal.has(failed) ? { retry: () => send(chosen) } : {})}
      />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept=".csv,.tsv,.txt,.vcf,.vcard,.json,.jsonl,.ldif,.ldi,.mbox,.eml,.emlx,.xlsx,.zip,.gz,text/csv,text/vcard,text/plain,application/json,message/rfc822"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          send(files);
        }}
      />
      <div class="row">
        <button
          type="button"
          class="button primary"
          aria-disabled={percent !== undefined}
          onClick={() => percent === undefined && input.current?.click()}
        >
          {percent === undefined ? t('upload.choose') : t('upload.sending', { percent })}
        </button>
        <a class="button plain-button" href="/api/import-template.csv" download="contacts.csv">
          {t('upload.template')}
        </a>
      </div>
      <progress
        class="bar-space"
        max={100}
        value={percent ?? 0}
        hidden={percent === undefined}
        aria-label={t('upload.progress')}
      />
    </section>
  );
}

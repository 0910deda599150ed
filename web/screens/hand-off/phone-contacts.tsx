import { useRef, useState } from 'preact/hooks';
import { codeOf } from '../../api/client.ts';
import { t } from '../../catalogue/messages.ts';
import { Problem } from '../../components/problem/problem.tsx';
import { contactPicker, pickContacts } from './contact-picker.ts';

/** The ways in which a phone gives contacts: its own picker where it has one, and a file that it exports. */
export function PhoneContacts({ send }: { send: (file: File, progress: Progress) => Promise<void> }) {
  const picker = contactPicker();
  const input = useRef<HTMLInputElement>(null);
  const [percent, setPercent] = useState<number>();
  const [failed, setFailed] = useState<string>();

  const give = async (choose: () => Promise<File | undefined>) => {
    if (percent !== undefined) return;
    setFailed(undefined);
    try {
      const file = await choose();
      if (file === undefined) return;
      setPercent(0);
      await send(file, (sent, total) => setPercent(total === 0 ? 0 : Math.round((sent / total) * 100)));
    } catch (error) {
      setFailed(error instanceof DOMException ? 'phone.picker_refused' : codeOf(error));
    }
    setPercent(undefined);
  };

  return (
    <div class="stack">
      <Problem code={failed} />
      <div class="row">
        {picker !== undefined && (
          <button
            type="button"
            class="button primary"
            aria-disabled={percent !== undefined}
            onClick={() => give(() => pickContacts(picker))}
          >
            {t('phone.pick')}
          </button>
        )}
        <input
          ref={input}
          type="file"
          hidden
          accept=".vcf,.vcard,.csv,text/vcard,text/x-vcard,text/directory,text/csv"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            void give(async () => file);
          }}
        />
        <button
          type="button"
          class={picker === undefined ? 'button primary' : 'button'}
          aria-disabled={percent !== undefined}
          onClick={() => percent === undefined && input.current?.click()}
        >
          {t('phone.file')}
        </button>
      </div>
      <progress
        max={100}
        value={percent ?? 0}
        hidden={percent === undefined}
        aria-label={t('upload.progress')}
      />
      <details>
        <summary>{t('phone.iphone')}</summary>
        <Steps of={['phone.iphone.1', 'phone.iphone.2', 'phone.iphone.3']} />
      </details>
      <details>
        <summary>{t('phone.android')}</summary>
        <Steps of={['phone.android.1', 'phone.android.2', 'phone.android.3']} />
      </details>
    </div>
  );
}

type Progress = (sent: number, total: number) => void;

function Steps({ of }: { of: readonly Parameters<typeof t>[0][] }) {
  return (
    <ol>
      {of.map((step) => (
        <li key={step}>{t(step)}</li>
      ))}
    </ol>
  );
}

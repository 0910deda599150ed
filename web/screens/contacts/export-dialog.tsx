import { useEffect, useRef, useState } from 'preact/hooks';
import { codeOf, download } from '../../api/client.ts';
import { size, t } from '../../catalogue/messages.ts';
import { Dialog } from '../../components/dialog/dialog.tsx';
import { Problem } from '../../components/problem/problem.tsx';
import type { ContactSelection } from '../../list/choice.ts';

const formats = { vcard: 'vcf', csv: 'csv', jscontact: 'json' } as const;
type ExportFormat = keyof typeof formats;
const names: readonly ExportFormat[] = ['vcard', 'csv', 'jscontact'];

interface ExportDialogProps {
  readonly n: number;
  readonly selection: ContactSelection;
  readonly close: () => void;
}

/** Saves what is chosen as a file of the format one says. */
export function ExportDialog({ n, selection, close }: ExportDialogProps) {
  const [format, setFormat] = useState<ExportFormat>('vcard');
  /** Bytes that are here; undefined while nothing is being saved. */
  const [saved, setSaved] = useState<number>();
  const busy = saved !== undefined;
  const cancel = useRef<AbortController>(undefined);
  useEffect(() => () => cancel.current?.abort(), []);
  const [failed, setFailed] = useState<string>();
  const save = async () => {
    if (busy) return;
    setSaved(0);
    setFailed(undefined);
    const cancelled = new AbortController();
    cancel.current = cancelled;
    try {
      await download('/api/contacts/export', { format, selection }, `contacts.${formats[format]}`, {
        signal: cancelled.signal,
        told: setSaved,
      });
      close();
    } catch (error) {
      if (!cancelled.signal.aborted) setFailed(codeOf(error));
      setSaved(undefined);
    }
  };
  return (
    <Dialog title={t('contacts.export_title', { n })} close={close}>
      <fieldset class="formats">
        <legend class="hidden">{t('contacts.format')}</legend>
        {names.map((one) => (
          <label key={one} class="format">
            <input type="radio" name="format" checked={format === one} onChange={() => setFormat(one)} />
            <span>
              <strong>{t(`contacts.format.${one}`)}</strong>
              <span class="small quiet">{t(`contacts.format_text.${one}`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Problem code={failed} />
      <p class="hidden" role="status">
        {busy ? t('contacts.saving') : ''}
      </p>
      {saved !== undefined && (
        <div class="export-progress">
          <p class="small quiet number">{t('contacts.saving_size', { size: size(saved) })}</p>
          <progress aria-label={t('contacts.saving')} />
        </div>
      )}
      <div class="row">
        <button type="button" class="button primary" aria-disabled={busy} onClick={save}>
          {busy ? t('contacts.saving') : t('contacts.save_file')}
        </button>
        {busy && (
          <button type="button" class="button" onClick={() => cancel.current?.abort()}>
            {t('action.cancel')}
          </button>
        )}
      </div>
    </Dialog>
  );
}

import { useId, useState } from 'preact/hooks';
import { t } from '../../catalogue/messages.ts';
import { Dialog } from '../../components/dialog/dialog.tsx';
import { network } from '../../session/session.ts';

export type Refusal = 'block' | 'report' | 'never';

interface RefusalDialogProps {
  readonly what: Refusal;
  readonly name: string;
  readonly close: () => void;
  readonly refuse: (text: string) => void;
}

/** Says what a lasting no does, before it is said. */
export function RefusalDialog({ what, name, close, refuse }: RefusalDialogProps) {
  const [text, setText] = useState('');
  const id = useId();
  const names = { name, network: network.value.name };
  return (
    <Dialog
      title={t(`network.refuse.${what}`, names)}
      text={t(`network.refuse.${what}_text`, names)}
      close={close}
    >
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          close();
          refuse(text.trim());
        }}
      >
        {what === 'report' && (
          <div class="field">
            <label for={id}>{t('network.refuse.why')}</label>
            <textarea
              id={id}
              dir="auto"
              rows={3}
              maxLength={1000}
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </div>
        )}
        <div class="row">
          <button type="submit" class="button primary">
            {t(`network.refuse.${what}_do`)}
          </button>
          <button type="button" class="button plain-button" onClick={close}>
            {t('action.cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

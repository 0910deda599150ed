import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../../catalogue/messages.ts';
import './dialog.css';

interface DialogProps {
  readonly title: string;
  /** What it is about, read out with the title. */
  readonly text?: string;
  readonly close: () => void;
  readonly children: ComponentChildren;
}

/** Stands above the screen until it is closed, by Escape too; the focus then is where it was before. */
export function Dialog({ title, text, close, children }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it, which the element does itself
    <dialog
      ref={box}
      class="dialog"
      aria-labelledby={id}
      aria-describedby={text === undefined ? undefined : `${id}-text`}
      onClose={close}
      onClick={(event) => {
        // Its own ground, not something in it.
        if (event.target === box.current) box.current?.close();
      }}
    >
      <div class="stack dialog-inside">
        <div class="row spread">
          <h2 id={id}>{title}</h2>
          <button
            type="button"
            class="dialog-close"
            aria-label={t('action.close')}
            onClick={() => box.current?.close()}
          >
            ×
          </button>
        </div>
        {text !== undefined && <p id={`${id}-text`}>{text}</p>}
        {children}
      </div>
    </dialog>
  );
}

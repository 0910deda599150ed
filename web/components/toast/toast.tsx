import { signal } from '@preact/signals';
import { t } from '../../catalogue/messages.ts';
import './toast.css';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly undo: (() => void) | undefined;
}

const toasts = signal<readonly Toast[]>([]);
let last = 0;

/** Says something that needs no answer, for eight seconds; with `undo` it can be taken back. */
export function toast(text: string, undo?: () => void): void {
  const id = ++last;
  toasts.value = [...toasts.value.slice(-2), { id, text, undo }];
  setTimeout(() => dismiss(id), 8000);
}

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, text, undo }) => (
        <div class="toast" key={id}>
          <span>{text}</span>
          {undo !== undefined && (
            <button
              type="button"
              class="button plain-button"
              onClick={() => {
                dismiss(id);
                undo();
              }}
            >
              {t('action.undo')}
            </button>
          )}
          <button type="button" class="close" aria-label={t('action.close')} onClick={() => dismiss(id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  );
}

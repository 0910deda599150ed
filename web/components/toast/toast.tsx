import { signal } from '@preact/signals';
import { t } from '../../catalogue/messages.ts';
import './toast.css';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly undo: (() => void) | undefined;
}

const toasts = signal<readonly Toast[]>([]);
const shownFor = 8000;
/** Longer, as the way to the button by the keyboard is. */
const undoableFor = 20_000;
let last = 0;
/** Somebody points at a message or has the focus in one: they all stay as long. */
let isHeld = false;

/** Says something that needs no answer, for eight seconds; with `undo` it can be taken back, for twenty. */
export function toast(text: string, undo?: () => void): void {
  const id = ++last;
  toasts.value = [...toasts.value.slice(-2), { id, text, undo }];
  setTimeout(() => expire(id), undo === undefined ? shownFor : undoableFor);
}

function expire(id: number): void {
  if (isHeld) setTimeout(() => expire(id), 1000);
  else dismiss(id);
}

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
  // What had the focus or the pointer may be gone, and tells no more that it has lost them.
  isHeld = false;
}

function hold(): void {
  isHeld = true;
}

function release(): void {
  isHeld = false;
}

export function Toasts() {
  return (
    <div
      class="toasts"
      role="status"
      aria-live="polite"
      onPointerEnter={hold}
      onPointerLeave={release}
      onFocusIn={hold}
      onFocusOut={release}
    >
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

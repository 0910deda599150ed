import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
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

/** Says something that needs no answer, for eight seconds; with `undo` it can be taken back, for twenty, by Ctrl+Z too. */
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

function takeBack({ id, undo }: Toast): void {
  dismiss(id);
  undo?.();
}

export function Toasts() {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'z' || event.shiftKey || event.altKey || !(event.ctrlKey || event.metaKey)) return;
      // In a field it takes back what was written.
      if (
        event.target instanceof Element &&
        event.target.matches('input:not([type=checkbox], [type=radio]), textarea, select')
      )
        return;
      const newest = toasts.value.findLast(({ undo }) => undo !== undefined);
      if (newest === undefined) return;
      event.preventDefault();
      takeBack(newest);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
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
      {toasts.value.map((one) => (
        <div class="toast" key={one.id}>
          <span>{one.text}</span>
          {one.undo !== undefined && (
            <button
              type="button"
              class="button plain-button"
              aria-keyshortcuts="Control+Z"
              title="Ctrl+Z"
              onClick={() => takeBack(one)}
            >
              {t('action.undo')}
            </button>
          )}
          <button type="button" class="close" aria-label={t('action.close')} onClick={() => dismiss(one.id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  );
}

import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { t } from '../../catalogue/messages.ts';
import { Dialog } from '../dialog/dialog.tsx';

export interface Question {
  /** The question itself. */
  readonly title: string;
  /** What follows from a yes. */
  readonly text?: string;
  /** The verb on the button that says yes. */
  readonly act: string;
}

interface Asked extends Question {
  readonly answer: (yes: boolean) => void;
}

const asked = signal<Asked | undefined>(undefined);

/** Asks whether something is meant before it is done; closing, Escape and leaving the screen say no. */
export function isMeant(question: Question): Promise<boolean> {
  asked.value?.answer(false);
  return new Promise((resolve) => {
    asked.value = {
      ...question,
      answer(yes) {
        asked.value = undefined;
        resolve(yes);
      },
    };
  });
}

/** Where the question is shown that is asked now. */
export function Questions() {
  const { url } = useLocation();
  const no = useRef<HTMLButtonElement>(null);
  const question = asked.value;
  useEffect(() => () => asked.value?.answer(false), [url]);
  // Enter alone deletes nothing.
  useEffect(() => no.current?.focus(), [question]);
  if (question === undefined) return null;
  const { title, text, act, answer } = question;
  return (
    <Dialog title={title} {...(text === undefined ? {} : { text })} close={() => answer(false)}>
      <div class="row">
        <button type="button" class="button danger number" onClick={() => answer(true)}>
          {act}
        </button>
        <button ref={no} type="button" class="button" onClick={() => answer(false)}>
          {t('action.cancel')}
        </button>
      </div>
    </Dialog>
  );
}

import type { Preview, Review } from '../../api/types.ts';
import { day, t } from '../../catalogue/messages.ts';

interface RemindersProps {
  readonly offered: Review['reminders'];
  readonly chosen: readonly number[];
  readonly choose: (sequences: readonly number[]) => void;
  readonly preview: Preview | undefined;
}

/** Later messages, each with a box of its own that nobody ticked, its day and its exact words. */
export function Reminders({ offered, chosen, choose, preview }: RemindersProps) {
  return (
    <fieldset class="views stack">
      <legend>
        <strong>{t('review.reminders')}</strong>
      </legend>
      {offered.map(({ sequence, due }) => {
        const words = preview?.reminders.find((one) => one.sequence === sequence);
        return (
          <div key={sequence}>
            <label class="check">
              <input
                type="checkbox"
                checked={chosen.includes(sequence)}
                onChange={(event) =>
                  choose(
                    event.currentTarget.checked
                      ? [...chosen, sequence].sort()
                      : chosen.filter((one) => one !== sequence),
                  )
                }
              />
              {t('review.reminder', { sequence, day: day(due) })}
            </label>
            {words !== undefined && (
              <details>
                <summary>{t('review.reminder_text', { sequence })}</summary>
                <p>
                  <strong dir="auto">{words.subject}</strong>
                </p>
                {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
                <pre class="letter" dir="auto" tabIndex={0}>
                  {words.text}
                </pre>
              </details>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}

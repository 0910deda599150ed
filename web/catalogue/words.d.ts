/** A catalogue in pieces, as `words-by-screen.ts` builds it. */
declare module '*?words' {
  import type { Messages } from '@lingui/core';

  /** What the first screen says. */
  export const words: Messages;
  /** What the screens of each folder add. */
  export const later: Readonly<Record<string, () => Promise<{ readonly words: Messages }>>>;
}

import { signal } from '@preact/signals';

/** The address that was typed on the screen before: an address has no place in a URL. */
export const account = signal('');

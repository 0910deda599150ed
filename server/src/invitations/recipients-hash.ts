import { createHash } from 'node:crypto';
import type { SelectedInvitee } from '../review/index.ts';

/** Says in few bytes who is written to where, so that the press is of the people who were shown, whatever other screens did since. */
export function recipientsHash(): { add(some: readonly SelectedInvitee[]): void; end(): string } {
  const all: string[] = [];
  return {
    add(some) {
      for (const { channel, key } of some) all.push(`${channel} ${key.toString('hex')}`);
    },
    // Their order is that of a list, which a name that was edited changes.
    end: () => createHash('sha256').update(all.sort().join('\n')).digest('hex'),
  };
}

import { Type } from 'typebox';
import type { Platform } from '../../platform/platform.ts';
import { notedHead, printedHead } from '../ledger.ts';

/** Each day: where the ledger ends goes into the log, which is kept elsewhere. */
export function logHead({ database, log }: Pick<Platform, 'database' | 'log'>) {
  return {
    name: 'consents.log-head',
    payload: Type.Object({}),
    schedule: '7 3 * * *',
    run: async () => {
      const head = await database.asSystem(notedHead);
      if (head !== undefined) log.info('consents.head', { head: printedHead(head) });
    },
  };
}

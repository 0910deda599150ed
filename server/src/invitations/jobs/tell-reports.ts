import { Type } from 'typebox';
import { memberById } from '../../members/index.ts';
import { KithError } from '../../platform/errors.ts';
import type { MemberId } from '../../platform/ids.ts';
import type { Platform } from '../../platform/platform.ts';
import { reportMessage } from '../messages/report.ts';
import { writeToOperators } from '../operators.ts';
import { takeUntold, untell } from '../reports.ts';

/** Writes to the operators about a member who was reported; several reports within a minute are one message. */
export function tellReports(platform: Platform) {
  return {
    name: 'invitations.tell-reports',
    payload: Type.Object({ memberId: Type.Unsafe<MemberId>(Type.String()) }),
    run: async ({ memberId }: { memberId: MemberId }) => {
      const { config, clock, database, publicUrl } = platform;
      const now = clock.now();
      const [count, member] = await database.asSystem(async (tx) => [
        await takeUntold(tx, memberId, now),
        await memberById(tx, memberId),
      ]);
      if (count === 0 || member === undefined) return;
      const facts = {
        network: config.network.name,
        member: member.name,
        count,
        link: `${publicUrl}/operators/reports`,
      };
      if (await writeToOperators(platform, 'reports', reportMessage(config.network.locale, facts))) return;
      await database.asSystem((tx) => untell(tx, memberId, now));
      throw new KithError('mail.unreachable', 'The mail server took no message to the operators.');
    },
  };
}

import { Type } from 'typebox';
import { memberById } from '../../members/index.ts';
import type { MemberId } from '../../platform/ids.ts';
import { composeMail } from '../../platform/mail-compose.ts';
import type { Platform } from '../../platform/platform.ts';
import { randomToken } from '../../platform/random.ts';
import { reportMessage } from '../messages/report.ts';
import { takeUntold } from '../reports.ts';

/** Writes to the operators about a member who was reported; several reports within a minute are one message. */
export function tellReports(platform: Platform) {
  return {
    name: 'invitations.tell-reports',
    payload: Type.Object({ memberId: Type.Unsafe<MemberId>(Type.String()) }),
    run: async ({ memberId }: { memberId: MemberId }) => {
      const { config, clock, database, log, mail, publicUrl, random } = platform;
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
      for (const to of config.operators) {
        const outcome = await mail.send(
          await composeMail({
            from: { name: config.network.name, address: config.mailFrom },
            to,
            ...reportMessage(config.network.locale, facts),
            messageId: `${randomToken(random)}@${config.mailFrom.split('@').at(-1) ?? 'localhost'}`,
            date: now,
          }),
        );
        if (outcome.kind !== 'handed') log.warn('reports.not_told', { outcome: outcome.kind });
      }
    },
  };
}

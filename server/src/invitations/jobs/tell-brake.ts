import { Type } from 'typebox';
import { KithError } from '../../platform/errors.ts';
import type { Platform } from '../../platform/platform.ts';
import { markBrakeTold } from '../brake.ts';
import { brakeMessage } from '../messages/brake.ts';
import { writeToOperators } from '../operators.ts';

/** Writes to the operators that nothing is sent any more since too much came back: figures, and nothing of anybody. */
export function tellBrake(platform: Platform) {
  const { clock, config, database, publicUrl } = platform;
  return {
    name: 'invitations.tell-brake',
    payload: Type.Object({
      reason: Type.Union([Type.Literal('complaints'), Type.Literal('bounces')]),
      messages: Type.Integer(),
      complaints: Type.Integer(),
      bounces: Type.Integer(),
    }),
    run: async (fates: {
      reason: 'complaints' | 'bounces';
      messages: number;
      complaints: number;
      bounces: number;
    }) => {
      const told = clock.now();
      if (!(await database.asSystem((tx) => markBrakeTold(tx, null, told)))) return;
      const facts = { ...fates, network: config.network.name, link: `${publicUrl}/operators/sending` };
      if (await writeToOperators(platform, 'brake', brakeMessage(config.network.locale, facts))) return;
      await database.asSystem((tx) => markBrakeTold(tx, told, null));
      throw new KithError('mail.unreachable', 'The mail server took no message to the operators.');
    },
  };
}

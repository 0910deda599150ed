import { Type } from 'typebox';
import { recentImports } from '../imports/index.ts';
import type { Transaction } from '../platform/database.ts';
import type { MemberId } from '../platform/ids.ts';
import type { Platform } from '../platform/platform.ts';
import { countNever, exclusionsOf, settingsOf } from './store.ts';

/** So many of the latest imports can be left out of suggestions. */
const importsShown = 50;

export const Settings = Type.Object({
  shown: Type.Boolean({ description: 'Are others suggested to the member?' }),
  suggested: Type.Boolean({ description: 'Is the member suggested to others?' }),
  tellsHeld: Type.Boolean({
    description: 'Is the member suggested to people for being in the member’s address book?',
  }),
  showsHolders: Type.Boolean({ description: 'Is the member told in whose address books they are?' }),
  revealHolders: Type.Union([Type.Literal('yes'), Type.Literal('stated'), Type.Literal('never')], {
    description: 'What this network does where the two said nothing; by `never` nobody is told',
  }),
  never: Type.Integer({ description: 'People whom the member never wants suggested' }),
  labels: Type.Array(Type.String(), { description: 'Labels whose people are never suggested' }),
  imports: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      kind: Type.String(),
      receivedAt: Type.String(),
      excluded: Type.Boolean({ description: 'Its people are never suggested' }),
    }),
  ),
});
export type Settings = Type.Static<typeof Settings>;

export async function readSettings(platform: Platform, tx: Transaction, owner: MemberId): Promise<Settings> {
  const { revealHolders } = platform.config;
  const said = await settingsOf(tx, owner);
  const excluded = await exclusionsOf(tx, owner);
  const imports = await recentImports(platform, tx, owner, importsShown);
  return {
    shown: said?.shown ?? true,
    suggested: said?.suggested ?? true,
    tellsHeld: revealHolders !== 'never' && (said?.tells_held ?? revealHolders === 'yes'),
    showsHolders: revealHolders !== 'never' && (said?.shows_holders ?? revealHolders === 'yes'),
    revealHolders,
    never: await countNever(tx, owner),
    labels: [...excluded.label],
    imports: imports
      .filter(({ kind }) => kind !== 'book')
      .map(({ id, name, kind, receivedAt }) => ({
        id,
        name,
        kind,
        receivedAt,
        excluded: excluded.import.has(id),
      })),
  };
}

import { type Static, Type } from 'typebox';
import { after } from '../platform/clock.ts';
import { stateSeconds } from './grant-access.ts';
import type { GrantRow } from './store.ts';

/** An authorisation as its screen follows it. */
export const GrantView = Type.Object({
  id: Type.String(),
  providerId: Type.String(),
  address: Type.String(),
  state: Type.Union(
    [Type.Literal('waiting'), Type.Literal('reading'), Type.Literal('done'), Type.Literal('failed')],
    { description: 'Waiting for the provider; reading; contacts are there; there are none, see `fault`' },
  ),
  fault: Type.Optional(Type.String({ description: 'A code of the errors page' })),
  importId: Type.Optional(Type.String()),
});
type GrantView = Static<typeof GrantView>;

export function grantView(row: GrantRow, now: Date): GrantView {
  const { id, provider_id: providerId, address } = row;
  const shared = { id, providerId, address };
  if (row.fault !== null) return { ...shared, state: 'failed', fault: row.fault };
  if (row.settled_at !== null && row.import_id !== null)
    return { ...shared, state: 'done', importId: row.import_id };
  if (row.answered_at !== null) return { ...shared, state: 'reading' };
  if (after(row.begun_at, stateSeconds) < now) return { ...shared, state: 'failed', fault: 'grant.expired' };
  return { ...shared, state: 'waiting' };
}

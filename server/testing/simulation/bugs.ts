import type { Planted } from '../planted.ts';

/** Bugs that the simulation is to find: `npm run torture -- --bugs` plants each and counts the seeds that do. */
export const bugs: Readonly<Record<string, Planted>> = {
  'suppression is not asked for again at the moment of sending': one(
    'consent/authorise.ts',
    ".filter((row) => !refused.has(row.recipient_key.toString('hex')))",
    '',
  ),
  'an opt-out counts for its own inviter alone': {
    file: 'consent/suppression.ts',
    instead: [
      { of: '::uuid, $', says: '::uuid) and $' },
      { of: 'everyone}::uuid)', says: 'everyone}::uuid <> inviter_id' },
    ],
  },
  'a no does not wait for what is on the wire': one(
    'invitations/last-word.ts',
    'if (waits && isPatient) {',
    'if (waits && !isPatient) {',
  ),
  'an intent that grew old is sent': one(
    'invitations/jobs/send-invitations.ts',
    'written - started > longestIntent * 1000',
    'written < started',
  ),
  'a message that may have arrived is tried again': one(
    'invitations/intents.ts',
    'if (earlier !== undefined && earlier.deferred_until === null) continue;',
    '',
  ),
  'two inviters write to one person within the interval': one(
    'invitations/intents.ts',
    "if (written.has(permit.recipientKey.toString('hex'))) {",
    'if (!now) {',
  ),
  'undo does not stop what is being sent': one(
    'invitations/intents.ts',
    'batch === undefined || batch.undone_at !== null || batch.undo_until > now',
    'batch === undefined',
  ),
  'a message is called handed over that never left': one(
    'invitations/jobs/send-invitations.ts',
    'return mail.send(await mailTo(one));',
    "return one.attempt > 1 ? { kind: 'handed', code: 250 } : mail.send(await mailTo(one));",
  ),
  'outcomes of lanes are mixed up': one(
    'invitations/jobs/send-invitations.ts',
    'const one = intended[index];',
    'const one = intended[(index + 1) % intended.length];',
  ),
  'a reminder goes out after the recipient declined': one(
    'invitations/reminder.ts',
    ' || declined_at !== null',
    '',
  ),
  'a reminder of other words': one(
    'invitations/reminder.ts',
    'if (!permit.messageHash.equals(hash) || !came.has(id)) continue;\n    if',
    'if (!came.has(id)) continue;\n    message = batch.message;\n    if',
  ),
  'whoever joined a refused message waits for ever': one(
    'invitations/jobs/send-invitations.ts',
    'await database.asSystem((tx) => part(tx, config.recipientIntervalDays));',
    '',
  ),
  'somebody is named otherwise than they agreed to': one(
    'invitations/joining.ts',
    'invitation: invitationId, name: mention }]',
    "invitation: invitationId, name: mention + ' and all' }]",
  ),
  'links are counted as queued': one(
    'invitations/store.ts',
    "count(*) filter (where way = 'relay' and sent_at is null",
    'count(*) filter (where sent_at is null',
  ),
};

function one(file: string, of: string, says: string): Planted {
  return { file, instead: [{ of, says }] };
}

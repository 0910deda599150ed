import type { Planted } from './planted.ts';

/** Bugs that the simulation is to find: `npm run torture -- --bugs` plants each and counts the seeds that do. */
export const simulated = {
  'suppression is not asked for again at the moment of sending': [
    one('consent/authorise.ts', ".filter((row) => !refused.has(row.recipient_key.toString('hex')))", ''),
  ],
  'an opt-out counts for its own inviter alone': [
    {
      file: 'consent/suppression.ts',
      instead: [
        { of: '::uuid, $', says: '::uuid) and $' },
        { of: 'everyone}::uuid)', says: 'everyone}::uuid <> inviter_id' },
      ],
    },
  ],
  'a no does not wait for what is on the wire': [
    one('invitations/last-word.ts', 'if (waits && isPatient) {', 'if (waits && !isPatient) {'),
  ],
  'an intent that grew old is sent': [
    one(
      'invitations/jobs/send-invitations.ts',
      'written - started > longestIntent * 1000',
      'written < started',
    ),
  ],
  'a message that may have arrived is tried again': [
    one(
      'invitations/jobs/send-invitations.ts',
      'return { permit_id, unknown_at: now };',
      'return { permit_id, deferred_until: after(now, firstRetry), response_code: null };',
    ),
  ],
  'two inviters write to one person within the interval': [
    one('invitations/intents.ts', "if (written.has(permit.recipientKey.toString('hex'))) {", 'if (!now) {'),
  ],
  'what can still be undone is sent': [
    one(
      'invitations/jobs/send-invitations.ts',
      'const isOpen = batch.undo_until > began;',
      'const isOpen = false;',
    ),
    one(
      'invitations/intents.ts',
      'batch === undefined || batch.undone_at !== null || batch.undo_until > now',
      'batch === undefined',
    ),
  ],
  'a message is called handed over that never left': [
    one(
      'invitations/jobs/send-invitations.ts',
      'return mail.send(await mailTo(one));',
      "return one.attempt > 1 ? { kind: 'handed', code: 250 } : mail.send(await mailTo(one));",
    ),
  ],
  'outcomes of lanes are mixed up': [
    one(
      'invitations/jobs/send-invitations.ts',
      'const one = intended[index];',
      'const one = intended[(index + 1) % intended.length];',
    ),
  ],
  'a reminder goes out after the recipient declined': [
    one('invitations/reminder.ts', ' || declined_at !== null', ''),
  ],
  'a reminder of other words': [
    one(
      'invitations/reminder.ts',
      'if (!permit.messageHash.equals(hash) || !came.has(id)) continue;\n    if',
      'if (!came.has(id)) continue;\n    message = batch.message;\n    if',
    ),
  ],
  'whoever joined a refused message waits for ever': [
    one(
      'invitations/jobs/send-invitations.ts',
      'await database.asSystem((tx) => part(tx, config.recipientIntervalDays));',
      '',
    ),
  ],
  'somebody is named otherwise than they agreed to': [
    one(
      'invitations/joining.ts',
      'invitation: invitationId, name: mention }]',
      "invitation: invitationId, name: mention + ' and all' }]",
    ),
  ],
  'links are counted as queued': [
    one(
      'invitations/store.ts',
      "count(*) filter (where way = 'relay' and sent_at is null",
      'count(*) filter (where sent_at is null',
    ),
  ],
} satisfies Readonly<Record<string, readonly Planted[]>>;

const sending = 'invitations/jobs/send-invitations.ts';
const intents = 'invitations/intents.ts';

/** Bugs that the auditor alone is shown, each in a few files. */
export const audited = {
  'a message is sent before its intent is committed': [
    {
      file: sending,
      instead: [
        {
          of: 'writeIntents(platform, id, some)',
          says: 'writeIntents({ ...platform, deliver }, id, some)',
        },
        {
          of: 'await Promise.all(isOld ? intended.map(() => putOff) : intended.map(deliver))',
          says: "intended.map(() => ({ kind: 'handed', code: 250 }))",
        },
      ],
    },
    one(
      intents,
      '    return joinOthers(platform, tx, batch, intended, now);',
      '    await Promise.all(intended.map(platform.deliver));\n    return intended;',
    ),
  ],
  'a no leaves what is on the wire behind at once': [
    one('invitations/last-word.ts', 'const longest = 3000;', 'const longest = 0;'),
  ],
  'a consent is of another text than what was sent': [
    one(sending, 'await takeBackChanged(platform, batch);', ';'),
    {
      file: intents,
      instead: [
        { of: 'if (!permit.messageHash.equals(hash)) return undefined;', says: 'permit;' },
        { of: 'body_hash: permit.messageHash', says: 'body_hash: messageHash(going[0].message)' },
      ],
    },
  ],
  'what was intended once is intended again': [
    one(intents, 'if (earlier !== undefined && earlier.deferred_until === null) continue;', ''),
  ],
  'a message is altered after it was consented to': [
    one(sending, '    text,\n', "    text: text + 'P.S.',\n"),
  ],
  'somebody joins a message that was refused': [
    one('invitations/delivery-store.ts', ' and (d.rejected_at is null or ', ' and (true or '),
  ],
  'every message is called handed over': [
    one(sending, 'return mail.send(await mailTo(one));', "return { kind: 'handed', code: 250 };"),
  ],
} satisfies Readonly<Record<string, readonly Planted[]>>;

function one(file: string, of: string, says: string): Planted {
  return { file, instead: [{ of, says }] };
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BLANK_CARD, type Card, CORRESPONDENCE } from '../contact.ts';
import { emailReason, type TriageFacts, type TriageReason, triage } from './triage.ts';

function card(over: Partial<Card>): Card {
  return {
    ...BLANK_CARD,
    names: { full: 'Ana Ruiz' },
    source: { format: 'csv', lines: [1, 1] },
    problems: [],
    ...over,
  };
}

function letters(value: 'sent' | 'received' | 'collected'): Card['other'] {
  return [{ label: CORRESPONDENCE, value }];
}

test('an address that is no person is told from one that is', () => {
  const cases: Record<string, TriageReason | undefined> = {
    'ana.ruiz@mail.de': undefined,
    'norely@mail.de': undefined,
    'noreen.plyer@mail.de': undefined,
    'ana+books@mail.de': undefined,
    'no-reply@shop.de': 'no_reply',
    'do_not_reply@shop.de': 'no_reply',
    'shop-noreply@mail.de': 'no_reply',
    'ne-pas-repondre@impots.fr': 'no_reply',
    'info@weber.de': 'role_address',
    'kontakt@weber.de': 'role_address',
    'support+123@weber.de': 'role_address',
    'announce-request@lists.org': 'mailing_list',
    'choir@googlegroups.com': 'mailing_list',
    'bounce+ana=x.de@send.com': 'machine',
    '3f2a9c0d1e4b5a6978@reply.com': 'machine',
    'ticket+abc12345@help.com': 'machine',
    'ana@example.com': 'dead_domain',
    'ana@home.invalid': 'dead_domain',
    'ana@mail.test': 'dead_domain',
  };
  for (const [address, reason] of Object.entries(cases)) assert.equal(emailReason(address), reason, address);
});

test('a reserved domain that delivers here is not dead', () => {
  assert.equal(emailReason('ana@mail.test', { deliverableReserved: ['example', 'test'] }), undefined);
});

test('a contact is listed by one good way to reach it, and otherwise named with its reason', () => {
  const cases: [Partial<Card>, TriageFacts, TriageReason | undefined][] = [
    [{ emails: [{ value: 'ana@mail.de' }] }, {}, undefined],
    [{ emails: [{ value: 'info@mail.de' }, { value: 'ana@mail.de' }] }, {}, undefined],
    [{ emails: [{ value: 'info@mail.de' }], phones: [{ value: '+4915123456789' }] }, {}, undefined],
    [{ emails: [{ value: 'info@mail.de' }] }, {}, 'role_address'],
    [{}, {}, 'no_channel'],
    [{ kind: 'group', emails: [{ value: 'ana@mail.de' }] }, {}, 'group'],
    [{ kind: 'organisation', emails: [{ value: 'weber@mail.de' }] }, {}, 'organisation'],
    [{ names: { full: '' }, emails: [{ value: 'ana@mail.de' }] }, {}, 'no_name'],
    [{ names: { full: '' }, emails: [{ value: 'ana@mail.de' }], other: letters('sent') }, {}, undefined],
    [{ emails: [{ value: 'ana@mail.de' }], other: letters('sent') }, {}, undefined],
    [{ emails: [{ value: 'ana@mail.de' }], other: letters('received') }, {}, 'received_only'],
    [{ emails: [{ value: 'ana@mail.de' }], other: letters('collected') }, {}, 'collected'],
    [{ emails: [{ value: 'no-reply@mail.de' }], other: letters('received') }, {}, 'no_reply'],
    [{ emails: [{ value: 'A.na+x@gmail.com' }] }, { ownEmails: ['ana@googlemail.com'] }, 'own_address'],
    [{ phones: [{ value: '+4915123456789' }] }, { ownPhones: ['+4915123456789'] }, 'own_address'],
    [
      { emails: [{ value: 'ana@mail.de' }], other: [{ value: '2024-01-02', label: 'UNSUB_TIME' }] },
      {},
      'unsubscribed',
    ],
  ];
  for (const [over, facts, reason] of cases) {
    assert.deepEqual(
      triage(card(over), facts),
      reason === undefined ? { listed: true } : { listed: false, reason },
    );
  }
});

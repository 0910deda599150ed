import type { Transaction } from '../platform/database.ts';

declare module '../platform/database.ts' {
  interface Tables {
    demo_messages: {
      id: string;
      channel: 'email' | 'text';
      recipient: string;
      sender: string;
      subject: string;
      message_id: string | null;
      raw: Buffer;
      received_at: Date;
    };
  }
}

const shown = 200;

export function listMessages(tx: Transaction) {
  return tx
    .selectFrom('demo_messages')
    .select(['id', 'channel', 'recipient', 'sender', 'subject', 'received_at'])
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(shown)
    .execute();
}

export function readMessage(tx: Transaction, id: string) {
  return tx.selectFrom('demo_messages').selectAll().where('id', '=', id).executeTakeFirst();
}

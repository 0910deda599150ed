import type { MemberId } from '../platform/ids.ts';
import type { MailOutcome, MailTransport, TextTransport } from '../platform/mail.ts';
import type { Platform } from '../platform/platform.ts';

/** The topic that wakes the mailbox viewer. */
export const demoMailTopic = 'demo.mail';

/** Transports of the demo: every message is kept in the database for the mailbox viewer; nothing leaves the machine. */
export function demoTransports(
  platform: Pick<Platform, 'database' | 'clock' | 'ids' | 'events' | 'config'>,
): { mail: MailTransport; texts: TextTransport } {
  const keep = async (message: {
    channel: 'email' | 'text';
    recipient: string;
    sender: string;
    subject: string;
    message_id: string | null;
    raw: Buffer;
  }): Promise<MailOutcome> => {
    await platform.database.asSystem((tx) =>
      tx
        .insertInto('demo_messages')
        .values({ id: platform.ids.next<MemberId>(), received_at: platform.clock.now(), ...message })
        .execute(),
    );
    platform.events.publish(demoMailTopic);
    return { kind: 'handed', code: 250 };
  };
  return {
    mail: {
      send: ({ from, to, subject, raw, messageId }) =>
        keep({ channel: 'email', recipient: to, sender: from, subject, message_id: messageId, raw }),
      close: async () => undefined,
    },
    texts: {
      send: ({ to, text }) =>
        keep({
          channel: 'text',
          recipient: to,
          sender: platform.config.network.name,
          subject: '',
          message_id: null,
          raw: Buffer.from(text),
        }),
    },
  };
}

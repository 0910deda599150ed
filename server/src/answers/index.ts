import type { App } from '../app.ts';
import type { Platform } from '../platform/platform.ts';
import { readMailbox } from './jobs/read-mailbox.ts';
import { takeReport } from './routes/take-report.ts';
import { takeText } from './routes/take-text.ts';
import { listenForAnswers, type SmtpListener } from './smtp-listener.ts';
import { takeTextMessage } from './take-text.ts';

/** Answers: what comes back by mail and text message about the messages that were sent. */
export function registerAnswers(app: App, platform: Platform): void {
  takeReport(app, platform);
  takeText(app, platform);
  app.addHook('onListen', async () =>
    platform.texts?.listen?.((message) => takeTextMessage(platform, message, 'smpp')),
  );
  const { listen, mailbox } = platform.config.answers;
  if (mailbox !== undefined) readMailbox(platform, mailbox);
  if (listen === undefined) return;
  let listener: SmtpListener | undefined;
  app.addHook('onListen', async () => {
    listener = await listenForAnswers(platform, listen);
  });
  app.addHook('onClose', async () => listener?.close());
}

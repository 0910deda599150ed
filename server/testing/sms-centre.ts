import type { AddressInfo } from 'node:net';
import smpp, { type Pdu, type Session } from 'smpp';

/** What the centre does with a message: answers with a status, or says nothing, or hangs up. */
export type Fate = number | 'silence' | 'cut';

export interface SmsCentre {
  readonly port: number;
  readonly submitted: Pdu[];
  /** Connections that were let in, of which the last. */
  readonly sessions: Session[];
  /** Does this with the next messages, and the last with all that follow. */
  will(...fates: Fate[]): void;
  close(): Promise<void>;
}

/** An SMS centre on a port of its own, by a library of another hand than ours; `kith` is let in by this password. */
export async function smsCentre(password: string, port = 0): Promise<SmsCentre> {
  let fates: Fate[] = [0];
  const submitted: Pdu[] = [];
  const sessions: Session[] = [];
  const server = smpp.createServer((session) => {
    session.on('error', () => undefined);
    session.on('bind_transceiver', (pdu: Pdu) => {
      const known = pdu.system_id === 'kith' && pdu.password === password;
      // 0x0e: a wrong password.
      session.send(pdu.response({ command_status: known ? 0 : 0x0e }));
      if (known) sessions.push(session);
    });
    session.on('submit_sm', (pdu: Pdu) => {
      submitted.push(pdu);
      const fate = (fates.length > 1 ? fates.shift() : fates[0]) ?? 0;
      if (fate === 'cut') session.socket.destroy();
      else if (fate !== 'silence') session.send(pdu.response({ command_status: fate }));
    });
    for (const command of ['enquire_link', 'unbind'])
      session.on(command, (pdu: Pdu) => session.send(pdu.response()));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  // Safe: a server that listens on TCP has an address of this kind.
  const address = server.address() as AddressInfo;
  return {
    port: address.port,
    submitted,
    sessions,
    will: (...next) => {
      fates = next;
    },
    close: () =>
      new Promise((resolve) => {
        for (const { socket } of sessions) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

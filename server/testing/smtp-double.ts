import { type AddressInfo, createServer, type Socket } from 'node:net';

/** The moments of a mail session (RFC 5321) at which a server may misbehave. `body` is in the middle of a message. */
export type Moment =
  | 'connect'
  | 'EHLO'
  | 'HELO'
  | 'STARTTLS'
  | 'AUTH'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'body'
  | 'dot';

/** What is said then, as it goes over the wire: line ends are its own. Nothing is silence; in pieces it comes bit by bit. */
export type Said = string | 'cut' | AsyncIterable<string> | undefined;

export interface Behaviour {
  /** Instead of what a sound server says; `times` counts from 1. A promise says it later. */
  readonly say?: Partial<Record<Moment, (times: number) => Said | Promise<Said>>>;
  /** Whether a whole message is kept, whatever is answered; by default where the answer is 250. */
  readonly keeps?: boolean;
}

export interface SmtpDouble {
  readonly url: string;
  /** Recipient and message, in order, of what it kept. */
  readonly kept: { readonly recipient: string; readonly message: Buffer }[];
  /** Every line that was said to it outside of messages. */
  readonly heard: readonly string[];
  /** From now on it does this. */
  will(behaviour: Behaviour): void;
  close(): Promise<void>;
}

const sound: Record<Moment, string> = {
  connect: '220 mx.double.example ESMTP\r\n',
  EHLO: '250-mx.double.example\r\n250-8BITMIME\r\n250 SIZE 10000000\r\n',
  HELO: '250 mx.double.example\r\n',
  STARTTLS: '502 not here\r\n',
  AUTH: '502 not here\r\n',
  MAIL: '250 fine\r\n',
  RCPT: '250 fine\r\n',
  DATA: '354 go on\r\n',
  body: '',
  dot: '250 kept\r\n',
};

/** A mail server that does as it is told, also what no mail server should. */
export async function smtpDouble(first: Behaviour = {}): Promise<SmtpDouble> {
  let behaviour = first;
  const kept: { recipient: string; message: Buffer }[] = [];
  const heard: string[] = [];
  const times = new Map<Moment, number>();
  const sockets = new Set<Socket>();

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let recipient = '';
    let unread = Buffer.alloc(0);
    let inMessage = false;
    let begun = false;
    let turn = say('connect');

    async function say(moment: Moment): Promise<void> {
      const nth = (times.get(moment) ?? 0) + 1;
      times.set(moment, nth);
      const how = behaviour.say?.[moment];
      const said = how === undefined ? sound[moment] : await how(nth);
      if (said === undefined) return;
      if (said === 'cut') return void socket.destroy();
      if (typeof said === 'string') {
        if (said !== '' && !socket.destroyed) socket.write(said, 'latin1');
        if (moment === 'DATA' && said.startsWith('354')) inMessage = true;
        return;
      }
      for await (const piece of said) {
        if (socket.destroyed) return;
        socket.write(piece, 'latin1');
      }
    }

    async function read(bytes: Buffer): Promise<void> {
      unread = Buffer.concat([unread, bytes]);
      for (;;) {
        if (inMessage) {
          if (!begun && unread.length > 0) {
            begun = true;
            await say('body');
          }
          const end = unread.indexOf('\r\n.\r\n');
          if (end === -1) return;
          const message = unread.subarray(0, end);
          unread = unread.subarray(end + 5);
          inMessage = false;
          begun = false;
          const { keeps = behaviour.say?.dot === undefined } = behaviour;
          if (keeps) kept.push({ recipient, message: unstuffed(message) });
          await say('dot');
          continue;
        }
        const end = unread.indexOf('\r\n');
        if (end === -1) return;
        const line = unread.subarray(0, end).toString('latin1');
        unread = unread.subarray(end + 2);
        heard.push(line);
        const verb = line.slice(0, 8).split(/[ :]/)[0]?.toUpperCase() ?? '';
        if (verb === 'RCPT') recipient = /<([^>]*)>/.exec(line)?.[1] ?? '';
        if (verb === 'QUIT') socket.end('221 bye\r\n');
        else if (verb === 'RSET') socket.write('250 fine\r\n');
        else if (isMoment(verb)) await say(verb);
        else socket.write('500 what?\r\n');
      }
    }
    socket.on('data', (bytes) => {
      turn = turn.then(() => read(Buffer.from(bytes)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Safe: a server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    kept,
    heard,
    will(next) {
      behaviour = next;
      times.clear();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** RFC 5321, 4.5.2: a line that begins with a dot travels with one more. */
function unstuffed(message: Buffer): Buffer {
  return Buffer.from(message.toString('latin1').replace(/^\./gm, ''), 'latin1');
}

function isMoment(verb: string): verb is Moment {
  return verb in sound;
}

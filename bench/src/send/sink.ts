// A mail server that takes everything and keeps nothing but counts; a process of its own, for its work is not the sender's.
import { createServer, type Socket } from 'node:net';

let taken = 0;
let bytes = 0;
/** A digest would cost more than it tells: names of messages are 128 bits already. */
const names = new Set<string>();

function serve(socket: Socket): void {
  let rest = '';
  let inMessage = false;
  socket.setNoDelay(true);
  socket.on('error', () => undefined);
  socket.write('220 sink ESMTP\r\n');
  socket.on('data', (chunk) => {
    rest += chunk.toString('latin1');
    let answer = '';
    for (;;) {
      const end = rest.indexOf(inMessage ? '\r\n.\r\n' : '\r\n');
      if (end === -1) break;
      const text = rest.slice(0, end);
      rest = rest.slice(end + (inMessage ? 5 : 2));
      answer += inMessage ? take(text) : reply(text);
      inMessage = !inMessage && text.toUpperCase() === 'DATA';
    }
    if (answer !== '') socket.write(answer);
  });
}

function take(message: string): string {
  taken++;
  bytes += message.length;
  names.add(/^Message-ID: <([^@>]+)/im.exec(message)?.[1] ?? '');
  return '250 2.0.0 taken\r\n';
}

function reply(line: string): string {
  switch (line.slice(0, 4).toUpperCase()) {
    case 'EHLO':
      return '250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n';
    case 'DATA':
      return '354 go on\r\n';
    case 'QUIT':
      return '221 2.0.0 bye\r\n';
    default:
      return '250 2.0.0 ok\r\n';
  }
}

const server = createServer(serve).listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
});
process.on('message', () => process.send?.({ taken, distinct: names.size, bytes }));
process.on('disconnect', () => process.exit());

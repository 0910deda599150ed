import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import { hostOf } from '@kith/sources';
import type { Log } from './log.ts';
import type { MailOutcome, TextTransport } from './mail.ts';
import { answerTo, command, cString, encodePdu, messageOf, type Pdu, pduReader } from './smpp-pdu.ts';
import { encodePart, segments } from './text-segments.ts';

interface SmppGateway {
  /** `smpp:` or, by TLS, `ssmpp:`, with user and password. */
  readonly url: string;
  /** A number, or up to eleven letters. */
  readonly from: string;
}

type Take = (message: { readonly from: string; readonly text: string }) => Promise<void>;

/** Seconds: for an answer, of silence before we ask whether the other side is there, and before we connect again. */
const limits = { answer: 20, idle: 30, again: 5 };

/** Refusals about the recipient or the words, for good (SMPP 3.4, 5.1.3); others are about us or the moment. */
const forGood = new Set([0x01, 0x0a, 0x0b, 0x33, 0x50]);

/** An answer to a request; `lost` when it was sent and none came. */
type Reply = { readonly status: number } | 'lost' | 'unsent';

interface Session {
  request(id: number, body: Buffer): Promise<Reply>;
  end(): void;
}

/**
 * Sends by the operator's SMS centre (SMPP 3.4), on one connection that is kept and also brings what people answer.
 *
 * A message that was handed over without an answer is unknown; none is tried again here.
 */
export function smppTransport(
  { url, from }: SmppGateway,
  log: Log,
  seconds: Partial<typeof limits> = {},
): TextTransport {
  const at = new URL(url);
  const { answer, idle, again } = { ...limits, ...seconds };
  let take: Take | undefined;
  let session: Promise<Session | number> | undefined;
  let ended = false;
  let series = 0;

  /** The bound session; a number is the status by which the centre refused us, 0 where it was not reached. */
  const bound = (): Promise<Session | number> => {
    session ??= bind().then((opened) => {
      if (typeof opened !== 'number') return opened;
      log.warn('texts.not_bound', { host: at.hostname, code: opened });
      gone();
      return opened;
    });
    return session;
  };
  const gone = () => {
    session = undefined;
    if (take !== undefined && !ended) setTimeout(() => ended || bound(), again * 1000).unref();
  };

  const bind = async (): Promise<Session | number> => {
    const socket = await connected(at, answer);
    if (socket === undefined) return 0;
    const opened = sessionOn(
      socket,
      { answer, idle },
      () => gone(),
      (message) => take?.(message),
    );
    const names = [at.username, at.password, ''].map((name) => cString(decodeURIComponent(name)));
    // Interface version 3.4, and no addresses of our own.
    const reply = await opened.request(
      command.bindTransceiver,
      Buffer.concat([...names, Buffer.from([0x34, 0, 0]), cString('')]),
    );
    if (typeof reply === 'object' && reply.status === 0) return opened;
    opened.end();
    return typeof reply === 'object' ? reply.status : 0;
  };

  return {
    async send({ to, text }) {
      const opened = await bound();
      if (typeof opened === 'number') return { kind: 'deferred', code: opened === 0 ? undefined : opened };
      const { coding, parts } = segments(text);
      series = (series + 1) % 256;
      for (const [index, part] of parts.entries()) {
        // A message of several parts: concatenation with an 8-bit reference (3GPP TS 23.040, 9.2.3.24.1).
        const header = parts.length === 1 ? [] : [5, 0, 3, series, parts.length, index + 1];
        const words = Buffer.concat([Buffer.from(header), encodePart(part, coding)]);
        const body = submitOf(from, to, header.length > 0, coding === 'ucs2' ? 8 : 0, words);
        const reply = await opened.request(command.submit, body);
        const outcome = outcomeOf(reply);
        if (outcome.kind === 'handed') continue;
        return index === 0 ? outcome : { kind: 'unknown' };
      }
      return { kind: 'handed', code: 0 };
    },
    listen(takes) {
      take = takes;
      void bound();
    },
    async close() {
      ended = true;
      const opened = await session;
      if (typeof opened !== 'object') return;
      await opened.request(command.unbind, Buffer.alloc(0));
      opened.end();
    },
  };
}

function connected(at: URL, seconds: number): Promise<Socket | undefined> {
  const secure = at.protocol === 'ssmpp:';
  const host = hostOf(at);
  const port = Number(at.port || (secure ? 3550 : 2775));
  return new Promise((resolve) => {
    const socket = secure ? connectSecure({ host, port, servername: host }) : connectPlain({ host, port });
    const fail = () => {
      socket.destroy();
      resolve(undefined);
    };
    socket.setTimeout(seconds * 1000, fail);
    socket.once('error', fail);
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      socket.setTimeout(0);
      socket.off('error', fail);
      // What breaks the connection also closes it.
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}

function sessionOn(
  socket: Socket,
  seconds: { readonly answer: number; readonly idle: number },
  closed: () => void,
  take: (message: Parameters<Take>[0]) => Promise<void> | undefined,
): Session {
  const waiting = new Map<number, (reply: Reply) => void>();
  const read = pduReader();
  let sequence = 0;
  const write = (id: number, to: number, status: number, body: Buffer = Buffer.alloc(0)) =>
    socket.write(encodePdu({ id, status, sequence: to, body }));
  const request = (id: number, body: Buffer): Promise<Reply> => {
    if (!socket.writable) return Promise.resolve('unsent');
    sequence = (sequence % 0x7fffffff) + 1;
    const own = sequence;
    return new Promise((resolve) => {
      const late = setTimeout(() => socket.destroy(), seconds.answer * 1000);
      waiting.set(own, (reply) => {
        clearTimeout(late);
        waiting.delete(own);
        resolve(reply);
      });
      write(id, own, 0, body);
    });
  };
  const deliver = async ({ sequence: theirs, body }: Pdu) => {
    const message = messageOf(body);
    // 0x64: could not be taken for now, so that the centre keeps it. The answer holds an empty message id.
    const status =
      message === undefined
        ? 0
        : await (take(message) ?? Promise.resolve()).then(
            () => 0,
            () => 0x64,
          );
    if (socket.writable) write(answerTo(command.deliver), theirs, status, cString(''));
  };
  const heard = (pdu: Pdu) => {
    if (pdu.id >= command.nack) return waiting.get(pdu.sequence)?.({ status: pdu.status });
    if (pdu.id === command.deliver) return deliver(pdu);
    if (pdu.id === command.enquireLink || pdu.id === command.unbind) write(answerTo(pdu.id), pdu.sequence, 0);
    // 0x03: a command that we do not know.
    else write(command.nack, pdu.sequence, 3);
    if (pdu.id === command.unbind) socket.end();
  };
  socket.on('data', (chunk: Buffer) => {
    try {
      for (const pdu of read(chunk)) void heard(pdu);
    } catch {
      socket.destroy();
    }
  });
  const alive = setInterval(() => void request(command.enquireLink, Buffer.alloc(0)), seconds.idle * 1000);
  socket.once('close', () => {
    clearInterval(alive);
    for (const answered of [...waiting.values()]) answered('lost');
    closed();
  });
  return { request, end: () => socket.end() };
}

/** `submit_sm` (SMPP 3.4, 4.4.1). */
function submitOf(from: string, to: string, isPart: boolean, coding: number, words: Buffer): Buffer {
  // Type and plan of an address (5.2.5, 5.2.6): an international number, or letters.
  const sender = /^\+?[0-9]+$/.test(from) ? [1, 1] : [5, 0];
  return Buffer.concat([
    cString(''),
    Buffer.from(sender),
    cString(from.replace('+', '')),
    Buffer.from([1, 1]),
    cString(to.replace('+', '')),
    // Class, protocol, priority; then at once, for as long as the centre keeps messages.
    Buffer.from([isPart ? 0x40 : 0, 0, 0]),
    cString(''),
    cString(''),
    // No receipt, nothing replaced, coding, no message of the centre's own.
    Buffer.from([0, 0, coding, 0, words.length]),
    words,
  ]);
}

function outcomeOf(reply: Reply): MailOutcome {
  if (reply === 'lost') return { kind: 'unknown' };
  if (reply === 'unsent') return { kind: 'deferred', code: undefined };
  if (reply.status === 0) return { kind: 'handed', code: 0 };
  return { kind: forGood.has(reply.status) ? 'rejected' : 'deferred', code: reply.status };
}

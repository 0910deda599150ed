/** smpp publishes no types; this is what the tests use of it. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server as NetServer, Socket } from 'node:net';

  export interface Pdu {
    readonly command: string;
    readonly system_id: string;
    readonly password: string;
    readonly source_addr: string;
    readonly source_addr_ton: number;
    readonly destination_addr: string;
    readonly data_coding: number;
    readonly short_message: { readonly message: string; readonly udh?: readonly Buffer[] };
    response(fields?: object): Pdu;
  }

  export interface Session extends EventEmitter {
    readonly socket: Socket;
    send(pdu: Pdu): boolean;
    deliver_sm(fields: object, answered: (pdu: Pdu & { readonly command_status: number }) => void): boolean;
    enquire_link(answered: (pdu: Pdu) => void): boolean;
    close(): void;
  }

  const smpp: { createServer(onSession: (session: Session) => void): NetServer };
  export default smpp;
}

import { type Caller, until } from './caller.ts';
import type { Kith } from './kith.ts';

export interface Import {
  readonly id: string;
  readonly state: string;
  readonly failureCode?: string;
  readonly counters: Readonly<Record<'read' | 'new' | 'updated' | 'same' | 'problem', number>>;
}

export interface Batch {
  readonly id: string;
  readonly count: number;
  readonly state: string;
  readonly sent: number;
}

const limit = 90_000;

function imported(owner: Caller, id: string): Promise<Import> {
  return until(
    () => owner.get<Import>(`/api/imports/${id}`),
    ({ state }) => state === 'read',
    limit,
  );
}

export function sent(owner: Caller, id: string): Promise<Batch> {
  return until(
    () => owner.get<Batch>(`/api/batches/${id}`),
    ({ state }) => state === 'sent',
    limit,
  );
}

/** Brings in people without a screen, each as `Name <address>`; the key makes a second call the same import. */
export async function paste(owner: Caller, people: readonly string[], key: string): Promise<Import> {
  const { id } = await owner.post<Import>('/api/imports/paste', { text: people.join('\n') }, key);
  return imported(owner, id);
}

/** The press of Send for everybody who is selected: may be called again with the same key. */
export async function ready(owner: Caller, importId: string, key: string): Promise<() => Promise<Batch>> {
  const preview = await owner.post<{ hash: string; count: number }>(`/api/imports/${importId}/preview`, {
    locale: 'en',
    index: 0,
  });
  const body = {
    locale: 'en',
    expected: preview.count,
    confirmLarge: true,
    messageHash: preview.hash,
  };
  return () => owner.post<Batch>(`/api/imports/${importId}/invitations`, body, key);
}

/** Invites everybody, and waits until all had their turn. */
export async function invite(owner: Caller, people: readonly string[], key: string): Promise<void> {
  const { id } = await paste(owner, people, `${key}-paste`);
  const send = await ready(owner, id, `${key}-send`);
  const batch = await send();
  await sent(owner, batch.id);
}

/** Where the newest message to an address leads: to the invitation, and to the end of all messages. */
export interface Letter {
  readonly id: string;
  readonly invitation: string;
  readonly unsubscribe: string;
  /** Every address in either part of the message. */
  readonly links: readonly string[];
}

export async function letterTo(kith: Kith, address: string): Promise<Letter> {
  const [message] = await until(
    () =>
      kith.query<{ id: string }>(
        `select id from demo_messages where recipient = '${address}' order by received_at desc limit 1`,
      ),
    ({ length }) => length > 0,
  );
  if (message === undefined) throw new Error(`no message to ${address}`);
  const links = new Set<string>();
  for (const part of ['?part=text', '/html']) {
    const shown = await fetch(`${kith.address}/demo/mail/${message.id}${part}`);
    for (const [, link] of (await shown.text()).matchAll(/href="(http[^"]+)"/g))
      if (link !== undefined) links.add(link);
  }
  const leading = (path: string): string => {
    const found = [...links].find((link) => new URL(link).pathname.startsWith(path));
    if (found === undefined) throw new Error(`the message to ${address} has no link to ${path}`);
    return found;
  };
  return { id: message.id, invitation: leading('/i/'), unsubscribe: leading('/u/'), links: [...links] };
}

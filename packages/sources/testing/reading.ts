import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { type Card, readContacts } from '@kith/contacts';
import { openGuard } from '../src/guard/guard.ts';
import { patientNetwork } from '../src/protocols/network.ts';
import {
  type BookPart,
  SourceFault,
  type SourceFaultCode,
  type SourceNetwork,
} from '../src/protocols/protocol.ts';

/** The guarded network of a test: every name is this machine where nothing else is said, and nobody waits for long. */
export function testNetwork(
  ports: readonly number[],
  ca: string,
  addresses: (host: string) => Promise<readonly string[]> = async () => ['127.0.0.1'],
): SourceNetwork {
  const guard = openGuard({ networks: '127.0.0.1/32', ports, ca, addresses });
  return patientNetwork(guard, {
    now: () => new Date(),
    chance: () => 0,
    wait: (milliseconds, signal) =>
      wait(Math.min(milliseconds, 20), undefined, signal === undefined ? {} : { signal }),
  });
}

export async function partsOf(parts: AsyncIterable<BookPart>): Promise<BookPart[]> {
  const read: BookPart[] = [];
  for await (const part of parts) read.push(part);
  return read;
}

/** The cards in parts, read as the import reads them. */
export function cardsIn(parts: readonly BookPart[]): Card[] {
  const files = Map.groupBy(parts, ({ file }) => file);
  return [...files.values()].flatMap((pieces) => {
    const reader = readContacts({ photos: true });
    const events = [...pieces.flatMap(({ bytes }) => [...reader.write(bytes)]), ...reader.end()];
    return events.flatMap((event) => {
      if (event.kind === 'card') return [event.card];
      assert.equal(event.problem.code, 'file.empty', JSON.stringify(event.problem));
      return [];
    });
  });
}

/** Reads until the fault that is expected, and gives what came before it. */
export async function faultOf(
  parts: AsyncIterable<BookPart>,
  code: SourceFaultCode,
  secret: string,
): Promise<BookPart[]> {
  const read: BookPart[] = [];
  await assert.rejects(
    async () => {
      for await (const part of parts) read.push(part);
    },
    (error) => {
      assert.ok(error instanceof SourceFault, String(error));
      assert.equal(error.code, code, error.message);
      assert.ok(!`${error.message} ${error.stack}`.includes(secret), 'a secret in an error');
      return true;
    },
  );
  return read;
}

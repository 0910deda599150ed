import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { KithError } from '../errors.ts';

export interface DataLock {
  /** Tells a second Kith on this folder where the first one answers. */
  announce(address: string): void;
  release(): void;
}

/**
 * Takes the data folder for this process alone.
 *
 * The lock is the kernel's (SQLite's lock on an empty file), so it ends with the process however that dies. A file
 * with a process id would outlive it, and the id may by then be another process's.
 *
 * @throws {KithError} `database.in_use` with the process id and the address of the Kith that holds it.
 */
export function lockData(dataDir: string): DataLock {
  const holderFile = join(dataDir, 'kith.json');
  const file = new DatabaseSync(join(dataDir, 'kith.lock'));
  try {
    file.exec('pragma journal_mode = off; begin exclusive');
  } catch (cause) {
    file.close();
    throw new KithError('database.in_use', `Kith already runs on ${dataDir}${holder(holderFile)}.`, {
      cause,
    });
  }
  const write = (facts: object) => writeFileSync(holderFile, `${JSON.stringify(facts)}\n`);
  write({ pid: process.pid });
  return {
    announce: (address) => write({ pid: process.pid, address }),
    release() {
      rmSync(holderFile, { force: true });
      file.close();
    },
  };
}

function holder(path: string): string {
  try {
    const facts: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof facts !== 'object' || facts === null || !('pid' in facts)) return '';
    const address = 'address' in facts ? `, at ${facts.address}` : ', still starting';
    return ` (process ${facts.pid}${address})`;
  } catch {
    // The holder may be about to write it; that the folder is taken is known without it.
    return '';
  }
}

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { KithError } from '../errors.ts';
import type { Log } from '../log.ts';

/**
 * Ends the PostgreSQL that a killed Kith left behind on this cluster, and removes the files that would keep the next
 * one from starting. The caller holds the data folder's lock, so no living Kith uses that server.
 *
 * A process counts as this cluster's only when its working folder is the cluster, which every PostgreSQL process
 * keeps for life: the process id in `postmaster.pid` may by now be anybody's.
 */
export async function endOrphans(cluster: string, log: Log): Promise<void> {
  const orphans = processesOf(cluster);
  if (orphans.length > 0) {
    log.warn('postgres.orphan', { processes: orphans.length });
    const postmaster = recordedPid(cluster);
    const first = orphans.filter((pid) => pid === postmaster);
    // Backends whose postmaster was killed end by themselves when idle; a busy one is told.
    const steps = [
      { signal: 'SIGINT', pids: first.length > 0 ? first : orphans },
      { signal: 'SIGQUIT', pids: orphans },
      { signal: 'SIGKILL', pids: orphans },
    ] as const;
    for (const { signal, pids } of steps) {
      for (const pid of pids) tell(pid, signal);
      if (await allGone(cluster, 5000)) break;
    }
    if (processesOf(cluster).length > 0) {
      throw new KithError(
        'database.start_failed',
        `An earlier PostgreSQL on ${cluster} does not end (processes ${processesOf(cluster).join(', ')}).`,
      );
    }
  }
  for (const name of ['postmaster.pid', '.s.PGSQL.5432', '.s.PGSQL.5432.lock']) {
    rmSync(join(cluster, name), { force: true });
  }
}

async function allGone(cluster: string, milliseconds: number): Promise<boolean> {
  for (let waited = 0; waited < milliseconds; waited += 50) {
    if (processesOf(cluster).length === 0) return true;
    await wait(50);
  }
  return false;
}

/** Processes whose working folder is the cluster; where there is no /proc, the recorded one if its command says so. */
function processesOf(cluster: string): readonly number[] {
  const folder = realpathSync(cluster);
  let names: readonly string[];
  try {
    names = readdirSync('/proc');
  } catch {
    const pid = recordedPid(cluster);
    if (pid === undefined) return [];
    const { stdout } = spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' });
    return stdout.includes('postgres') && stdout.includes(folder) ? [pid] : [];
  }
  return names
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readlinkSync(`/proc/${name}/cwd`) === folder && /^postgres/.test(commandOf(name));
      } catch {
        // It ended meanwhile, or it is another user's.
        return false;
      }
    })
    .map(Number);
}

function commandOf(pid: string): string {
  return readFileSync(`/proc/${pid}/comm`, 'utf8');
}

function recordedPid(cluster: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended meanwhile.
  }
}

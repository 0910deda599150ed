import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { emailKey, parseEmail } from '@kith/contacts';
import { readConfig } from '../../server/src/config.ts';
import { type ReceivedFile, readOne, receiveImport } from '../../server/src/imports/index.ts';
import { open } from '../../server/src/main.ts';
import { memberByKey, regionOf } from '../../server/src/members/index.ts';
import type { MemberId } from '../../server/src/platform/ids.ts';
import type { Platform } from '../../server/src/platform/platform.ts';

/** `kith import`: brings files into a member's address book, as an upload does, and waits for the end. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals: paths } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { as: { type: 'string' }, region: { type: 'string' } },
  });
  if (paths.length === 0 || values.as === undefined) {
    console.error(
      'Name the files and whose address book they go to: kith import contacts.vcf --as ana@home.example',
    );
    return 2;
  }
  for (const path of paths) {
    try {
      await access(path, constants.R_OK);
    } catch {
      console.error(`${path}: there is no such file, or it may not be read.`);
      return 2;
    }
  }
  const kith = await open(readConfig(), { beside: true });
  try {
    const owner = await ownerOf(kith.platform, values.as);
    if (owner === undefined) {
      console.error('No member has proved that this address is theirs. Sign up with it first.');
      return 2;
    }
    await kith.platform.jobs.start();
    const region = values.region ?? (await regionOf(kith.platform, owner));
    return await bring(kith.platform, owner, region, paths);
  } finally {
    await kith.stop();
  }
}

async function ownerOf({ database, secrets }: Platform, address: string): Promise<MemberId | undefined> {
  const email = parseEmail(address);
  if (email === undefined) return undefined;
  return database.asSystem((tx) => memberByKey(tx, secrets.keyed('identifier.email', emailKey(email))));
}

async function bring(
  platform: Platform,
  owner: MemberId,
  region: string,
  paths: readonly string[],
): Promise<number> {
  const id = await receiveImport(platform, owner, 'file', region, filesAt(paths));
  for (;;) {
    const one = await readOne(platform, owner, id);
    if (one.state !== 'received' && one.state !== 'reading') {
      const { read, new: added, updated, same, problem } = one.counters;
      console.log(
        `${read} read: ${added} new, ${updated} updated, ${same} the same, ${problem} with a problem`,
      );
      if (one.state !== 'failed')
        console.log(
          `${one.here} of the address book are here, ${one.invite} can be invited, ${one.other} are set aside. Nothing was sent.`,
        );
      else
        console.error(
          one.failureCode === 'import.empty'
            ? 'The file is empty.'
            : 'The file holds no contacts. Export it as vCard or CSV.',
        );
      return one.state === 'failed' ? 2 : 0;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function* filesAt(paths: readonly string[]): AsyncGenerator<ReceivedFile> {
  for (const path of paths) yield { name: basename(path), bytes: createReadStream(path) };
}

import { withDatabase } from './database.ts';

/** One benchmark, one file: `run` takes what follows its name. */
interface Bench {
  readonly run: (args: readonly string[]) => void | Promise<void>;
}

const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  read: () => import('./read.ts'),
  identifiers: () => import('./identifiers.ts'),
  import: () => import('./import.ts'),
  account: () => import('./account.ts'),
  archive: () => import('./archive.ts'),
  contacts: () => import('./contacts.ts'),
  send: () => import('./send.ts'),
  dedupe: () => import('./dedupe.ts'),
  member: () => import('./member.ts'),
  oracle: () => import('./oracle.ts'),
  owners: () => import('./owners.ts'),
  screen: () => import('./screen.ts'),
  suggestions: () => import('./suggestions.ts'),
};

const needDatabase = new Set(['account', 'archive', 'contacts', 'import', 'member', 'oracle', 'suggestions']);

const [name, ...args] = process.argv.slice(2);
for (const [key, load] of Object.entries(benches)) {
  if (name !== undefined && name !== key) continue;
  const { run } = await load();
  await (needDatabase.has(key) ? withDatabase(async () => run(args)) : run(args));
}
if (name !== undefined && !Object.hasOwn(benches, name)) {
  console.error(`There is no benchmark "${name}". There are: ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 2;
}

// Writes docs/reference/configuration.md from the settings. `--check` writes nothing and fails when it is stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Settings } from '../server/src/config.ts';
import { root } from './install.mjs';

const path = join(root, 'docs', 'reference', 'configuration.md');
const text = configuration();

if (!process.argv.includes('--check')) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
} else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
  console.error('docs/reference/configuration.md is stale: run "node scripts/reference.mjs" under Node 24.');
  process.exitCode = 1;
}

function configuration() {
  const rows = Object.entries(Settings.properties).map(
    ([name, setting]) =>
      `| \`${name}\` | ${kindOf(setting)} | ${defaultOf(setting)} | ${setting.description} |`,
  );
  return `# Configuration

Kith reads its settings from the environment. \`NAME_FILE\` names a file that holds the value of \`NAME\`, for secrets.
A setting that Kith does not know, or whose value is wrong, stops the start with every fault listed.
\`npx kith config\` prints what is in force, and where each value comes from.

| Setting | Value | Default | Meaning |
| --- | --- | --- | --- |
${rows.join('\n')}

This page is generated from \`server/src/config.ts\` by \`node scripts/reference.mjs\`.
`;
}

function kindOf(setting) {
  if (setting.anyOf) return setting.anyOf.map((choice) => `\`${choice.const}\``).join(' ');
  const { minimum, maximum } = setting;
  if (minimum !== undefined && maximum !== undefined) return `${setting.type} ${minimum}–${maximum}`;
  if (minimum !== undefined) return `${setting.type} from ${minimum}`;
  return setting.type;
}

function defaultOf(setting) {
  return setting.default === undefined || setting.default === '' ? '' : `\`${setting.default}\``;
}

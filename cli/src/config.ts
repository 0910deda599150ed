import { parseArgs } from 'node:util';
import { explainSettings, readConfig } from '../../server/src/config.ts';

/** `kith config`: prints the settings in force, secrets hidden; exit code 1 when one is wrong. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } });
  const settings = explainSettings();
  if (values.json) {
    console.log(JSON.stringify(settings, undefined, 2));
  } else {
    const width = Math.max(...settings.map(({ name }) => name.length));
    for (const { name, value, from } of settings) {
      console.log(`${name.padEnd(width)}  ${from.padEnd(11)}  ${value ?? '(not set)'}`);
    }
  }
  // Throws for the settings that are wrong, after all of them were printed.
  readConfig();
  return 0;
}

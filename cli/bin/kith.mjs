#!/usr/bin/env node
// Kith runs its TypeScript as it is, which takes Node 24: an older Node hands over to the one among the dependencies.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const args = process.argv.slice(2);
if (Number(process.versions.node.split('.')[0]) >= 24) {
  // What was compiled and stripped of types is kept for the next start; where it cannot be written, it is not.
  const { enableCompileCache } = await import('node:module');
  enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/kith', import.meta.url)));
  const { run } = await import('../src/main.ts');
  process.exitCode = await run(args);
} else {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const places = ['../../node_modules', '../node_modules', '../..'].map((folder) =>
    fileURLToPath(new URL(`${folder}/${name}/bin/${file}`, import.meta.url)),
  );
  const node = places.find((place) => existsSync(place));
  if (node === undefined) {
    process.stderr.write(
      `kith needs Node 24 or newer; this is ${process.version}. Run npm install in Kith's folder.\n`,
    );
    process.exitCode = 1;
  } else {
    const child = spawn(node, [fileURLToPath(import.meta.url), ...args], { stdio: 'inherit' });
    // A signal from the terminal reaches both; one sent to this process alone is passed on.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('exit', (code) => {
      process.exitCode = code ?? 1;
    });
  }
}

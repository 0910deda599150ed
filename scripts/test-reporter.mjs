// A reporter for node:test: one line per file, failures in full, totals to the file that KITH_TEST_TOTALS names.
import { writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { inspect } from 'node:util';

export default async function* report(events) {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  const files = new Map();
  const failures = [];
  const count = (file, kind) => {
    totals[kind]++;
    if (!files.has(file)) files.set(file, { passed: 0, failed: 0, skipped: 0 });
    files.get(file)[kind]++;
  };
  for await (const { type, data } of events) {
    if (type === 'test:stdout' || type === 'test:stderr') yield data.message;
    if (type === 'test:pass' && data.nesting === 0 && resolve(data.name) === data.file) {
      // Node passes a file that has no test, as when it ends the process while loading.
      count(data.file, 'failed');
      failures.push(`  ${relative('.', data.file)} ran no test\n`);
      yield `\n✖${failures.at(-1)}\n`;
      continue;
    }
    if (type === 'test:pass' && data.details.type !== 'suite') {
      const skipped = data.skip !== undefined || data.todo !== undefined;
      count(data.file, skipped ? 'skipped' : 'passed');
      if (skipped) yield `skipped: ${data.name} (${place(data)})\n`;
    }
    if (type === 'test:fail') {
      // A suite fails with its tests, which are counted; one that fails by itself, as in a hook, counts.
      if (data.details.error?.failureType === 'subtestsFailed') continue;
      count(data.file, 'failed');
      failures.push(`  ${place(data)}  ${data.name}\n`);
      yield failure(data);
    }
    if (type === 'test:summary' && data.file !== undefined) {
      const { passed = 0, failed = 0 } = files.get(data.file) ?? {};
      const seconds = (data.duration_ms / 1000).toFixed(1);
      yield `${failed > 0 ? '✖' : '✔'} ${relative('.', data.file)}  ${passed} passed${failed > 0 ? `, ${failed} failed` : ''}  ${seconds} s\n`;
    }
  }
  if (failures.length > 1) yield `\nFailed:\n${failures.join('')}`;
  const path = process.env.KITH_TEST_TOTALS;
  if (path !== undefined) writeFileSync(path, JSON.stringify(totals));
}

function failure(data) {
  const { error } = data.details;
  const cause = error?.cause ?? error;
  // An assertion's message shows the difference; its properties would show it again.
  const shown = cause?.code === 'ERR_ASSERTION' ? cause.stack : inspect(cause, { depth: 6 });
  const text = shown.replace(/^ +at .*node:internal.*\n?/gm, '');
  return `\n✖ ${data.name}\n  ${place(data)}\n${text.trimEnd().replace(/^/gm, '    ')}\n\n`;
}

function place({ file, line }) {
  return file === undefined ? 'unknown file' : `${relative('.', file)}:${line ?? 1}`;
}

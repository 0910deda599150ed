import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PageOfFile } from './reader-thread.ts';
import { type ReaderThread, readerThreads } from './reader-threads.ts';

async function pagesOf(thread: ReaderThread, text: string): Promise<PageOfFile[]> {
  const pages: PageOfFile[] = [];
  for (const chunk of [Buffer.from(text), undefined])
    for await (const page of thread.read(chunk)) pages.push(page);
  return pages;
}

const names = (pages: readonly PageOfFile[]) =>
  pages.flatMap(({ events }) =>
    events.map((event) => (event.kind === 'card' ? event.looks.name : event.problem.code)),
  );

test('a thread reads file after file, import after import', async () => {
  const threads = readerThreads();
  threads.warm();
  const one = threads.take({ region: 'DE', facts: {}, mappings: {} });
  assert.deepEqual(names(await pagesOf(one, 'Name,Email\nAna,ana@home.example\n')), ['Ana']);
  assert.deepEqual(names(await pagesOf(one, 'BEGIN:VCARD\nVERSION:3.0\nFN:Ben\nEND:VCARD\n')), ['Ben']);
  one.release();
  const next = threads.take({ region: 'DE', facts: {}, mappings: {} });
  assert.deepEqual(names(await pagesOf(next, '%PDF-1.7')), ['file.not_contacts']);
  await next.end();
});

test('two imports at once do not share a thread', async () => {
  const threads = readerThreads();
  const [one, two] = [
    threads.take({ region: 'DE', facts: {}, mappings: {} }),
    threads.take({ region: 'US', facts: {}, mappings: {} }),
  ];
  const pages = await Promise.all([
    pagesOf(one, 'Name,Phone\nAna,030 1234567\n'),
    pagesOf(two, 'Name,Phone\nBen,(212) 555-0123\n'),
  ]);
  const phones = pages.map(([page]) =>
    page?.events.map((event) => (event.kind === 'card' ? event.looks.values[0]?.value : '')),
  );
  assert.deepEqual(phones, [['+49301234567'], ['+12125550123']]);
  await Promise.all([one.end(), two.end()]);
});

test('a thread that ends in the middle is a refusal, not a wait for ever', async () => {
  const thread = readerThreads().take({ region: 'DE', facts: {}, mappings: {} });
  const row = `Name,Email\n${'Ana,ana@home.example\n'.repeat(50_000)}`;
  const reading = pagesOf(thread, row);
  await thread.end();
  await assert.rejects(reading, { code: 'import.unreadable' });
});

test('a reading that is left in the middle ends its thread', async () => {
  const thread = readerThreads().take({ region: 'DE', facts: {}, mappings: {} });
  const row = Buffer.from(`Name,Email\n${'Ana,ana@home.example\n'.repeat(5000)}`);
  for await (const page of thread.read(row)) {
    assert.equal(page.events.length, 60);
    break;
  }
  await thread.end();
});

test('a file that holds no contacts is known by its beginning', async () => {
  const thread = readerThreads().take({ region: 'DE', facts: {}, mappings: {} });
  const pages: PageOfFile[] = [];
  const head = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(100_000)]);
  for await (const page of thread.read(head)) pages.push(page);
  assert.ok(thread.refused());
  assert.deepEqual(names(pages), ['file.not_contacts']);
  assert.deepEqual(names(await pagesOf(thread, 'Name,Email\nAna,ana@home.example\n')), ['Ana']);
  assert.ok(!thread.refused());
  await thread.end();
});

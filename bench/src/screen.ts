import type { Page } from 'playwright-core';
import { openBrowser, visitor } from '../../e2e/browser.ts';
import { startKith } from '../../e2e/kith.ts';
import { button, way, words } from '../../e2e/steps.ts';
import { demoBook } from '../../server/src/demo/books.ts';

/** `npm run bench -- screen`: what somebody waits for when they drop 10,000 contacts, in a real browser. */
export async function run(): Promise<void> {
  const kith = await startKith();
  const browser = await openBrowser();
  try {
    const { page } = await visitor(browser, kith);
    await page.goto('/sign-in');
    await button(page, /\bAna\b/).click();
    await page.waitForURL('**/network');
    await page.addInitScript(watch);
    await page.goto('/add');
    const { bytes } = demoBook('outlook-de.csv');
    const book = { name: 'outlook-de.csv', mimeType: 'text/csv', buffer: bytes };
    const dropped = Date.now();
    await page.locator('input[type=file]').first().setInputFiles(book);
    // Seldom asked: a look at the page takes time from what is measured.
    await page.waitForFunction(() => document.documentElement.dataset.over, undefined, { polling: 500 });
    const { first = '', over = '' } = await page.evaluate(() => ({ ...document.documentElement.dataset }));
    const firstRows = Number(first) - dropped;
    const whole = Number(over) - dropped;
    const id = /imports\/([^/]+)/.exec(page.url())?.[1] ?? '';
    await page.goto(`/imports/${id}/invite`);
    await way(page, words.review).waitFor();
    await page.waitForTimeout(1000);
    const toggles = await selectAll(page);
    const frames = await scroll(page);
    const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
    print([
      ['first rows on screen', `${Math.round(firstRows)} ms`, '1,500 ms'],
      ['whole import (10,000)', `${Math.round(whole)} ms`, '3,000 ms'],
      ['select all to next paint', `${toggles.toFixed(0)} ms`, '50 ms'],
      ['scroll, frame p50', `${at(frames, 0.5).toFixed(1)} ms`, '17 ms'],
      ['scroll, frame p95', `${at(frames, 0.95).toFixed(1)} ms`, '34 ms'],
      ['scroll, longest frame', `${at(frames, 1).toFixed(1)} ms`, '50 ms'],
      ['nodes in the page', String(nodes), '500'],
    ]);
  } finally {
    await browser.close();
    await kith.close();
  }
}

/** In the page: notes when the first row is there, and when the screen says that no more will come. */
function watch(): void {
  new MutationObserver(() => {
    const marks = document.documentElement.dataset;
    const has = (selector: string) => document.querySelector(selector) !== null;
    if (marks.first === undefined && has('[role=row] input, [role=row] [role=checkbox]'))
      marks.first = String(Date.now());
    if (
      marks.over === undefined &&
      marks.first !== undefined &&
      has('section.import-progress') &&
      !has('progress')
    )
      marks.over = String(Date.now());
  }).observe(document, { subtree: true, childList: true });
}

/** Median over ten presses, from the event to the paint after it. */
async function selectAll(page: Page): Promise<number> {
  const box = page.getByRole('checkbox', { name: words.selectAll }).first();
  const times: number[] = [];
  for (let press = 0; press < 10; press++) {
    times.push(
      await box.evaluate(
        (element) =>
          new Promise<number>((resolve) => {
            const began = performance.now();
            if (element instanceof HTMLElement) element.click();
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
          }),
      ),
    );
    await page.waitForTimeout(150);
  }
  return at(times, 0.5);
}

/** Frames of 120 steps of 600 px. */
async function scroll(page: Page): Promise<number[]> {
  return page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const scrolls = [...document.querySelectorAll('main *')].find(
          (element) =>
            element.scrollHeight > element.clientHeight + 2000 &&
            /auto|scroll/.test(getComputedStyle(element).overflowY),
        );
        const target = scrolls ?? document.documentElement;
        const frames: number[] = [];
        let last = performance.now();
        const step = (): void => {
          const now = performance.now();
          frames.push(now - last);
          last = now;
          target.scrollTop += 600;
          if (frames.length > 120) resolve(frames.slice(1));
          else requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
  );
}

function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

function print(rows: readonly (readonly [string, string, string])[]): void {
  console.log(`${'in Chromium, 1280 × 800'.padEnd(28)} ${'measured'.padStart(10)} ${'target'.padStart(10)}`);
  for (const [what, measured, target] of rows)
    console.log(`${what.padEnd(28)} ${measured.padStart(10)} ${target.padStart(10)}`);
}

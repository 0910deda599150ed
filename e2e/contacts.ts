import type { Locator, Page } from 'playwright-core';
import { until } from './caller.ts';

/** The rows of the address book that are drawn. */
export const rows = (page: Page): Locator => page.locator('.contact-list [role=row]');

/** The contact that is opened. */
export const pane = (page: Page): Locator => page.locator('.contact-pane');

/** What can be done with those that are chosen. */
export const bulk = (page: Page, act: string): Locator =>
  page.locator('.bulk').getByRole('button', { name: act, exact: true });

export async function says(page: Page, text: string | RegExp): Promise<void> {
  await page.locator('.toast').filter({ hasText: text }).first().waitFor();
}

/** Waits until the list shows these names in this order, and nobody else. */
export async function lists(page: Page, ...names: readonly string[]): Promise<void> {
  await until(
    () => rows(page).locator('.cell-text strong').allTextContents(),
    (shown) => shown.join() === names.join(),
  );
}

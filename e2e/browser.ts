import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { type Kith, lastOf, tellWhenFailed } from './kith.ts';
import { patience } from './patience.ts';

/** Without these, Chromium calls its maker at every start. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
}

export interface Setting {
  readonly width?: number;
  readonly dark?: boolean;
  readonly javaScript?: boolean;
  /** Takes certificates that sign themselves: the provider is a server of the test. */
  readonly trusting?: boolean;
  /** Whether its screens are looked at; not where another test looks at the same ones. */
  readonly looking?: boolean;
}

/** Somebody in a browser of their own. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong while they looked: console errors, refused by policy, answers of 500. */
  readonly faults: readonly string[];
  /** What was wrong on which of the screens looked at. */
  readonly violations: readonly string[];
  /** What moved by itself (Layout Instability API), from the first screen on: how far, where, and its elements. */
  readonly shifts: readonly Shift[];
  /** Waits until everything is there, then checks that the screen fits, says nothing that only a program would, and passes axe. */
  look(screen: string): Promise<void>;
  /** Looks at a screen in light and in dark colours, and leaves it in those that it had. */
  lookBoth(screen: string): Promise<void>;
}

/** Markup in which axe found nothing, at its width and in its colours. */
const passed = new Set<string>();

interface Shift {
  readonly value: number;
  readonly screen: string;
  readonly what: string;
}

/** The most that a screen may move by itself, all moves from its first visit to its last added up (docs/decisions/0091). */
const stillEnough = 0.02;

/** The screens that moved further than they may, each with its greatest moves. */
export function restless(shifts: readonly Shift[]): readonly string[] {
  return [...Map.groupBy(shifts, ({ screen }) => screen)].flatMap(([screen, its]) => {
    const by = its.reduce((sum, { value }) => sum + value, 0);
    if (by <= stillEnough) return [];
    const greatest = its.toSorted((a, b) => b.value - a.value).slice(0, 5);
    const moves = greatest.map(({ value, what }) => `${value.toFixed(4)} ${what}`);
    return [`${screen} moved by ${by.toFixed(3)}:\n${moves.join('\n')}`];
  });
}

/** What stands on a screen for what is still to come. */
const loading =
  '.placeholder, .coming, .waiting, .waiting-block, .awaited, .preview[aria-hidden], main:empty';

export async function visitor(browser: Browser, kith: Kith, setting: Setting = {}): Promise<Visitor> {
  const { width = 1280, dark = false, javaScript = true, trusting = false, looking = true } = setting;
  const context = await browser.newContext({
    baseURL: kith.address,
    viewport: { width, height: 800 },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    javaScriptEnabled: javaScript,
    ignoreHTTPSErrors: trusting,
  });
  context.setDefaultTimeout(30_000 * patience);
  const page = await context.newPage();
  const faults: string[] = [];
  const violations: string[] = [];
  const shifts: Shift[] = [];
  tellScreens(context, () => [...faults, lastOf(kith.complaints)].join('\n'));
  await context.exposeFunction('tellShift', (shift: Shift) => {
    shifts.push(shift);
  });
  await context.addInitScript(watchShifts);
  page.on('console', (message) => {
    // Asking who is signed in is how a page learns that nobody is; Chromium notes the answer as an error.
    if (message.location().url.endsWith('/api/me') && message.text().includes('401')) return;
    // The frame of a letter takes no script, and so not the one above either.
    if (message.text().startsWith('Blocked script execution') && message.text().includes('/preview.html'))
      return;
    if (message.type() === 'error')
      faults.push(`${new URL(page.url()).pathname}: ${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => faults.push(`${new URL(page.url()).pathname}: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.url()} answered ${response.status()}`);
  });
  const seen: Visitor = {
    page,
    context,
    faults,
    violations,
    shifts,
    async look(screen) {
      if (!looking) return;
      await page.waitForLoadState('load');
      // A screen that is fetched has nothing to say yet, and so nothing that waits either.
      await page.waitForFunction(
        (marks) => document.querySelector('h1') !== null && document.querySelector(marks) === null,
        loading,
      );
      const { wide, isDark } = await page.evaluate(() => ({
        wide: innerWidth,
        isDark: matchMedia('(prefers-color-scheme: dark)').matches,
      }));
      const where = `${screen}, ${wide} px${isDark ? ', dark' : ''}`;
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (overflow > 0) violations.push(`${where}: ${overflow} px wider than the screen`);
      const blunder = /\bNaN\b|\bundefined\b|\[object |Invalid Date/.exec(
        (await page.locator('body').textContent()) ?? '',
      );
      if (blunder !== null) violations.push(`${where}: says "${blunder[0]}"`);
      // axe is a script of the page.
      if (!javaScript) return;
      const judged = await page.evaluate(markup);
      if (passed.has(judged)) return;
      if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
      const found = await page.evaluate(async () => {
        // Safe: the line above has put axe into the page.
        const { axe: inPage } = window as unknown as { axe: typeof import('axe-core') };
        const { violations } = await inPage.run(document, { resultTypes: ['violations'] });
        return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target).join(' | ')}`);
      });
      violations.push(...found.map((text) => `${where}: ${text}`));
      if (found.length === 0) passed.add(judged);
    },
    async lookBoth(screen) {
      for (const colorScheme of dark ? (['light', 'dark'] as const) : (['dark', 'light'] as const)) {
        await page.emulateMedia({ colorScheme });
        await seen.look(screen);
      }
    },
  };
  return seen;
}

/** Where the test fails, says what its pages showed at the end, and more. */
function tellScreens(context: BrowserContext, more: () => string): void {
  const screens: string[] = [];
  const close = context.close.bind(context);
  context.close = async (options) => {
    for (const page of context.pages()) {
      const text = await page
        .locator('body')
        .textContent({ timeout: 2000 })
        .catch(() => null);
      screens.push(`${page.url()} showed: ${text?.replace(/\s+/g, ' ').slice(0, 2000)}`);
    }
    await close(options);
  };
  tellWhenFailed(async () => {
    if (screens.length === 0) await context.close();
    return [...screens, more()].join('\n');
  });
}

/**
 * Runs in the page. @returns all that axe goes by: elements, attributes, where words are, what is ticked, the width and the
 * colours; but not which words and numbers they are, nor how many rows alike follow each other.
 */
function markup(): string {
  const worded = /^(alt|title|href|src|value|style|content|datetime|placeholder|aria-label|aria-value.*)$/;
  const sketch = (element: Element): string => {
    const attributes = [...element.attributes].map(({ name, value }) =>
      worded.test(name)
        ? `${name}${value.trim() === '' ? '' : '=…'}`
        : `${name}=${value.replace(/[\da-f-]{36}|\d+/g, '0')}`,
    );
    const parts = [...element.childNodes].map((node) =>
      node instanceof Element ? sketch(node) : node.textContent?.trim() === '' ? '' : '…',
    );
    const inside = parts.filter((part, at) => part !== '' && part !== parts[at - 1]).join('');
    const ticked = element.matches(':checked') ? ' ticked' : '';
    return `<${element.tagName} ${attributes.join(' ')}${ticked}>${inside}</>`;
  };
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  return `${innerWidth} ${dark} ${sketch(document.documentElement)}`;
}

/** In the page: tells of what moves without having been pressed or typed at just before. */
function watchShifts(): void {
  interface LayoutShift extends PerformanceEntry {
    readonly value: number;
    readonly hadRecentInput: boolean;
    readonly sources: readonly Moved[];
  }
  interface Moved {
    readonly node: Node | null;
    readonly previousRect: DOMRectReadOnly;
    readonly currentRect: DOMRectReadOnly;
  }
  const place = ({ x, y, width, height }: DOMRectReadOnly) => `${width}×${height} at ${x}, ${y}`;
  const name = ({ node, previousRect, currentRect }: Moved) => {
    const what =
      node instanceof Element ? `${node.localName}.${node.className}` : node?.textContent?.slice(0, 40);
    return `${what}: ${place(previousRect)} to ${place(currentRect)}`;
  };
  new PerformanceObserver((list) => {
    // Safe: the observer is told of layout shifts alone.
    for (const { value, hadRecentInput, sources } of list.getEntries() as LayoutShift[])
      if (!hadRecentInput)
        Reflect.get(
          window,
          'tellShift',
        )({ value, screen: location.pathname, what: sources.map(name).join(' | ') });
  }).observe({ type: 'layout-shift', buffered: true });
}

/** How somebody works a screen: every way leads through the same steps. */
export interface Hand {
  readonly name: 'mouse' | 'keyboard';
  /** Presses a button, follows a link, ticks a box. */
  press(control: Locator): Promise<void>;
  write(field: Locator, text: string): Promise<void>;
  /** Chooses the option of a list that begins so. */
  choose(list: Locator, option: string): Promise<void>;
  /** How often something was pressed. */
  presses(): number;
}

export function mouse(): Hand {
  let count = 0;
  return {
    name: 'mouse',
    async press(control) {
      count++;
      await control.click();
    },
    write: (field, text) => field.fill(text),
    async choose(list, option) {
      const label = await list.locator('option').filter({ hasText: option }).first().textContent();
      await list.selectOption({ label: label ?? option });
    },
    presses: () => count,
  };
}

const tabLimit = 80;

export function handOf(name: Hand['name'], page: Page): Hand {
  return name === 'mouse' ? mouse() : keyboard(page);
}

/** The keyboard alone: Tab until the control has the focus, visibly, then Enter (Space for a box). */
function keyboard(page: Page): Hand {
  let count = 0;
  const reach = async (control: Locator): Promise<void> => {
    await control.waitFor();
    for (let tabs = 0; tabs <= tabLimit; tabs++) {
      const focus = await control.evaluate((element) => {
        if (element !== document.activeElement) return 'elsewhere';
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 ? 'seen' : 'not seen';
      });
      if (focus === 'seen') return;
      if (focus === 'not seen') throw new Error(`the focus on ${control} is not seen`);
      await page.keyboard.press('Tab');
    }
    throw new Error(`${tabLimit} presses of Tab do not reach ${control}`);
  };
  return {
    name: 'keyboard',
    async press(control) {
      count++;
      await reach(control);
      const box = await control.evaluate((element) =>
        element.matches('input[type=checkbox],[role=checkbox]'),
      );
      await page.keyboard.press(box ? 'Space' : 'Enter');
    },
    async write(field, text) {
      await reach(field);
      await page.keyboard.press('Control+A');
      await page.keyboard.type(text);
    },
    async choose(list, option) {
      await reach(list);
      await page.keyboard.type(option);
    },
    presses: () => count,
  };
}

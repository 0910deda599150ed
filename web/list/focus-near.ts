/**
 * Where a row that had the focus is gone once the list is drawn, the one that took its place has it, or the list, or the title
 * of the screen.
 */
export function focusNear(list: HTMLElement | null, at: number): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    const rows = list?.isConnected === true ? list.children : [];
    const near = rows[Math.min(at, rows.length - 1)]?.querySelector<HTMLElement>('button');
    (near ?? document.querySelector<HTMLElement>('h1'))?.focus();
  });
}

import { useEffect } from 'preact/hooks';

const controls =
  ':is(a[href], button, input:not([hidden]), select, textarea, summary, [tabindex]):not([tabindex="-1"])';

/** Whoever draws the screen anew may move the focus first (milliseconds). */
const patience = 100;

/** Where the focus was: each element around it with the place of the next one in it, and which of its controls it was. */
interface Place {
  readonly element: HTMLElement;
  readonly around: readonly {
    readonly element: Element;
    readonly at: number;
    readonly nth: number;
  }[];
}

/**
 * Moves the focus on when what had it is gone, as the row of a request that was answered: to the same control of the row
 * that has come to its place, else to what is left there, else to the heading.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    let place: Place | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const remember = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && target.closest('.toasts') === null) place = placeOf(target);
    };
    // Whoever points has no use for it.
    const forget = () => {
      place = undefined;
    };
    const look = () => {
      if (place === undefined || document.activeElement !== document.body) return;
      const next = place.element.isConnected ? place.element : nextTo(place);
      next?.focus({ preventScroll: place.element.isConnected });
    };
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(look, patience);
    });
    observer.observe(document.body, { childList: true, subtree: true });
    document.addEventListener('focusin', remember);
    document.addEventListener('pointerdown', forget);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener('focusin', remember);
      document.removeEventListener('pointerdown', forget);
    };
  }, []);
}

function placeOf(element: HTMLElement): Place {
  const around = [];
  for (
    let child: Element = element, parent = child.parentElement;
    parent !== null;
    child = parent, parent = child.parentElement
  )
    around.push({
      element: parent,
      at: [...parent.children].indexOf(child),
      nth: [...child.querySelectorAll(controls)].indexOf(element),
    });
  return { element, around };
}

function nextTo({ around }: Place): HTMLElement | undefined {
  const left = around.find(({ element }) => element.isConnected);
  if (left === undefined) return undefined;
  const { element, at, nth } = left;
  for (const row of [element.children[at], element.children[at - 1], element]) {
    const found = [...(row?.querySelectorAll<HTMLElement>(controls) ?? [])];
    const next = found[nth] ?? found[0];
    if (next !== undefined && row !== document.body) return next;
  }
  return document.querySelector<HTMLElement>('h1') ?? undefined;
}

import { useEffect, useRef } from 'preact/hooks';

/** What of the member's the server tells of when it changes. */
export type Subject =
  | 'contacts'
  | 'imports'
  | 'connections'
  | 'requests'
  | 'invitations'
  | 'suggestions'
  | 'data';

interface Listener {
  readonly subjects: ReadonlySet<string>;
  readonly tell: () => void;
}

const listeners = new Set<Listener>();
/** A screen reads anew at most so often (milliseconds). */
const pace = 1000;
/** Without a stream the screens read anew so often. */
const pollEvery = 10_000;
/** The server says something at least every 20 seconds; a stream that is silent for so long is none. */
const silence = 45_000;
const longestPause = 30_000;

let stream: EventSource | undefined;
/** Something has come through the stream: from here on nothing is missed. */
let whole = false;
let failures = 0;
let again: ReturnType<typeof setTimeout> | undefined;
let watch: ReturnType<typeof setTimeout> | undefined;
let polling: ReturnType<typeof setInterval> | undefined;
/** When the screens were last looked after (Unix milliseconds, which go on while a computer sleeps). */
let ticked = 0;
/** The member is signed out: what a screen would ask now is refused. */
let leaving = false;

/**
 * Calls `reload` when one of these things of the member's has changed: in this tab, in another, or at the server. Where
 * the stream of events does not come through, it is called every ten seconds; in a tab that nobody sees not at all, and
 * once when it is seen again.
 *
 * @example useLive(['imports', 'contacts'], imports.reload)
 */
export function useLive(what: Subject | readonly Subject[], reload: () => void): void {
  const latest = useRef(reload);
  latest.current = reload;
  const subjects = [what].flat();
  useEffect(() => {
    let told = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const listener: Listener = {
      subjects: new Set(subjects),
      tell() {
        timer ??= setTimeout(
          () => {
            timer = undefined;
            told = performance.now();
            if (!leaving) latest.current();
          },
          Math.max(0, told + pace - performance.now()),
        );
      },
    };
    listeners.add(listener);
    begin();
    return () => {
      clearTimeout(timer);
      listeners.delete(listener);
      if (listeners.size === 0) end();
    };
  }, [subjects.join()]);
}

/** Goes to another page, loaded anew, and lets the screens of this one read nothing more meanwhile. */
export function leaveFor(path: string): void {
  leaving = true;
  end();
  location.assign(path);
}

function begin(): void {
  if (polling !== undefined) return;
  document.addEventListener('visibilitychange', seen);
  window.addEventListener('online', seen);
  window.addEventListener('focus', seen);
  polling = setInterval(() => {
    if (document.hidden) return;
    // The computer slept: the stream may be dead and not know it.
    if (stream !== undefined && Date.now() - ticked > 3 * pollEvery) open();
    ticked = Date.now();
    if (!whole) tellAll();
  }, pollEvery);
  seen();
}

function end(): void {
  document.removeEventListener('visibilitychange', seen);
  window.removeEventListener('online', seen);
  window.removeEventListener('focus', seen);
  clearInterval(polling);
  polling = undefined;
  close();
}

/** A browser keeps few connections to one server: a tab that nobody sees gives its own back. */
function seen(): void {
  failures = 0;
  ticked = Date.now();
  if (document.hidden) close();
  else if (stream === undefined) open();
}

function close(): void {
  clearTimeout(again);
  clearTimeout(watch);
  stream?.close();
  stream = undefined;
  whole = false;
}

function open(): void {
  close();
  const opened = new EventSource('/api/events');
  stream = opened;
  opened.addEventListener('changed', ({ data }) => {
    failures = 0;
    clearTimeout(watch);
    watch = setTimeout(lost, silence);
    // What changed since the screens were read, before the stream was there, nobody told.
    if (!whole) tellAll();
    whole = true;
    const { changed }: { changed: readonly string[] } = JSON.parse(data);
    for (const listener of listeners)
      if (changed.some((subject) => listener.subjects.has(subject))) listener.tell();
  });
  // Newer tabs took its place: this one asks now and then, and takes a place again when it is looked at.
  opened.addEventListener('displaced', close);
  opened.onerror = lost;
  watch = setTimeout(lost, silence);
}

function lost(): void {
  close();
  failures += 1;
  const spread = (crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) / 255;
  again = setTimeout(open, Math.min(longestPause, 500 * 2 ** failures) * (0.5 + spread / 2));
}

function tellAll(): void {
  for (const listener of listeners) listener.tell();
}

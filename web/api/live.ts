import { get } from './client.ts';

/**
 * Follows something on the server by its events, and by asking every second where events do not come through.
 *
 * Ends by itself when `done` says so; the function returned ends it before.
 */
export function follow<Thing>(
  path: string,
  event: string,
  tell: (thing: Thing) => void,
  done: (thing: Thing) => boolean,
): () => void {
  let over = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stream = new EventSource(`${path}/events`);
  const stop = () => {
    over = true;
    clearTimeout(timer);
    stream.close();
  };
  const take = (thing: Thing) => {
    if (over) return;
    tell(thing);
    if (done(thing)) stop();
  };
  const poll = async () => {
    try {
      take(await get<Thing>(path));
    } catch {
      // The next turn asks again; the screen shows what it knows meanwhile.
    }
    if (!over) timer = setTimeout(poll, 1000);
  };
  stream.addEventListener(event, (message) => take(JSON.parse(message.data)));
  stream.onerror = () => {
    if (over || timer !== undefined) return;
    if (stream.readyState === EventSource.CLOSED) poll();
  };
  return stop;
}

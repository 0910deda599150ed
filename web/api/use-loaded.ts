import { useEffect, useState } from 'preact/hooks';
import { codeOf, get, type Query } from './client.ts';

/** Something read from the server: not there yet, there, or why not. */
export interface Loaded<Thing> {
  readonly value: Thing | undefined;
  readonly failed: string | undefined;
  readonly reload: () => void;
  readonly set: (value: Thing) => void;
}

/** Reads `path` when the screen appears and whenever the question changes; what was there stays until the new is. */
export function useLoaded<Thing>(path: string, query: Query = {}): Loaded<Thing> {
  const [value, set] = useState<Thing>();
  const [failed, setFailed] = useState<string>();
  const [turn, setTurn] = useState(0);
  const asked = JSON.stringify(query);
  useEffect(() => {
    let current = true;
    get<Thing>(path, query)
      .then((thing) => {
        if (!current) return;
        set(thing);
        setFailed(undefined);
      })
      .catch((error: unknown) => {
        if (current) setFailed(codeOf(error));
      });
    return () => {
      current = false;
    };
  }, [path, asked, turn]);
  return { value, failed, reload: () => setTurn((before) => before + 1), set };
}

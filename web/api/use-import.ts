import { useEffect, useState } from 'preact/hooks';
import { ApiError, codeOf, get } from './client.ts';
import { follow } from './live.ts';
import type { Import } from './types.ts';

/** Until the server is asked again that did not answer (milliseconds). */
const pause = 3000;

/** The import seen last, for the next screen of it to begin with; none that failed, which may have been mended since. */
let seen: Import | undefined;

/** An import as it goes on; followed until nothing more will come. */
export function useImport(id: string): {
  readonly value: Import | undefined;
  readonly failed: string | undefined;
  readonly set: (value: Import) => void;
} {
  const [value, show] = useState(seen?.id === id ? seen : undefined);
  const set = (next: Import) => {
    seen = next.state === 'failed' ? undefined : next;
    show(next);
  };
  const [failed, setFailed] = useState<string>();
  useEffect(() => {
    let stop: () => void = () => undefined;
    let current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = () =>
      get<Import>(`/api/imports/${id}`)
        .then((first) => {
          if (!current) return;
          set(first);
          setFailed(undefined);
          if (isOpen(first))
            stop = follow<Import>(`/api/imports/${id}`, 'import', set, (one) => !isOpen(one));
        })
        .catch((error: unknown) => {
          if (!current) return;
          setFailed(codeOf(error));
          if (!(error instanceof ApiError) || error.status === 0 || error.status >= 500)
            timer = setTimeout(read, pause);
        });
    read();
    return () => {
      current = false;
      clearTimeout(timer);
      stop();
    };
  }, [id]);
  return { value, failed, set };
}

/** More rows may come. */
export function isOpen({ state }: Import): boolean {
  return state === 'received' || state === 'reading';
}

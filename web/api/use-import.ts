import { useEffect, useState } from 'preact/hooks';
import { codeOf, get } from './client.ts';
import { follow } from './live.ts';
import type { Import } from './types.ts';

/** An import as it goes on; followed until nothing more will come. */
export function useImport(id: string): {
  readonly value: Import | undefined;
  readonly failed: string | undefined;
  readonly set: (value: Import) => void;
} {
  const [value, set] = useState<Import>();
  const [failed, setFailed] = useState<string>();
  useEffect(() => {
    let stop: () => void = () => undefined;
    let current = true;
    get<Import>(`/api/imports/${id}`)
      .then((first) => {
        if (!current) return;
        set(first);
        if (isOpen(first)) stop = follow<Import>(`/api/imports/${id}`, 'import', set, (one) => !isOpen(one));
      })
      .catch((error: unknown) => {
        if (current) setFailed(codeOf(error));
      });
    return () => {
      current = false;
      stop();
    };
  }, [id]);
  return { value, failed, set };
}

/** More rows may come. */
export function isOpen({ state }: Import): boolean {
  return state === 'received' || state === 'reading';
}

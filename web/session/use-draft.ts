import { useState } from 'preact/hooks';
import { me } from './session.ts';

/**
 * What is being written under that name: kept in this tab until it is sent, for a reload or a session that ends meanwhile,
 * and seen by its member alone.
 */
export function useDraft(name: string): readonly [text: string, write: (text: string) => void] {
  const key = `draft ${me.value?.id} ${name}`;
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? '');
  const write = (next: string) => {
    setText(next);
    try {
      if (next === '') sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, next);
    } catch {
      // More than a browser keeps (about 5 MB): it stands on the screen all the same.
    }
  };
  return [text, write];
}

import { hash } from 'node:crypto';

/** SHA-256 of a text, 32 bytes. */
export function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

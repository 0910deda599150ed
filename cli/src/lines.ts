import { once } from 'node:events';

/** Text written with back-pressure. */
export interface Lines {
  write(text: string): Promise<void> | undefined;
  /** True once the reader went away. */
  closed(): boolean;
}

/** Writes to a stream; a reader that went away (`kith read … | head`) ends the work without a word. */
export function linesTo(stream: NodeJS.WritableStream): Lines {
  let closed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    closed = true;
  });
  return {
    write(text) {
      if (closed || stream.write(text)) return undefined;
      return Promise.race([once(stream, 'drain'), once(stream, 'close')]).then(
        () => undefined,
        () => undefined,
      );
    },
    closed: () => closed,
  };
}

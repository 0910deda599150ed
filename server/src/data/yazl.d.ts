/** yazl publishes no types; this is what we use of it. */
declare module 'yazl' {
  import type { Readable } from 'node:stream';

  export class ZipFile {
    readonly outputStream: Readable;
    addReadStreamLazy(
      path: string,
      options: { readonly mtime: Date; readonly compress?: boolean },
      open: (give: (error: Error | null, stream?: Readable) => void) => void,
    ): void;
    end(): void;
    on(event: 'error', listener: (error: Error) => void): this;
  }
}

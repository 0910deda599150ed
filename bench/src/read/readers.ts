import type { BookName, Facts } from './book-names.ts';

interface BookReader {
  /** What a peer gives is only put into one shape. */
  readonly read: (path: string, book: BookName) => Iterable<Facts>;
}

/** Who reads which books, loaded only where it runs: the memory of one is not to be charged to another. */
export const READERS: Readonly<
  Record<string, { readonly books: RegExp; readonly load: () => Promise<BookReader> }>
> = {
  Kith: { books: /./, load: () => import('./readers/kith.ts') },
  'ical.js': { books: /vCard [34]/, load: () => import('./readers/ical.ts') },
  'vcard4-ts': { books: /vCard 4/, load: () => import('./readers/vcard4-ts.ts') },
  vcf: { books: /vCard/, load: () => import('./readers/vcf.ts') },
  papaparse: { books: /CSV/, load: () => import('./readers/papaparse.ts') },
  udsv: { books: /CSV/, load: () => import('./readers/udsv.ts') },
  'JSON.parse': { books: /./, load: () => import('./readers/json.ts') },
};

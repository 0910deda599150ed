/** papaparse publishes no types; this is what benchmarks and tests use of it. */
declare module 'papaparse' {
  const papa: {
    parse(
      text: string,
      options: { header: true; skipEmptyLines?: true },
    ): {
      data: Readonly<Record<string, string>>[];
      errors: { readonly message: string; readonly row?: number }[];
      meta: { readonly fields?: readonly string[] };
    };
  };
  export default papa;
}

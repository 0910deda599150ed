/** papaparse publishes no types; this is what the benchmark uses of it. */
declare module 'papaparse' {
  const papa: {
    parse(text: string, options: { header: true }): { data: Readonly<Record<string, string>>[] };
  };
  export default papa;
}

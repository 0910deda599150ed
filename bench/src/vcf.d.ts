/** vcf publishes no types; this is what the benchmark uses of it. */
declare module 'vcf' {
  interface Property {
    valueOf(): string;
  }
  const vcf: {
    parse(text: string): { get(name: string): Property | Property[] | undefined }[];
  };
  export default vcf;
}

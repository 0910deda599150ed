/** validator.js publishes no types; this is what the benchmark uses of it. */
declare module 'validator' {
  const validator: {
    isEmail(text: string): boolean;
    normalizeEmail(text: string): string | false;
  };
  export default validator;
}

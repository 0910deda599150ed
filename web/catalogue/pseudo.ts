const accents: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
};

/** A catalogue two fifths longer, with accents: shows at once what is not translated or does not fit. */
export function pseudo(catalogue: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(catalogue).map(([key, message]) => [key, stretched(message)]));
}

function stretched(message: string): string {
  // Only what stands before the first brace is text for sure; inside come the names and branches of ICU syntax.
  const brace = message.indexOf('{');
  const text = brace < 0 ? message : message.slice(0, brace);
  const accented = text.replace(/[aeiouAEIOU]/g, (letter) => accents[letter] ?? letter);
  return `⟦${accented}${message.slice(text.length)}${' ····'.repeat(Math.ceil((message.length * 0.4) / 5))}⟧`;
}

/** The upper half of code page 437, in which names stand where nothing else is said (APPNOTE, appendix D). */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The name of an entry: UTF-8 by its flag or by its bytes (macOS sets no flag), else code page 437. Control characters are
 * left out, and what is longer than 200 characters.
 *
 * @example zipName(Uint8Array.of(0x4d, 0x81, 0x6c)) // 'Mül'
 */
export function zipName(bytes: Uint8Array): string {
  let name = '';
  try {
    name = utf8.decode(bytes);
  } catch {
    for (const byte of bytes) name += byte < 0x80 ? String.fromCharCode(byte) : CP437.charAt(byte - 0x80);
  }
  return name
    .replace(/\p{Cc}+/gu, '')
    .slice(0, 200)
    .toWellFormed();
}

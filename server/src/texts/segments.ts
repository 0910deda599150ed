/** The default alphabet of text messages (3GPP TS 23.038, 6.2.1): one septet each. */
const alphabet = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Its extension (6.2.1.1): an escape and the sign, two septets, which one message holds together. */
const extension = new Set('\f^{}\\[~]|€');

/**
 * How many messages a text is sent and charged as: of 160 septets, or 153 where there are several; as soon as one sign
 * is not in the alphabet, of 70 or 67 UTF-16 units. No sign is cut in two, so that a message may stay short of its end.
 */
export function segmentsOf(text: string): number {
  const signs = [...text];
  const plain = signs.every((sign) => alphabet.has(sign) || extension.has(sign));
  const sizes = plain
    ? signs.map((sign) => (extension.has(sign) ? 2 : 1))
    : signs.map(({ length }) => length);
  const [alone, joined] = plain ? [160, 153] : [70, 67];
  if (sizes.reduce((sum, size) => sum + size, 0) <= alone) return 1;
  let segments = 1;
  let filled = 0;
  for (const size of sizes) {
    if (filled + size > joined) {
      segments += 1;
      filled = 0;
    }
    filled += size;
  }
  return segments;
}

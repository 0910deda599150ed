/** The default alphabet of text messages (3GPP TS 23.038, 6.2.1) in the order of its codes: one septet each. */
const alphabet = new Map(
  [
    ...'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
  ].map((sign, code) => [sign, code] as const),
);
const signs = [...alphabet.keys()];
const escapeSign = '\x1b';
/** Its extension (6.2.1.1): an escape and the sign, two septets, which one message holds together. */
const extension = new Map([
  ...[...'^{}\\[~]|€'].map(
    (sign, at) => [sign, [0x14, 0x28, 0x29, 0x2f, 0x3c, 0x3d, 0x3e, 0x40, 0x65][at] ?? 0] as const,
  ),
  ['\f', 0x0a] as const,
]);

const extended = new Map([...extension].map(([sign, code]) => [code, sign]));

/** A text as the messages that it is sent and charged as. */
export interface Segments {
  readonly coding: 'gsm' | 'ucs2';
  readonly parts: readonly string[];
}

/**
 * One message of 160 septets, or several of 153; as soon as one sign is not in the alphabet, of 70 or 67 UTF-16 units.
 * No sign is cut in two, so that a message may stay short of its end.
 */
export function segments(text: string): Segments {
  const all = [...text];
  const coding = all.every((sign) => (alphabet.has(sign) && sign !== escapeSign) || extension.has(sign))
    ? 'gsm'
    : 'ucs2';
  const sizeOf = (sign: string) => (coding === 'ucs2' ? sign.length : extension.has(sign) ? 2 : 1);
  const [alone, joined] = coding === 'gsm' ? [160, 153] : [70, 67];
  if (all.reduce((sum, sign) => sum + sizeOf(sign), 0) <= alone) return { coding, parts: [text] };
  const parts: string[] = [];
  let part = '';
  let filled = 0;
  for (const sign of all) {
    if (filled + sizeOf(sign) > joined) {
      parts.push(part);
      part = '';
      filled = 0;
    }
    part += sign;
    filled += sizeOf(sign);
  }
  return { coding, parts: [...parts, part] };
}

export function segmentsOf(text: string): number {
  return segments(text).parts.length;
}

/** Octets of a part: each septet in one of its own, as SMPP has them, or UTF-16 with the high byte first. */
export function encodePart(part: string, coding: Segments['coding']): Buffer {
  if (coding === 'ucs2') return Buffer.from(part, 'utf16le').swap16();
  return Buffer.from(
    [...part].flatMap((sign) => {
      const code = extension.get(sign);
      return code === undefined ? [alphabet.get(sign) ?? 0x3f] : [0x1b, code];
    }),
  );
}

/** The text of such octets; what has no sign is left out. */
export function decodeGsm(octets: Uint8Array): string {
  let text = '';
  for (let at = 0; at < octets.length; at++) {
    const code = octets[at] ?? 0;
    if (code !== 0x1b) text += signs[code] ?? '';
    else text += extended.get(octets[++at] ?? 0) ?? '';
  }
  return text;
}

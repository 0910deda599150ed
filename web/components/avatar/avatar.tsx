import './avatar.css';

/** A photo, or the initials on one of eight tints picked by the name. The name stands beside it, so it says nothing. */
export function Avatar({ name, photo, large }: { name: string; photo: string | null; large?: boolean }) {
  const size = large ? 'avatar large' : 'avatar';
  if (photo !== null)
    return <img class={size} src={photo} alt="" width={large ? 96 : 36} height={large ? 96 : 36} />;
  return (
    // Drawn from an attribute by the style: initials are a picture, no text to read out or to find.
    <span class={`${size} tint-${tintOf(name)}`} data-initials={initials(name)} aria-hidden="true" />
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const first = [...(words[0] ?? '')][0] ?? '·';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toLocaleUpperCase();
}

/** Which of the eight tints a name has. */
export function tintOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 8192;
  return sum % 8;
}

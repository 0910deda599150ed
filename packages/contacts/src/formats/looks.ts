/** Whether a text could be an e-mail address; `parseEmail` judges. */
export function looksLikeEmail(text: string): boolean {
  const at = text.indexOf('@');
  return (
    at > 0 &&
    text.length < 320 &&
    /^[^\s@,;]+$/.test(text.slice(0, at)) &&
    /^[^\s@,;]+\.[^\s@,;.]{2,}$/.test(text.slice(at + 1))
  );
}

/** Whether a text could be a phone number as people write one. */
export function looksLikePhone(text: string): boolean {
  if (text.length < 6 || text.length > 40) return false;
  if (!/^(?:tel:)?\+?[\d\s().\-/–ext]+$/i.test(text)) return false;
  // A date, or a year in front of words.
  if (/^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$/.test(text.trim())) return false;
  let digits = 0;
  for (let at = 0; at < text.length; at++)
    if (text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39) digits++;
  return digits >= 6 && digits <= 17;
}

/** Whether a text could be a web address. */
export function looksLikeUrl(text: string): boolean {
  return /^(?:https?:\/\/|www\.)\S+$/i.test(text) && text.length < 2048;
}

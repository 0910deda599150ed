import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether Twilio sent this form: HMAC-SHA1 by the account's auth token over the address it was posted to and its
 * fields in order of their names (https://www.twilio.com/docs/usage/security#validating-requests).
 */
export function isSigned(
  secret: string,
  url: string,
  fields: Readonly<Record<string, string>>,
  signature: string | undefined,
): boolean {
  const signed = Object.keys(fields)
    .sort()
    .reduce((text, name) => `${text}${name}${fields[name]}`, url);
  const expected = createHmac('sha1', secret).update(signed).digest();
  const shown = Buffer.from(signature ?? '', 'base64');
  return shown.length === expected.length && timingSafeEqual(shown, expected);
}

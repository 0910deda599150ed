/** An absolute http or https address. */
export type WebUrl = string & { readonly [webUrlBrand]: true };

declare const webUrlBrand: unique symbol;

/**
 * A web address, or `undefined` where the text is none; a missing scheme is taken as https.
 *
 * @example parseUrl('www.ana.example') // 'https://www.ana.example/'
 */
export function parseUrl(text: string): WebUrl | undefined {
  const value = text.trim();
  if (value === '' || value.length > 2048 || /\s/.test(value)) return undefined;
  const absolute =
    /^[a-z][a-z0-9+.-]*:/i.test(value) && !/^[^/.]+\.[^/:]+:\d+(?:\/|$)/.test(value)
      ? value
      : `https://${value.replace(/^\/\//, '')}`;
  let url: URL;
  try {
    url = new URL(absolute);
  } catch {
    return undefined;
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  // Signing in by a link is nothing an address book should carry on.
  if (url.username !== '' || url.password !== '' || !url.hostname.includes('.')) return undefined;
  // Safe: this function is the one maker of a WebUrl.
  return url.href as WebUrl;
}

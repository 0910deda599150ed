/** A message in the member's own mail program (RFC 6068); line ends are CRLF there. */
export function mailtoOf(to: string, subject: string, body: string): string {
  const address = encodeURIComponent(to).replaceAll('%40', '@');
  const text = encodeURIComponent(body.replace(/\r?\n/g, '\r\n'));
  return `mailto:${address}?subject=${encodeURIComponent(subject)}&body=${text}`;
}

/**
 * A text message on the member's own phone. RFC 5724 puts the words behind `?body=`; the Messages program of Apple reads
 * `&body=` alone (iOS 8 to 26), and its devices say so in the user agent, an iPad as a Macintosh.
 */
export function smsOf(number: string, text: string, agent: string): string {
  const separator = /iPhone|iPad|iPod|Macintosh/.test(agent) ? '&' : '?';
  return `sms:${number}${separator}body=${encodeURIComponent(text)}`;
}

/** The same for the camera of a phone, whatever phone: the form of barcode readers, which all cameras know. */
export function smsCodeOf(number: string, text: string): string {
  return `SMSTO:${number}:${text}`;
}

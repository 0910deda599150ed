import { createHmac, hkdfSync } from 'node:crypto';

const keys = new Map<string, Buffer>();

/** The key of a recipient, as hex: what consents, permits and suppressions know instead of an address or number. */
export function recipientKey(secret: string, channel: 'email' | 'text', value: string): string {
  const key = keys.get(secret) ?? Buffer.from(hkdfSync('sha256', secret, 'kith/v1', 'suppression', 32));
  keys.set(secret, key);
  const text = channel === 'text' ? `phone:${value}` : `email:${plainAddress(value)}`;
  return createHmac('sha256', key).update(text).digest('hex').slice(0, 32);
}

/** Without case; of Google's own mailboxes also without what their server passes over. */
function plainAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at).normalize('NFKC').toLowerCase();
  const domain = address.slice(at + 1).toLowerCase();
  if (domain !== 'gmail.com' && domain !== 'googlemail.com') return `${local}@${domain}`;
  return `${local.replace(/\+.*$/, '').replaceAll('.', '')}@gmail.com`;
}

import type { RateLimit } from '../platform/rate.ts';

const quarter = 15 * 60;

/** How often one may try to sign in; the counts hold across processes and restarts. */
export const limits = {
  linkAddress: { bucket: 'sign-in.link.address', capacity: 5, seconds: quarter },
  linkClient: { bucket: 'sign-in.link.client', capacity: 30, seconds: quarter },
  passwordAddress: { bucket: 'sign-in.password.address', capacity: 10, seconds: quarter },
  passwordClient: { bucket: 'sign-in.password.client', capacity: 100, seconds: quarter },
  passkeyClient: { bucket: 'sign-in.passkey.client', capacity: 60, seconds: quarter },
} as const satisfies Record<string, RateLimit>;

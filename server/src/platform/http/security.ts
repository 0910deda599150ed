import type { FastifyInstance } from 'fastify';
import { KithError } from '../errors.ts';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "manifest-src 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Headers of every answer, and the guard against cross-site requests.
 *
 * A request that changes something must come from our own pages: browsers say so in Sec-Fetch-Site, older ones in
 * Origin. Callers that are no browser send neither and hold no cookie. A route opts out with `config.anyOrigin`
 * (one-click unsubscribe, RFC 8058, is posted by mail providers).
 */
export function secure(app: FastifyInstance, publicUrl: () => string): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': policy,
      'cross-origin-opener-policy': 'same-origin-allow-popups',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
      ...(publicUrl().startsWith('https:')
        ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }
        : {}),
    });
    if (safeMethods.has(request.method) || request.routeOptions.config.anyOrigin === true) return;
    const site = request.headers['sec-fetch-site'];
    if (
      site !== undefined
        ? site === 'same-origin' || site === 'none'
        : sameOrigin(request.headers.origin, publicUrl())
    )
      return;
    throw new KithError(
      'request.forbidden_origin',
      `This request did not come from ${publicUrl()}. Open Kith at that address.`,
    );
  });
}

function sameOrigin(origin: string | undefined, own: string): boolean {
  return origin === undefined || origin === own;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Takes requests from any origin; only for routes that no cookie gives power to. */
    anyOrigin?: boolean;
  }
}

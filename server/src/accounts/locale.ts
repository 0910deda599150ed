import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';

export const Locale = Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$', maxLength: 20 });

/** The language a browser asks for, of those that we write. */
export function localeOf(request: FastifyRequest): string {
  return request.headers['accept-language']?.toLowerCase().startsWith('de') === true ? 'de' : 'en';
}

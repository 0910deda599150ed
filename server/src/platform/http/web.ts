import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { KithError } from '../errors.ts';

const built = fileURLToPath(new URL('../../../../web/dist/', import.meta.url));

/** Serves the built web application; a path that no route knows is one of its screens. */
export async function serveWeb(app: FastifyInstance): Promise<void> {
  const there = existsSync(built);
  if (there) {
    await app.register(fastifyStatic, {
      root: built,
      wildcard: false,
      cacheControl: false,
      // The build puts a gzip beside each file.
      preCompressed: true,
      // The names of the bundled files hold a hash of what is in them.
      setHeaders: (reply, path) =>
        reply.header(
          'cache-control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        ),
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const screen =
      request.method === 'GET' &&
      !/^\/(api|demo|i|u|assets)\//.test(request.url) &&
      request.headers.accept?.includes('text/html');
    if (there && screen) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    throw new KithError('request.not_found', 'There is nothing here.');
  });
}

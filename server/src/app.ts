import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import { fastifySSE } from '@fastify/sse';
import swagger from '@fastify/swagger';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify';
import { hasPassword, registerAccounts, sessionOf } from './accounts/index.ts';
import { contactsBehind, labelsBehind, membersUnder, registerAddressBook } from './address-book/index.ts';
import { registerAnswers } from './answers/index.ts';
import { countRequests, registerConnections, relationOf } from './connections/index.ts';
import { registerData } from './data/index.ts';
import { registerDemo } from './demo/index.ts';
import { registerHandOffs } from './hand-offs/index.ts';
import { registerImports } from './imports/index.ts';
import { registerInvitations } from './invitations/index.ts';
import { registerLive } from './live/index.ts';
import { registerMembers } from './members/index.ts';
import { registerMerges } from './merges/index.ts';
import { registerOperators } from './operators/index.ts';
import { answerProblem } from './platform/http/problem.ts';
import { secure } from './platform/http/security.ts';
import { serveWeb } from './platform/http/web.ts';
import type { Platform } from './platform/platform.ts';
import { registerReview } from './review/index.ts';
import { registerSources } from './sources/index.ts';
import { registerSuggestions } from './suggestions/index.ts';

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** The HTTP server with every slice's routes and jobs; it listens to nothing yet. */
export async function buildApp(platform: Platform): Promise<App> {
  const { config } = platform;
  const app: App = fastify({
    logger: false,
    trustProxy: config.trustProxy,
    bodyLimit: 1024 * 1024,
    genReqId: () => platform.random.bytes(8).toString('hex'),
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  app.setErrorHandler(answerProblem(platform.log));
  app.decorateRequest('session', undefined);
  secure(app, () => platform.publicUrl);
  await app.register(cookie);
  await app.register(rateLimit, {
    global: false,
    keyGenerator: (request) => request.session?.memberId ?? request.ip,
  });
  await app.register(multipart, {
    limits: { fileSize: config.uploadLimit, files: 100, fields: 20, parts: 120 },
  });
  await app.register(fastifySSE, { heartbeatInterval: 15_000 });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Kith',
        version: '1',
        description: 'Bring an address book to a network, connect and invite, never without permission.',
      },
    },
  });
  await app.register(async (routes) => {
    const slices = routes.withTypeProvider<TypeBoxTypeProvider>();
    registerAccounts(slices, platform);
    registerMembers(slices, platform, { hasPassword, counts: countRequests, relation: relationOf });
    registerConnections(slices, platform, { contactsBehind, labelsBehind, membersUnder });
    registerSources(slices, platform);
    registerImports(slices, platform);
    registerMerges(slices, platform);
    registerHandOffs(slices, platform);
    registerReview(slices, platform);
    registerAddressBook(slices, platform);
    registerInvitations(slices, platform);
    registerSuggestions(slices, platform);
    registerAnswers(slices, platform);
    registerOperators(slices, platform);
    registerData(slices, platform);
    registerLive(slices, platform, sessionOf);
    registerDemo(slices, platform);
  });
  await serveWeb(app);
  return app;
}

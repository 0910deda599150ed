import { Type } from 'typebox';
import type { App } from '../../app.ts';
import { regionOf } from '../../members/index.ts';
import { signedIn } from '../../platform/http/session.ts';
import type { Platform } from '../../platform/platform.ts';
import { Import } from '../import.ts';
import type { ReaderThreads } from '../reader-threads.ts';
import { type ReceivedFile, receiveImport } from '../receive.ts';
import { uploadedFiles } from '../uploaded-files.ts';
import { readOne } from './read-import.ts';

const IdempotencyKey = Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: 255 })) });
const limit = { rateLimit: { max: 60, timeWindow: '1 minute' } };

/** POST /api/imports: one or many files, streamed. POST /api/imports/paste: text with addresses in it. Nothing is sent to anyone. */
export function createImport(app: App, platform: Platform, threads: ReaderThreads): void {
  const upload = {
    tags: ['imports'],
    summary: 'Upload address-book files (multipart, part name `file`); nothing is sent to anyone',
    consumes: ['multipart/form-data'],
    headers: IdempotencyKey,
    response: { 201: Import },
  };
  app.post('/api/imports', { schema: upload, config: limit }, async (request, reply) => {
    const { memberId } = signedIn(request);
    threads.warm();
    const region = await regionOf(platform, memberId);
    const id = await receiveImport(
      platform,
      memberId,
      'file',
      region,
      uploadedFiles(request),
      request.headers['idempotency-key'],
    );
    return reply.code(201).send(await readOne(platform, memberId, id));
  });

  const paste = {
    tags: ['imports'],
    summary: 'Read people from pasted text; nothing is sent to anyone',
    headers: IdempotencyKey,
    body: Type.Object({ text: Type.String({ maxLength: 1_000_000 }) }),
    response: { 201: Import },
  };
  app.post('/api/imports/paste', { schema: paste, config: limit }, async (request, reply) => {
    const { memberId } = signedIn(request);
    threads.warm();
    const region = await regionOf(platform, memberId);
    const id = await receiveImport(
      platform,
      memberId,
      'paste',
      region,
      pasted(request.body.text),
      request.headers['idempotency-key'],
    );
    return reply.code(201).send(await readOne(platform, memberId, id));
  });
}

async function* pasted(text: string): AsyncGenerator<ReceivedFile> {
  yield { name: 'pasted text', bytes: once(Buffer.from(text)) };
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

import type { FastifyRequest } from 'fastify';
import { KithError } from '../platform/errors.ts';
import type { ReceivedFile } from './receive.ts';

/**
 * The files of a request, streamed as they come.
 *
 * @throws {KithError} `request.invalid` for a request that is no upload.
 */
export async function* uploadedFiles(request: FastifyRequest): AsyncGenerator<ReceivedFile> {
  if (!request.isMultipart())
    throw new KithError(
      'request.invalid',
      'Send the files as multipart/form-data, each in a part named "file".',
    );
  for await (const part of request.files())
    yield { name: part.filename, bytes: part.file, truncated: () => part.file.truncated };
}

import assert from 'node:assert/strict';
import type { Import } from '../src/imports/index.ts';
import type { TestKith } from './kith.ts';
import { answered } from './wait.ts';

export interface UploadedFile {
  readonly name: string;
  readonly bytes: Uint8Array | string;
}

/** Files as a browser sends them. */
export function multipart(files: readonly UploadedFile[]): {
  payload: Buffer;
  headers: Record<string, string>;
} {
  const parts = files.flatMap(({ name, bytes }) => [
    Buffer.from(
      `--cut\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
    ),
    Buffer.from(bytes as Uint8Array),
    Buffer.from('\r\n'),
  ]);
  return {
    payload: Buffer.concat([...parts, Buffer.from('--cut--\r\n')]),
    headers: { 'content-type': 'multipart/form-data; boundary=cut' },
  };
}

/** Uploads files as one import, and waits until it is over. */
export async function uploadFiles(
  kith: TestKith,
  cookie: string,
  files: readonly UploadedFile[],
  headers: Record<string, string> = {},
): Promise<Import> {
  const body = multipart(files);
  const answer = await kith.app.inject({
    method: 'POST',
    url: '/api/imports',
    payload: body.payload,
    headers: { ...body.headers, ...headers, cookie },
  });
  assert.equal(answer.statusCode, 201, answer.body);
  return settledImport(kith, cookie, answer.json<Import>().id);
}

/** An import once nothing more will come; its counters add up. */
export async function settledImport(kith: TestKith, cookie: string, id: string): Promise<Import> {
  const one = await answered(
    () => getFrom<Import>(kith, cookie, `/api/imports/${id}`),
    ({ state }) => state !== 'received' && state !== 'reading',
  );
  const { read, new: added, updated, same, problem } = one.counters;
  assert.equal(read, added + updated + same + problem);
  return one;
}

export async function getFrom<T>(kith: TestKith, cookie: string, url: string): Promise<T> {
  const answer = await kith.app.inject({ url, headers: { cookie } });
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json<T>();
}

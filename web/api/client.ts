/** A refusal of the server, known by its stable code (RFC 9457 with `code`). */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number) {
    super(code);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
  }
}

export type Query = Readonly<Record<string, string | number | undefined>>;

/** Characters; all requests that outlive a page may hold 64 KiB together (Fetch standard, HTTP-network-or-cache fetch). */
const keptAlive = 8192;

let whenSignedOut: () => void = () => undefined;

/** Is called when the server says that nobody is signed in any more. */
export function onSignedOut(listener: () => void): void {
  whenSignedOut = listener;
}

/** Asks the server; the caller names the shape of the answer, which the server checks against its own schema. */
export async function ask<Answer>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Answer> {
  const raw = body instanceof FormData || body instanceof Blob;
  const content = body === undefined || raw ? body : JSON.stringify(body);
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      // What a screen shows as done reaches the server even when the screen is left in the same moment.
      keepalive: typeof content === 'string' && content.length <= keptAlive,
      headers: {
        accept: 'application/json',
        ...(body === undefined || raw ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(content === undefined ? {} : { body: content }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch {
    throw new ApiError('network.unreachable', 0);
  }
  const text = await response.text();
  if (!response.ok) throw refused(text, response.status);
  // The server validates its answers against the schema that `types.ts` mirrors.
  return (text === '' ? undefined : JSON.parse(text)) as Answer;
}

export function get<Answer>(path: string, query: Query = {}, signal?: AbortSignal): Promise<Answer> {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const suffix = search.toString();
  return ask('GET', suffix === '' ? path : `${path}?${suffix}`, undefined, {}, signal);
}

/** Asks for an answer that comes in lines of JSON, each as soon as it is there. */
export async function* lines<Line>(path: string, body: unknown, signal: AbortSignal): AsyncGenerator<Line> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    });
  } catch {
    throw new ApiError('network.unreachable', 0);
  }
  if (!response.ok || response.body === null) throw refused(await response.text(), response.status);
  let rest = '';
  for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
    const whole = (rest + piece).split('\n');
    rest = whole.pop() ?? '';
    // The server writes these lines of what `types.ts` mirrors.
    for (const line of whole) yield JSON.parse(line) as Line;
  }
}

/** Sends files and tells how much has left; `fetch` cannot tell that. */
export function upload<Answer>(
  path: string,
  files: readonly File[],
  progress: (sent: number, total: number) => void,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    for (const file of files) form.append('file', file, file.name);
    const request = new XMLHttpRequest();
    request.open('POST', path);
    for (const [name, value] of Object.entries({ accept: 'application/json', ...headers }))
      request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => progress(event.loaded, event.total);
    request.onerror = () => reject(new ApiError('network.unreachable', 0));
    request.onload = () => {
      // Safe: whoever asks what has no answer names none.
      if (request.status === 204) resolve(undefined as Answer);
      else if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText));
      else reject(refused(request.responseText, request.status));
    };
    request.send(form);
  });
}

function refused(text: string, status: number): ApiError {
  let code = status === 413 ? 'import.too_large' : status === 429 ? 'request.too_many' : 'server.failed';
  try {
    const problem: unknown = JSON.parse(text);
    if (typeof problem === 'object' && problem !== null && 'code' in problem) code = String(problem.code);
  } catch {
    // A proxy answered in its own words; the status says enough.
  }
  if (code === 'session.required') whenSignedOut();
  return new ApiError(code, status);
}

export function codeOf(error: unknown): string {
  if (error instanceof ApiError) return error.code;
  console.error(error);
  return 'server.failed';
}

/** Saves what the server answers as a file, when all of it is here; `told` hears how many bytes are. */
export async function download(
  path: string,
  body: unknown,
  name: string,
  { signal, told }: { readonly signal: AbortSignal; readonly told: (bytes: number) => void },
): Promise<void> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    });
  } catch {
    throw new ApiError('network.unreachable', 0);
  }
  if (!response.ok || response.body === null) throw refused(await response.text(), response.status);
  let bytes = 0;
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        bytes += piece.length;
        told(bytes);
        controller.enqueue(piece);
      },
    }),
  );
  const file = await new Response(counted, { headers: response.headers }).blob().catch(() => {
    throw new ApiError('network.unreachable', 0);
  });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has taken the file by then; it would otherwise stay in memory as long as the page.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

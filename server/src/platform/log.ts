export type Level = 'debug' | 'info' | 'warn' | 'error';

/** Facts of a log line: ids, codes and counts. Texts that people wrote have no place here. */
export type Facts = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Log {
  debug(event: string, facts?: Facts): void;
  info(event: string, facts?: Facts): void;
  warn(event: string, facts?: Facts): void;
  error(event: string, facts?: Facts): void;
}

const order: readonly Level[] = ['debug', 'info', 'warn', 'error'];

/** JSON lines to `write`; levels under `least` are dropped. */
export function jsonLog(least: Level | 'silent', now: () => Date, write: (line: string) => void): Log {
  const from = least === 'silent' ? order.length : order.indexOf(least);
  const at =
    (level: Level) =>
    (event: string, facts: Facts = {}) => {
      if (order.indexOf(level) < from) return;
      write(`${JSON.stringify({ time: now().toISOString(), level, event, ...facts })}\n`);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** What may be said of an unexpected error: its kind, its code and where in our code it came from; its message might hold data. */
export function causeOf(error: unknown): { reason: string; code?: string; at?: string } {
  if (!(error instanceof Error)) return { reason: typeof error };
  const frame = error.stack?.split('\n').find((line) => line.includes('/server/src/'));
  return {
    reason: error.name,
    ...('code' in error ? { code: String(error.code) } : {}),
    ...(frame === undefined ? {} : { at: frame.slice(frame.lastIndexOf('server/src/')).replace(/\)$/, '') }),
  };
}

import { readdirSync, readFileSync } from 'node:fs';
import { startKith } from '../e2e/kith.ts';
import { demoBook } from '../server/src/demo/books.ts';

const stat = (pid: string) => {
  try {
    const s = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const f = s.slice(s.lastIndexOf(')') + 2).split(' ');
    return {
      ppid: f[1]!,
      t: (Number(f[11]) + Number(f[12])) * 10,
      name: s.slice(s.indexOf('(') + 1, s.lastIndexOf(')')),
    };
  } catch {
    return undefined;
  }
};
const tree = () => {
  const all = readdirSync('/proc')
    .filter((p) => /^\d+$/.test(p))
    .map((p) => [p, stat(p)!] as const)
    .filter(([, t]) => t);
  const out = new Map<string, { t: number; name: string }>();
  const kids = (r: string) => {
    for (const [p, t] of all)
      if (t.ppid === r) {
        out.set(p, t);
        kids(p);
      }
  };
  kids(String(process.pid));
  return out;
};
const kith = await startKith();
try {
  const si = await fetch(kith.address + '/demo/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: kith.address },
    redirect: 'manual',
    body: JSON.stringify({ who: 'ana' }),
  });
  const cookie = si.headers
    .getSetCookie()
    .map((c) => c.split(';')[0])
    .join('; ');
  if (!cookie) console.log(si.status, await si.text());
  await new Promise((r) => setTimeout(r, 4000));
  for (const name of ['outlook-de.csv'] as const) {
    const { bytes } = demoBook(name);
    const before = tree();
    const t0 = performance.now();
    const f = new FormData();
    f.append('file', new Blob([bytes as any]), name);
    const up = await fetch(kith.address + '/api/imports', {
      method: 'POST',
      headers: { cookie, origin: kith.address },
      body: f,
    });
    const one: any = await up.json();
    const t1 = performance.now();
    let first;
    for (;;) {
      const s: any = await (
        await fetch(kith.address + '/api/imports/' + one.id, { headers: { cookie } })
      ).json();
      if (s.counters.read > 0) first ??= performance.now() - t0;
      if (s.state === 'read') {
        console.log(
          name,
          'upload',
          (t1 - t0) | 0,
          'first',
          first! | 0,
          'whole',
          (performance.now() - t0) | 0,
          'server',
          +new Date(s.readAt) - +new Date(s.receivedAt),
        );
        break;
      }
      await new Promise((r) => setTimeout(r, 200));
    }
    await new Promise((r) => setTimeout(r, 500));
    const after = tree();
    const by = new Map<string, number>();
    for (const [p, { t, name }] of after) by.set(name, (by.get(name) ?? 0) + t - (before.get(p)?.t ?? 0));
    console.log('cpu ms', Object.fromEntries(by));
  }
} finally {
  await kith.close();
}

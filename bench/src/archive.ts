import { generatePeople, googleCsv } from '@kith/contacts/testing';
import { callAs, until } from '../../e2e/caller.ts';
import { startKith } from '../../e2e/kith.ts';

interface Archive {
  readonly id: string;
  readonly state: 'writing' | 'ready' | 'failed';
  readonly bytes?: number;
}

/**
 * `npm run bench -- archive [COUNT...]`: a copy of everything of a member with 10,000 and 100,000 contacts, from the press to
 * the file, and what it costs the server's process, which was started anew before and has only been asked for that.
 */
export async function run(args: readonly string[]): Promise<void> {
  const counts = args.length > 0 ? args.map(Number) : [10_000, 100_000];
  console.log('contacts     whole  contacts/s   file  at rest  at most  above');
  for (const count of counts) {
    const kith = await startKith({ KITH_MATCHING_BUDGET: '1000000' });
    try {
      const filling = await callAs(kith, 'ana');
      const book = Buffer.from(googleCsv(generatePeople({ seed: 6, count })));
      const { id } = await filling.upload<{ id: string }>('google.csv', book, 'archive');
      await until(
        () => filling.get<{ state: string }>(`/api/imports/${id}`),
        ({ state }) => state === 'read',
        600_000,
      );
      // Else the server that is measured looks for duplicates too.
      await until(
        () => filling.get<{ searching: boolean }>('/api/proposals'),
        ({ searching }) => !searching,
        600_000,
      );
      await kith.kill();
      await kith.restart();
      const ana = await callAs(kith, 'ana');
      await new Promise((resolve) => setTimeout(resolve, 3000));
      const atRest = kith.memory();
      let atMost = atRest;
      const watch = setInterval(() => {
        atMost = Math.max(atMost, kith.memory());
      }, 50);
      const begun = performance.now();
      const asked = await ana.post<Archive>('/api/exports', {});
      const { state, bytes = 0 } = await until(
        () => ana.get<Archive>(`/api/exports/${asked.id}`),
        (one) => one.state !== 'writing',
        600_000,
      );
      const whole = (performance.now() - begun) / 1000;
      clearInterval(watch);
      if (state !== 'ready') throw new Error('the archive failed');
      console.log(
        [
          String(count).padStart(8),
          `${whole.toFixed(1)} s`.padStart(10),
          String(Math.round(count / whole)).padStart(12),
          `${(bytes / 1024 / 1024).toFixed(1)} MB`.padStart(9),
          ...[atRest, atMost, atMost - atRest].map((size) => `${Math.round(size)} MB`.padStart(9)),
        ].join(''),
      );
    } finally {
      await kith.close();
    }
  }
}

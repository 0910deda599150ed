import type { Growth } from '../../api/types.ts';
import { useLive } from '../../api/use-live.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { number, stretch, t } from '../../catalogue/messages.ts';
import { me } from '../../session/session.ts';

const width = 640;
const height = 120;

/** How the network grew: a line for the eye; a sentence and a table say the same to everybody. */
export function GrowthChart() {
  const growth = useLoaded<Growth>('/api/connections/growth');
  useLive(['connections'], growth.reload);
  const { unit = 'month', points = [] } = growth.value ?? {};
  const first = points[0];
  const last = points.at(-1);
  if (growth.value === undefined && growth.failed === undefined && (me.value?.counts.connections ?? 0) > 0)
    return <div class="card growth-waiting placeholder" aria-hidden="true" />;
  if (first === undefined || last === undefined || last.connections === 0) return null;
  const by = unit === 'day' || unit === 'week' ? 'day' : 'month';
  const name = ({ from }: Growth['points'][number]) => stretch(from, by);
  const x = (at: number) => (at / Math.max(1, points.length - 1)) * width;
  const y = (connections: number) => height - (connections / last.connections) * height;
  // Between two ends of stretches nobody came or everybody did: a step says what is known.
  const line = points
    .map(({ connections }, at) => (at === 0 ? `M0 ${y(connections)}` : `H${x(at)} V${y(connections)}`))
    .join(' ');
  return (
    <section class="card stack" aria-labelledby="growth">
      <h2 id="growth">{t('network.growth')}</h2>
      <p class="quiet">
        {t('network.growth_text', {
          n: last.connections - first.connections,
          since: name(first),
          total: number(last.connections),
        })}
      </p>
      <svg
        class="growth"
        viewBox={`-4 -6 ${width + 8} ${height + 10}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path class="area" d={`${line} V${height} H0 Z`} />
        <path class="curve" d={line} />
      </svg>
      <div class="row spread small quiet number" aria-hidden="true">
        <span>{name(first)}</span>
        <span>{name(last)}</span>
      </div>
      <details>
        <summary>{t('network.growth_table')}</summary>
        <table class="growth-table number">
          <thead>
            <tr>
              <th scope="col">{t(`network.growth_unit.${unit}`)}</th>
              <th scope="col">{t('network.growth_column')}</th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.from}>
                <th scope="row">{name(point)}</th>
                <td>{number(point.connections)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

/** A server of a service (RFC 2782). */
export interface Srv {
  readonly name: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

/** More servers than this are asked by nobody. */
const most = 20;

/**
 * Servers in the order to try them: by priority, and within one by chance in proportion to their weight (RFC 2782).
 * Where the only server is the root, there is no such service.
 *
 * @param chance From 0 up to 1.
 */
export function inOrder(records: readonly Srv[], chance: () => number): readonly Srv[] {
  const left = records
    .filter(({ name }) => name !== '' && name !== '.')
    .slice(0, most)
    .sort((a, b) => a.priority - b.priority || a.weight - b.weight);
  const ordered: Srv[] = [];
  while (left.length > 0) {
    const same = left.filter(({ priority }) => priority === left[0]?.priority);
    const total = same.reduce((sum, { weight }) => sum + weight, 0);
    let rest = Math.floor(chance() * (total + 1));
    const at = same.findIndex(({ weight }) => {
      rest -= weight;
      return rest <= 0;
    });
    ordered.push(...left.splice(at, 1));
  }
  return ordered;
}

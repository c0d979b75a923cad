import type { Gap } from '#lib/gdpr/types.ts';
import type { Connection, Connections } from '#lib/policy/connections.ts';
import type { PolicyModel } from '#lib/policy/model.ts';

/** Whether the hops of a witness follow each other, and are not several connections of one workload. */
export function isWay({ witness }: Pick<Gap, 'witness'>): boolean {
  return witness.some(({ from }, index) => witness[index - 1]?.to === from);
}

/** What the two workloads of each hop have with each other, of those pairs that are wanted. */
export function* pairsOfGaps(
  gaps: readonly Gap[],
  connections: Pick<Connections, 'units' | 'row'>,
  model: PolicyModel,
  isWanted: (pair: Pick<Connection, 'from' | 'to'>) => boolean,
): Generator<Connection> {
  const places = new Map(connections.units.map(({ id }, place) => [id, place]));
  const placeOf = (end: string): number | undefined =>
    places.get(end) ?? (model.classOf(end) === undefined ? undefined : places.get(model.workloadOfPod(end)));
  const wanted = new Map<number, Set<number>>();
  for (const { from, to } of gaps.flatMap(({ witness }) => witness)) {
    const [source, target] = [placeOf(from), placeOf(to)];
    if (source === undefined || target === undefined) continue;
    wanted.set(source, (wanted.get(source) ?? new Set()).add(target));
  }
  for (const [source, targets] of wanted) {
    const from = connections.units[source]?.id ?? '';
    const pairs = [...targets].map((target) => ({ target, from, to: connections.units[target]?.id ?? '' }));
    const own = pairs.filter(isWanted);
    const row = own.length === 0 ? [] : connections.row(source);
    for (const { target, to } of own) {
      const relation = row[target];
      if (relation !== undefined) yield { from, to, relation };
    }
  }
}

import { getOr } from '#lib/get-or.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { type Cidr, parseCidr } from '#lib/policy/address.ts';

/** What policies in force name: keys of labels, ports, blocks of addresses. Whatever else is different, they do not see. */
export interface NamedByPolicies {
  readonly keys: ReadonlySet<string>;
  readonly ports: ReadonlySet<string>;
  readonly blocks: readonly Cidr[];
}

const named = new WeakMap<
  ClusterObjects['networkPolicies'],
  WeakMap<ClusterObjects['clusterPolicies'], NamedByPolicies>
>();

/** Read once for the same policies. */
export function namedBy({ networkPolicies, clusterPolicies }: ClusterObjects): NamedByPolicies {
  const known = getOr(named, networkPolicies, () => new WeakMap());
  return getOr(known, clusterPolicies, () => {
    const found = { keys: new Set<string>(), ports: new Set<string>(), blocks: new Set<string>() };
    for (const { spec } of networkPolicies.values()) gather(spec, '', found);
    for (const { spec } of clusterPolicies.values()) gather(spec, '', found);
    return { ...found, blocks: [...found.blocks].flatMap((text) => parseCidr(text) ?? []) };
  });
}

const PORT_FIELDS: ReadonlySet<string> = new Set(['port', 'namedPort', 'destinationNamedPort']);

type Gathered = Readonly<Record<keyof NamedByPolicies, Set<string>>>;

/** Through all of a spec, whatever its kind: a key too many only makes more be undecided. */
function gather(part: unknown, under: string, found: Gathered): void {
  if (typeof part === 'string') {
    if (under === 'key') found.keys.add(part);
    else if (PORT_FIELDS.has(under)) found.ports.add(part);
    else if (part.includes('/')) found.blocks.add(part);
  } else if (Array.isArray(part)) {
    for (const each of part) gather(each, under, found);
  } else if (typeof part === 'object' && part !== null) {
    for (const [key, value] of Object.entries(part)) {
      if (under === 'matchLabels') found.keys.add(key);
      gather(value, key, found);
    }
  }
}

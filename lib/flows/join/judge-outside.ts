import { type Cidr, type Family, formatAddress } from '#lib/policy/address.ts';
import { blocksInForce } from '#lib/policy/block-parts.ts';
import type { EndGroup } from '#lib/policy/expand-endpoint.ts';
import type { PolicyModel, SingleEnd } from '#lib/policy/model.ts';
import { allowanceOf, type Ends, type Example, isOpen, type JudgedPair, oneOfEach } from './judged-pair.ts';

/** Members of the cluster with a block outside: all of it has to be allowed, for some pod. */
export function judgeBlock(
  model: PolicyModel,
  groups: readonly EndGroup[],
  block: Cidr,
  gate: 'ingress' | 'egress',
): JudgedPair {
  const asked = partsOfBlock(model, block).map((there) =>
    groups.map(({ end }): Example => {
      const ends: Ends = gate === 'egress' ? [end, there] : [there, end];
      return { relation: model.relation(...ends), ends };
    }),
  );
  return {
    alternatives: [asked.map((part) => allowanceOf(part.map(({ relation }) => relation)))],
    isUngated: () => isOpen(model, groups, gate),
    examples: () => oneOfEach(asked.flat()),
  };
}

/**
 * Members of the cluster with a name, which may stand for any address: some pod has to be allowed all of them. Undefined
 * where nothing is known of what is outside for one of them.
 */
export function judgeName(
  model: PolicyModel,
  groups: readonly EndGroup[],
  gate: 'ingress' | 'egress',
): JudgedPair | undefined {
  const rows = groups.map(({ end }) => model.externalRows(end, gate));
  const asked = groups.map(({ end }, index) =>
    (rows[index] ?? []).map(({ relation, family, ranges }): Example => {
      const [[first, last] = ['', '']] = ranges;
      const there: SingleEnd = { type: 'address', family, first, last };
      return { relation, ends: gate === 'egress' ? [end, there] : [there, end] };
    }),
  );
  if (asked.some((rows) => rows.length === 0)) return undefined;
  return {
    alternatives: asked.map((rows) => rows.map(({ relation }) => allowanceOf([relation]))),
    parts: () => rows.flatMap((of) => of.map(({ ranges }) => ranges)),
    isUngated: () => isOpen(model, groups, gate),
    examples: () => oneOfEach(asked.flat()),
  };
}

const bounds = new WeakMap<PolicyModel, Map<Family, readonly bigint[]>>();

/** Where ranges begin that some rule in force tells apart, ascending. */
function boundsOf(model: PolicyModel, family: Family): readonly bigint[] {
  const known = bounds.get(model) ?? new Map<Family, readonly bigint[]>();
  bounds.set(model, known);
  let found = known.get(family);
  if (found === undefined) {
    const starts = new Set(blocksInForce(model, family).flatMap(({ first, last }) => [first, last + 1n]));
    found = [...starts].sort((a, b) => (a < b ? -1 : 1));
    known.set(family, found);
  }
  return found;
}

function partsOfBlock(model: PolicyModel, { family, first, last }: Cidr): readonly SingleEnd[] {
  const all = boundsOf(model, family);
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle] as bigint) <= first) low = middle + 1;
    else high = middle;
  }
  const starts = [first];
  for (let at = low; at < all.length && (all[at] as bigint) <= last; at++) starts.push(all[at] as bigint);
  return starts.map((start, index) => {
    const end = (starts[index + 1] ?? last + 1n) - 1n;
    return { type: 'address', family, first: formatAddress(family, start), last: formatAddress(family, end) };
  });
}

import type { EndGroup } from '#lib/policy/expand-endpoint.ts';
import type { PolicyModel, Relation, SingleEnd } from '#lib/policy/model.ts';
import { intersectPorts, NO_PORTS, type PortSet, unitePorts } from '#lib/policy/port-set.ts';

/** What is allowed for certain, and what may be, for some pods of the ends. */
export interface Allowance {
  readonly any: PortSet;
  readonly may: PortSet;
  /** What is allowed for certain between each of their pods; none where that is not known. */
  readonly all: PortSet;
}

/** What a model says of two ends. */
export interface JudgedPair {
  /** Of one of them each part has to be allowed: the parts of a block, the addresses that a name may stand for. */
  readonly alternatives: readonly (readonly Allowance[])[];
  /** Of ends outside: which addresses each of the parts is, or all of them together. */
  readonly parts?: () => readonly (readonly AddressSpan[])[];
  /** No policy selects either end for this direction. */
  readonly isUngated: () => boolean;
  /** One pair of single ends for each relation that occurs. */
  readonly examples: () => readonly Example[];
}

/** First and last address. */
export type AddressSpan = readonly [string, string];

export type Ends = readonly [SingleEnd, SingleEnd];

export interface Example {
  readonly relation: Relation;
  readonly ends: Ends;
}

export function oneOfEach(pairs: readonly Example[]): readonly Example[] {
  const found = new Map<string, Example>();
  for (const pair of pairs) {
    const key = `${pair.relation.must.id} ${pair.relation.may.id}`;
    if (!found.has(key)) found.set(key, pair);
  }
  return [...found.values()];
}

export function allowanceOf(relations: readonly Relation[]): Allowance {
  let [any, may] = [NO_PORTS, NO_PORTS];
  let all: PortSet | undefined;
  for (const relation of relations) {
    any = unitePorts(any, relation.must);
    may = unitePorts(may, relation.may);
    all = all === undefined ? relation.must : intersectPorts(all, relation.must);
  }
  return { any, may, all: all ?? NO_PORTS };
}

/** Nothing closes the gate of any of them to anybody, for certain. */
export function isOpen(model: PolicyModel, groups: readonly EndGroup[], direction: 'ingress' | 'egress'): boolean {
  return groups.every(({ end }) => {
    const { isolated, reasons } = model.gate(end, direction);
    return (isolated === 'no' || isolated === 'none') && reasons.length === 0;
  });
}

import type { LabelSelector, Labels } from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';
import { whyEngine } from '#lib/text/en/why-engine.ts';
import { requirementWords } from '../explain-peer.ts';
import { matchesRequirement, requirementsOf } from '../label-selector.ts';

export type Side = 'a' | 'b';

/** What selectors see of one of two pods. */
export interface Seen {
  readonly namespace: string;
  readonly labels: Labels;
  /** Undefined: the Namespace object was not read, so that nothing can be held against its labels. */
  readonly namespaceLabels: Labels | undefined;
}

/** One thing that a selector asks for, which one of the two has and the other has not. */
export interface Need {
  readonly about: 'label' | 'namespace' | 'namespace-label';
  /** The label's key; the namespace that a rule without a namespace selector means. */
  readonly key: string;
  /** As people write it: `tier=cache`. */
  readonly wanted: string;
  readonly a: string;
  readonly b: string;
  /** Who has it not. */
  readonly lacks: Side;
}

/** A peer of a rule, or the subject of a policy. */
export interface Selection {
  readonly pods?: LabelSelector | undefined;
  /** Of namespaces by their labels; or the one namespace in which it looks. */
  readonly namespaces: LabelSelector | { readonly name: string };
}

/** The requirements of a selection that exactly one of two pods fulfils; in the order in which selectors are read. */
export function differingNeeds({ pods, namespaces }: Selection, a: Seen, b: Seen): readonly Need[] {
  const needs: Need[] = [];
  if ('name' in namespaces && typeof namespaces.name === 'string') {
    const { name } = namespaces;
    if ((a.namespace === name) !== (b.namespace === name)) {
      const lacks = a.namespace === name ? 'b' : 'a';
      needs.push({ ...{ about: 'namespace', key: name, wanted: name, a: a.namespace, b: b.namespace }, lacks });
    }
  } else if (a.namespaceLabels !== undefined && b.namespaceLabels !== undefined) {
    needs.push(...labelNeeds('namespace-label', namespaces as LabelSelector, a.namespaceLabels, b.namespaceLabels));
  }
  if (pods !== undefined) needs.push(...labelNeeds('label', pods, a.labels, b.labels));
  return needs;
}

function labelNeeds(about: Need['about'], selector: LabelSelector, a: Labels, b: Labels): readonly Need[] {
  return requirementsOf(selector).flatMap((requirement): Need[] => {
    const [hasA, hasB] = [matchesRequirement(requirement, a), matchesRequirement(requirement, b)];
    if (hasA === hasB) return [];
    const { key } = requirement;
    const has = (labels: Labels) => {
      const value = labelValue(labels, key);
      return value === undefined ? whyEngine.labelAbsent(key) : whyEngine.label(key, [value]);
    };
    return [{ about, key, wanted: requirementWords(requirement), a: has(a), b: has(b), lacks: hasA ? 'b' : 'a' }];
  });
}

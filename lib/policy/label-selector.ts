import { type LabelSelector, type Labels, labelValue } from '#lib/kube/objects.ts';

/** All requirements hold (row 33). Interned by text: equal selectors are one object per model. */
export interface Selector {
  readonly id: number;
  /** Canonical: `app in (web),!legacy`; empty for a selector that matches everything. */
  readonly text: string;
  readonly requirements: readonly Requirement[];
}

export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: readonly string[];
}

/** The requirements of a selector in canonical order; matchLabels are `In` with one value. Read once for each object. */
export function requirementsOf(selector: LabelSelector): readonly Requirement[] {
  let known = requirements.get(selector);
  if (known === undefined) {
    known = readRequirements(selector);
    requirements.set(selector, known);
  }
  return known;
}

const requirements = new WeakMap<LabelSelector, readonly Requirement[]>();

function readRequirements(selector: LabelSelector): readonly Requirement[] {
  const list: Requirement[] = [];
  for (const key of Object.keys(selector.matchLabels ?? {})) {
    list.push({ key, operator: 'In', values: [labelValue(selector.matchLabels, key) ?? ''] });
  }
  for (const { key, operator, values } of selector.matchExpressions ?? []) {
    const needsValues = operator === 'In' || operator === 'NotIn';
    list.push({ key, operator, values: needsValues ? [...new Set(values ?? [])].sort() : [] });
  }
  return list.sort((a, b) => compareText(a.key, b.key) || compareText(requirementText(a), requirementText(b)));
}

/** Equal for selectors that say the same. JSON, not the readable text: old objects' values may hold commas (row 42). */
export function selectorKey(selector: LabelSelector): string {
  let known = keys.get(selector);
  if (known === undefined) {
    known = JSON.stringify(requirementsOf(selector));
    keys.set(selector, known);
  }
  return known;
}

const keys = new WeakMap<LabelSelector, string>();

export function requirementText({ key, operator, values }: Requirement): string {
  switch (operator) {
    case 'In':
      return `${key} in (${values.join(',')})`;
    case 'NotIn':
      return `${key} notin (${values.join(',')})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
  }
}

/** `app=records-db` as people write it, not `app in (records-db)`. */
export function requirementInWords(requirement: Requirement): string {
  const { key, operator, values } = requirement;
  return operator === 'In' && values.length === 1 ? `${key}=${values[0]}` : requirementText(requirement);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function matchesRequirement(requirement: Requirement, labels: Labels | undefined): boolean {
  const value = labelValue(labels, requirement.key);
  switch (requirement.operator) {
    case 'In':
      return value !== undefined && requirement.values.includes(value);
    case 'NotIn': // row 35: a missing key matches too
      return value === undefined || !requirement.values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}

export function matchesSelector(selector: Selector, labels: Labels | undefined): boolean {
  for (const requirement of selector.requirements) if (!matchesRequirement(requirement, labels)) return false;
  return true;
}

/** Gives equal selectors one object. */
export class SelectorTable {
  readonly selectors: Selector[] = [];
  private readonly byText = new Map<string, Selector>();

  intern(selector: LabelSelector): Selector {
    const requirements = requirementsOf(selector);
    const key = selectorKey(selector);
    const known = this.byText.get(key);
    if (known !== undefined) return known;
    const made = { id: this.selectors.length, text: requirements.map(requirementText).join(','), requirements };
    this.selectors.push(made);
    this.byText.set(key, made);
    return made;
  }
}

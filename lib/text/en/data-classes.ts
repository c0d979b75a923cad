/** Classes of data in words, and where each is known from. */

import type { Classification, DataClass } from '#lib/gdpr/types.ts';

const CLASS_WORDS: Readonly<Record<DataClass, string>> = {
  none: 'no personal data',
  personal: 'personal',
  pseudonymised: 'pseudonymised',
  special: 'special category',
  criminal: 'criminal convictions',
  children: 'data of children',
  unknown: 'unknown class',
};

export function classWords(dataClass: DataClass): string {
  return CLASS_WORDS[dataClass];
}

export const noClassFound = 'no label on the pods, the workload or the namespace';

/** "DataMap, line 12" */
export function sourceOfMap(line: number): string {
  return `DataMap, line ${line}`;
}

/** "annotation ringfence.dev/owner on Namespace crm" */
export function sourceOfField(where: string, key: string, kind: string, object?: string): string {
  const what = where === 'labels' ? 'label' : where === 'annotations' ? 'annotation' : where;
  return object === undefined ? `${what} ${key} (${kind})` : `${what} ${key} on ${kind} ${object}`;
}

/** "annotation … on Namespace crm: user.contact" */
export function sourceOfCategories(field: string, category: string): string {
  return `${field}: ${category}`;
}

const SIGNAL_KINDS = {
  image: 'image',
  name: 'name',
  port: 'port',
  label: 'label',
  clients: 'clients',
  backup: 'backup of',
} as const;

/** "image knadh/listmonk, port 587 (H-IMG-07, H-PORT-02)" */
export function sourceOfSignals(
  signals: readonly { readonly id: string; readonly kind: keyof typeof SIGNAL_KINDS; readonly what: string }[],
): string {
  const named = signals.map(({ kind, what }) => `${SIGNAL_KINDS[kind]} ${what}`).join(', ');
  return `${named} (${signals.map(({ id }) => id).join(', ')})`;
}

/** "image coredns: part of Kubernetes itself (N-01)" */
export function infrastructureSource(image: string, reason: string, id: string): string {
  return `image ${image}: ${reason} (${id})`;
}

export function sourceOfLabel(kind: string, object: string): string {
  return `label on ${kind} ${object}`;
}

export function templateOf(kind: string): string {
  return `the pod template of ${kind}`;
}

export function labelNotUnderstood(kind: string, object: string, value: string): string {
  return `label on ${kind} ${object} has a value that is no class: ${value}`;
}

const HOW_UNKNOWN = 'Its data class is unknown.';

const HOW_INHERITED =
  'That it has no personal data is inherited from its namespace: only what is declared of the workload itself takes it out of the checks.';

/** What a reader must know of the class of what the gap is about. */
export function classNote({ dataClass, basis }: Pick<Classification, 'dataClass' | 'basis'>): string {
  if (dataClass === 'none' && basis === 'inherited') return ` ${HOW_INHERITED}`;
  return dataClass === 'unknown' ? ` ${HOW_UNKNOWN}` : '';
}

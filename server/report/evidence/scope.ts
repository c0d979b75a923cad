import { RingfenceError } from '#lib/api/errors.ts';
import { reportFailures } from '#lib/text/en/report-failures.ts';

/** Namespaces whose gaps, classes and connections are told; the inputs stay whole. */
export interface EvidenceScope {
  readonly namespaces: readonly string[];
}

/** What of the results is told. Without a scope, everything. */
export interface Told {
  readonly scope: EvidenceScope | undefined;
  /** The empty name stands for what is of no namespace: part of each. */
  readonly namespace: (name: string) => boolean;
  /** An end of a connection, or a workload. */
  readonly end: (end: string) => boolean;
}

/** Throws BAD_REQUEST for a scope that names an unknown namespace. */
export function toldOf(scopeNamespaces: readonly string[] | undefined, known: ReadonlySet<string>): Told {
  if (scopeNamespaces === undefined || scopeNamespaces.length === 0) {
    return { scope: undefined, namespace: () => true, end: () => true };
  }
  for (const namespace of scopeNamespaces) {
    if (!known.has(namespace)) throw new RingfenceError('BAD_REQUEST', reportFailures.noSuchNamespace(namespace));
  }
  const names = new Set(scopeNamespaces);
  return {
    scope: { namespaces: [...names].sort() },
    namespace: (name) => names.has(name),
    end: (end) => names.has(namespaceOfEnd(end)),
  };
}

/** `ns/Kind/name` and `any-pod@ns` have a namespace; `internet`, `any-pod` and blocks have none. */
export function namespaceOfEnd(end: string): string {
  if (end.startsWith('any-pod@')) return end.slice('any-pod@'.length);
  const parts = end.split('/');
  return parts.length > 2 ? (parts[0] ?? '') : '';
}

import type { Gap } from './types.ts';

/** Whether a gap belongs to these namespaces; those of the whole cluster belong to all. Undefined: every namespace. */
export function isOfNamespaces(
  { namespace }: Pick<Gap['subject'], 'namespace'>,
  namespaces: { has(name: string): boolean } | undefined,
): boolean {
  return namespaces === undefined || namespace === '' || namespaces.has(namespace);
}

/** `NetworkPolicy crm/open`, `Cluster enforcement`: as lines of text name it. */
export function subjectText({ kind, namespace, name }: Gap['subject']): string {
  return namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

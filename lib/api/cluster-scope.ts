/**
 * Stands in addresses for the namespace of what has none: an empty part of a path would be dropped on the way, and no
 * namespace can have this name.
 */
const CLUSTER_SCOPE = '-';

/** The part of an address for a namespace that may be empty. */
export function namespacePart(namespace: string): string {
  return namespace === '' ? CLUSTER_SCOPE : namespace;
}

export function namespaceOfPart(part: string): string {
  return part === CLUSTER_SCOPE ? '' : part;
}

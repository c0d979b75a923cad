import { compareNames } from '#lib/text/compare-names.ts';
import { REPORT } from '#lib/text/en/report.ts';

/** All workloads (`ns/Kind/name`), in the order of their names; where they are more than `most`, how many of which namespaces. */
export function workloadsInWords(keys: readonly string[], most: number): string {
  if (keys.length <= most) return keys.toSorted(compareNames).join(', ');
  return REPORT.workloadsOf(keys.length, [...namespacesOf(keys)].map(([namespace]) => namespace).join(', '));
}

/** Every name, namespace by namespace: "crm: Deployment/api, StatefulSet/db; shop: …". */
export function everyWorkload(keys: readonly string[]): string {
  return [...namespacesOf(keys)].map(([namespace, names]) => `${namespace}: ${names.join(', ')}`).join('; ');
}

/** Names without their namespace, by namespace, in their order; what has none stands under itself. */
export function namespacesOf(keys: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const key of keys.toSorted(compareNames)) {
    const slash = key.indexOf('/');
    const [namespace, name] = slash < 0 ? [key, key] : [key.slice(0, slash), key.slice(slash + 1)];
    const list = groups.get(namespace);
    if (list === undefined) groups.set(namespace, [name]);
    else list.push(name);
  }
  return groups;
}

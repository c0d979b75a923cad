import { compareNames } from '#lib/text/compare-names.ts';
import { REPORT } from '#lib/text/en/report.ts';

/**
 * All ends, in the order of their names; where they are more than `most`, `internet`, blocks (by number, where they are
 * that many) and how many workloads (`ns/Kind/name`) of which namespaces.
 */
export function workloadsInWords(keys: readonly string[], most: number): string {
  if (keys.length <= most) return keys.toSorted(compareNames).join(', ');
  const workloads = keys.filter((key) => key.split('/').length === 3);
  const blocks = keys.filter((key) => key.split('/').length === 2).toSorted(compareNames);
  const others = keys.filter((key) => !key.includes('/')).toSorted(compareNames);
  return [
    ...others,
    ...(blocks.length > most ? [REPORT.blocks(blocks.length)] : blocks),
    ...(workloads.length === 0
      ? []
      : [REPORT.workloadsOf(workloads.length, [...namespacesOf(workloads).keys()].join(', '))]),
  ].join(', ');
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

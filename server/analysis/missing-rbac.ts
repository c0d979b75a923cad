import type { Completeness } from '#lib/kube/cluster-objects.ts';

/**
 * The rules of a ClusterRole that are missing, as YAML to paste; undefined where nothing is forbidden. Only resource
 * names of the API's own tables are written, so no value needs quoting but the empty group.
 */
export function missingRbac({ kinds }: Completeness): string | undefined {
  const missing = kinds.filter(({ state }) => state === 'forbidden' || state === 'partial');
  if (missing.length === 0) return undefined;
  const byGroup = Map.groupBy(missing, ({ resource }) => resource.split('.').slice(1).join('.'));
  const rules = [...byGroup]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, inGroup]) => {
      const resources = inGroup.map(({ resource }) => resource.split('.')[0]).sort();
      return [
        `- apiGroups: ["${group}"]`,
        `  resources: [${resources.join(', ')}]`,
        '  verbs: [get, list, watch]',
      ].join('\n');
    });
  return `rules:\n${rules.join('\n')}\n`;
}

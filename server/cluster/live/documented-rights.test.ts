import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { KEPT_KINDS } from '#lib/kube/kept-kinds.ts';
import { splitResource } from './live-kind.ts';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** The ClusterRole that docs/security.md gives to paste. */
function documentedRules(): readonly Rule[] {
  const page = readFileSync(new URL('../../../docs/security.md', import.meta.url), 'utf8');
  const [, yaml = ''] = /```yaml\n(apiVersion: rbac[\s\S]*?)```/.exec(page) ?? [];
  return (parse(yaml) as { readonly rules: readonly Rule[] }).rules;
}

test('the documented ClusterRole grants what is read, and nothing else', () => {
  const granted = documentedRules().flatMap(({ apiGroups, resources }) =>
    apiGroups.flatMap((group) => resources.map((plural) => `${plural}.${group}`)),
  );
  const read = KEPT_KINDS.map(({ resource }) => {
    const { plural, group } = splitResource(resource);
    return `${plural}.${group}`;
  });
  expect(granted.sort()).toEqual(read.sort());
});

test('the documented ClusterRole reads only: get, list, watch', () => {
  for (const { verbs } of documentedRules()) expect(verbs).toEqual(['get', 'list', 'watch']);
});

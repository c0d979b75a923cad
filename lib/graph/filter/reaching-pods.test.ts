import { expect, it } from 'vitest';
import type { Classification } from '#lib/gdpr/types.ts';
import { clusterOf } from '#lib/policy/testing/cluster-of.ts';
import { clusterSubjects } from './cluster-subjects.ts';
import { termHolds } from './filter-subject.ts';
import { parseFilter } from './parse-filter.ts';

const pod = (name: string, role: string) => `---
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: a
  labels: {role: ${role}}
  ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: twins, uid: u, controller: true}]
spec: {containers: [{name: c, image: i}]}
status: {phase: Running}
`;
const model = clusterOf({
  pods: { 'b/target': { labels: { app: 'target' } } },
  yaml: `${pod('twins-0', 'open')}${pod('twins-1', 'shut')}---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: shut, namespace: a}
spec: {podSelector: {matchLabels: {role: shut}}, policyTypes: [Egress]}
`,
});
const subjects = clusterSubjects({
  model,
  classificationOf: () => ({ dataClass: 'none' }) as unknown as Classification,
  gaps: () => [],
});

it.each(['reaches:b', 'reaches:b/target', 'reaches:internet'])(
  '%s asks of a pod what its own class reaches',
  (text) => {
    const [term] = parseFilter(text).terms;
    if (term === undefined) throw new Error('no term');
    const holds = (key: string) => {
      const object = model.objects.pods.get(key);
      if (object === undefined) throw new Error(`no ${key}`);
      return termHolds(subjects.pod(key, object), term);
    };
    expect(termHolds(subjects.workload('a/StatefulSet/twins'), term)).toBe(true);
    expect([holds('a/twins-0'), holds('a/twins-1')]).toEqual([true, false]);
  },
);

it('asks for what is written alone, not for the internet beside it', () => {
  const [term] = parseFilter('reaches:b').terms;
  if (term === undefined) throw new Error('no term');
  const values = () => {
    throw new Error('asked for all that it reaches');
  };
  expect(termHolds({ text: '', values, reaches: () => undefined }, term)).toBe(false);
});

it('answers the same after it has forgotten what many questions asked', () => {
  const twins = subjects.workload('a/StatefulSet/twins');
  for (let number = 0; number < 100; number++) expect(twins.reaches?.(`nowhere-${number}`)).toBeUndefined();
  subjects.trim();
  expect(twins.reaches?.('b')).toBe('allow');
});

import { expect, test } from 'vitest';
import { compileModel } from '#lib/policy/compile-model.ts';
import { clusterOf, policy } from '#lib/policy/testing/cluster-of.ts';
import { podEnds, templateEnds } from '#lib/policy/testing/compare-cluster.ts';
import { literalVerdict } from '#lib/policy/testing/literal-evaluator.ts';
import type { LiteralEnd } from '#lib/policy/testing/literal-matching.ts';
import { randomCluster } from '#lib/policy/testing/random-cluster.ts';
import { judgeOf } from './judge-pair.ts';

const pod = (name: string, address: string) => `---
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: one
  labels: {app: ${name}}
  ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: set, uid: u, controller: true}]
spec: {nodeName: n1, containers: [{name: c}]}
status: {${address} phase: Running}
`;
const closed = (app: string) =>
  policy(`podSelector: {matchLabels: {app: ${app}}}\npolicyTypes: [Egress]`, { name: `closed-${app}` });
const allowed = (yaml: string) => {
  const model = clusterOf({ namespaces: { one: {} }, nodes: { n1: { addresses: ['192.168.0.1'] } }, yaml });
  const judge = judgeOf(model);
  const asked = ['one/StatefulSet/set', 'name:mail.example', 443, 6] as const;
  return [judge.allowed(...asked), judge.allowedToAll(...asked)];
};

test('a pod that has no address yet is asked about a name as the others are', () => {
  const running = pod('a', 'podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}],');
  const pending = pod('b', '');
  expect(allowed(running + pending)).toEqual([true, true]);
  expect(allowed(running + pending + closed('a'))).toEqual([true, false]);
  expect(allowed(running + pending + closed('b'))).toEqual([true, false]);
  expect(allowed(running + pending + closed('a') + closed('b'))).toEqual([false, false]);
  expect(allowed(pending + closed('b'))).toEqual([false, false]);
});

test('of a name nothing is said where nothing is known of the outside for one of the pods', () => {
  const yaml = pod('a', 'podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}],') + pod('b', '') + closed('b');
  const model = clusterOf({ namespaces: { one: {} }, yaml });
  const [, second] = [...model.classesOfWorkload('one/StatefulSet/set').keys()];
  const externalRows: typeof model.externalRows = (end, direction) =>
    end.type === 'class' && end.class === second ? [] : model.externalRows(end, direction);
  const asked = ['one/StatefulSet/set', 'name:mail.example', 443, 6] as const;
  expect(judgeOf(model).allowed(...asked)).toBe(true);
  expect(judgeOf({ ...model, externalRows }).allowed(...asked)).toBeUndefined();
});

/** One address of each part that some rule of the random clusters may tell apart. */
const OUTSIDE = ['203.0.113.7', '203.0.113.126', '198.51.100.1', '8.8.8.8', '2001:db8::1', '2a00::1'];
const IPV4_OUTSIDE = 4;

test('no pod of a random cluster is left out where a name is asked about, and what is certain holds for each address', () => {
  let [some, none] = [0, 0];
  for (let seed = 1; seed <= 60; seed++) {
    const { objects, profile } = randomCluster(seed, ['Deployment', 'DaemonSet']);
    const model = compileModel(objects, profile);
    for (const { literal } of [...podEnds(model), ...templateEnds(model)]) {
      const workload = literal.template === true ? literal.id : model.workloadOfPod(literal.id);
      if (model.classesOfWorkload(workload).size !== 1) continue;
      const verdict = judgeOf(model).allowed(workload, 'name:mail.example', 443, 6);
      const where = `seed ${seed}: ${workload}`;
      expect(verdict, where).toBeDefined();
      const verdicts = OUTSIDE.map((address) => {
        const to: LiteralEnd = { id: address, type: 'address', addresses: [address] };
        return literalVerdict({ objects, profile, from: literal, to, protocol: 'TCP', port: 443 }).verdict;
      });
      if (verdict === false) expect(new Set(verdicts), where).toEqual(new Set(['deny']));
      // of a family that the pod has not every address is out of reach
      const families = [verdicts.slice(0, IPV4_OUTSIDE), verdicts.slice(IPV4_OUTSIDE)];
      const isAllowed = families.some((of) => of.every((one) => one === 'allow'));
      if (verdict === true) expect(isAllowed, where).toBe(true);
      if (verdict === true) some++;
      if (verdict === false) none++;
    }
  }
  expect(Math.min(some, none)).toBeGreaterThan(20);
});

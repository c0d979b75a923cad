import { expect, test } from 'vitest';
import type { OwnerReference, Pod, Workload, WorkloadKind } from './objects.ts';
import { workloadKey } from './objects.ts';
import { workloadOfController, workloadOfPod } from './workload-of-pod.ts';

function pod(owner: OwnerReference | undefined, labels: Record<string, string> = {}): Pod {
  const ownerReferences = owner === undefined ? [] : [owner];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'shop', labels, ownerReferences },
    spec: { containers: [] },
  };
}

function workload(kind: WorkloadKind, name: string, owner?: OwnerReference): Workload {
  const ownerReferences = owner === undefined ? [] : [owner];
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace: 'shop', ownerReferences },
    spec: { template: { spec: { containers: [] } } },
  };
}

function known(...list: readonly Workload[]): ReadonlyMap<string, Workload> {
  return new Map(list.map((each) => [workloadKey(each.kind, each.metadata), each]));
}

test('a ReplicaSet belongs to its Deployment', () => {
  const owner = { kind: 'ReplicaSet', name: 'cart-7d9f', controller: true };
  const set = workload('ReplicaSet', 'cart-7d9f', { kind: 'Deployment', name: 'cart', controller: true });
  expect(workloadOfPod(pod(owner), known(set))).toBe('shop/Deployment/cart');
});

test('an absent ReplicaSet names its Deployment before the template hash', () => {
  const owner = { kind: 'ReplicaSet', name: 'cart-api-7d9f' };
  expect(workloadOfPod(pod(owner, { 'pod-template-hash': '7d9f' }), known())).toBe('shop/Deployment/cart-api');
  expect(workloadOfPod(pod(owner, { 'pod-template-hash': 'other' }), known())).toBe('shop/ReplicaSet/cart-api-7d9f');
});

test('a ReplicaSet of an unknown kind belongs to that', () => {
  const set = workload('ReplicaSet', 'web-1', { kind: 'Rollout', name: 'web', controller: true });
  expect(workloadOfPod(pod({ kind: 'ReplicaSet', name: 'web-1' }), known(set))).toBe('shop/Rollout/web');
});

test('a Job belongs to its CronJob, also where the Job is absent', () => {
  const owner = { kind: 'Job', name: 'backup-29012345' };
  const job = workload('Job', 'backup-29012345', { kind: 'CronJob', name: 'backup' });
  expect(workloadOfPod(pod(owner), known(job))).toBe('shop/CronJob/backup');
  expect(workloadOfPod(pod(owner), known(workload('CronJob', 'backup')))).toBe('shop/CronJob/backup');
  expect(workloadOfPod(pod(owner), known())).toBe('shop/Job/backup-29012345');
});

test('a Deployment stays itself also where an operator owns it', () => {
  const owned = workload('Deployment', 'grafana', { kind: 'Grafana', name: 'main', controller: true });
  const set = workload('ReplicaSet', 'grafana-1', { kind: 'Deployment', name: 'grafana', controller: true });
  expect(workloadOfPod(pod({ kind: 'ReplicaSet', name: 'grafana-1' }), known(owned, set))).toBe(
    'shop/Deployment/grafana',
  );
  expect(workloadOfController(owned, known(owned))).toBe('shop/Deployment/grafana');
});

test('bare and mirror pods are workloads of their own', () => {
  expect(workloadOfPod(pod(undefined), known())).toBe('shop/Pod/p');
  expect(workloadOfPod(pod({ kind: 'Node', name: 'n1', controller: true }), known())).toBe('shop/Pod/p');
});

test('an owner that says it is no controller is none', () => {
  expect(workloadOfPod(pod({ kind: 'Backup', name: 'b', controller: false }), known())).toBe('shop/Pod/p');
});

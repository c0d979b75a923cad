import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type ApiServer, kubeCache, startApiServer } from './api-server.ts';
import { createNamespace, createPod, createPolicy, createReplicaSet } from './write-objects.ts';

export const NAMESPACES = 100;
export const WORKLOADS_PER_NAMESPACE = 20;
export const PODS_PER_WORKLOAD = 5;
export const POLICIES_PER_NAMESPACE = 10;
export const PODS = NAMESPACES * WORKLOADS_PER_NAMESPACE * PODS_PER_WORKLOAD;

/** A server with 10,000 pods and 1,000 policies. Writing them takes half a minute, so their data is kept in the cache. */
export async function startLargeCluster(): Promise<ApiServer> {
  const data = join(kubeCache(), `pods-${PODS}`);
  if (!existsSync(data)) await writeData(data);
  return startApiServer({ etcdData: data });
}

async function writeData(data: string): Promise<void> {
  const server = await startApiServer();
  try {
    for (let number = 0; number < NAMESPACES; number++) await writeNamespace(server, number);
    // Another test run may do the same at the same time: whoever ends first wins.
    const copy = `${data}.${process.pid}`;
    await server.saveData(copy);
    if (existsSync(data)) rmSync(copy, { recursive: true });
    else renameSync(copy, data);
  } finally {
    await server.stop();
  }
}

async function writeNamespace({ admin }: ApiServer, number: number): Promise<void> {
  const namespace = `team-${number}`;
  await createNamespace(admin, namespace, { team: String(number), env: number % 3 === 0 ? 'production' : 'test' });
  const writes: Promise<unknown>[] = [];
  for (let workload = 0; workload < WORKLOADS_PER_NAMESPACE; workload++) {
    const labels = { app: `app-${workload}`, tier: workload % 4 === 0 ? 'store' : 'service' };
    const replicaSet = await createReplicaSet(admin, {
      namespace,
      name: `app-${workload}-5d9f7`,
      labels,
      replicas: PODS_PER_WORKLOAD,
    });
    for (let pod = 0; pod < PODS_PER_WORKLOAD; pod++) {
      const index = (number * WORKLOADS_PER_NAMESPACE + workload) * PODS_PER_WORKLOAD + pod;
      writes.push(
        createPod(admin, {
          namespace,
          name: `app-${workload}-5d9f7-${pod}`,
          labels: { ...labels, 'pod-template-hash': '5d9f7' },
          ip: `10.${100 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`,
          ports: [{ name: 'http', containerPort: 8080 }],
          replicaSet,
        }),
      );
    }
  }
  for (let policy = 0; policy < POLICIES_PER_NAMESPACE; policy++) {
    writes.push(
      createPolicy(admin, namespace, `policy-${policy}`, {
        podSelector: { matchLabels: { app: `app-${policy}` } },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: String((number + policy) % NAMESPACES) } } }] }],
      }),
    );
  }
  await Promise.all(writes);
}

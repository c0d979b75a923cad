import { cluster, workload } from './manifests.ts';

export interface RunningOptions {
  readonly dataClass?: string;
  /** RFC 3339: when it was made. */
  readonly made?: string;
  /** Of the annotation `ringfence.dev/usage`. */
  readonly usage?: string;
}

/** A Deployment `ns/name` that serves 5432, with one pod on a node. */
export function running(id: string, nodeName: string, options: RunningOptions = {}): string {
  const [namespace = '', name = ''] = id.split('/');
  const { dataClass, made = '2025-01-01T00:00:00Z', usage } = options;
  const object = JSON.parse(workload(id, { port: 5432, ...(dataClass === undefined ? {} : { dataClass }) }));
  object.metadata.creationTimestamp = made;
  if (usage !== undefined) object.metadata.annotations = { 'ringfence.dev/usage': usage };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...{ name: `${name}-5d9f-abcde`, namespace, labels: { app: name, 'pod-template-hash': '5d9f' } },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `${name}-5d9f`, controller: true }],
    },
    spec: { nodeName, containers: [{ name: 'main', ports: [{ containerPort: 5432 }] }] },
    status: { phase: 'Running' },
  };
  return cluster(JSON.stringify(object), JSON.stringify(pod));
}

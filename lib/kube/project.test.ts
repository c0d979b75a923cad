import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Pod, Workload } from './objects.ts';
import { labelValue } from './objects.ts';
import { projectObject } from './project.ts';

const meta = { name: 'web', namespace: 'shop' };
const pod = (extra: object = {}, metadata: object = meta) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata,
  spec: { containers: [{ name: 'c' }], ...extra },
});

test('the order in which a file gives labels and annotations does not matter', () => {
  const given = { zone: 'a', app: 'web' };
  const annotations = { 'ringfence.dev/owner': 'team-a', 'kubernetes.io/description': 'text' };
  const { kept } = projectObject(pod({}, { ...meta, labels: given, annotations }));
  expect(Object.keys(kept?.metadata.labels ?? {})).toEqual(['app', 'zone']);
  expect(Object.keys(kept?.metadata.annotations ?? {})).toEqual(['kubernetes.io/description', 'ringfence.dev/owner']);
});

test('what a pod carries beside the network is dropped', () => {
  const raw = {
    ...pod(
      {
        containers: [
          {
            name: 'c',
            image: 'i',
            env: [{ name: 'PASSWORD', value: 'hidden' }],
            args: ['--token=hidden'],
            command: ['hidden'],
          },
        ],
        volumes: [
          { name: 'v', secret: { secretName: 'hidden' } },
          { name: 'd', persistentVolumeClaim: { claimName: 'data' } },
        ],
      },
      {
        ...meta,
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'hidden', 'ringfence.dev/owner': 'team-a' },
      },
    ),
  };
  const { kept } = projectObject(raw);
  expect(JSON.stringify(kept)).not.toContain('hidden');
  expect(kept?.metadata.annotations).toEqual({ 'ringfence.dev/owner': 'team-a' });
  expect((kept as Pod).spec.persistentVolumeClaims).toEqual(['data']);
});

test('of the service account only whether its token is mounted is kept', () => {
  const { kept } = projectObject(pod({ serviceAccountName: 'hidden', automountServiceAccountToken: false }));
  expect((kept as Pod).spec).toEqual({ containers: [{ name: 'c' }], automountServiceAccountToken: false });
});

test('row 41: an unquoted label is an error that says why, and isolates that object', () => {
  const { kept, problems } = projectObject(pod({}, { ...meta, labels: { env: true } }));
  expect(kept).toBeUndefined();
  expect(problems).toMatchObject([{ object: 'Pod shop/web', field: 'metadata.labels.env' }]);
  expect(problems[0]?.message).toMatch(/boolean true; put it in quotes/);
});

test('row 38: an empty label value is a value', () => {
  const { kept } = projectObject(pod({}, { ...meta, labels: { env: '' } }));
  expect(labelValue(kept?.metadata.labels, 'env')).toBe('');
});

test('labels named like parts of every object are ordinary labels', () => {
  const labels = JSON.parse('{"__proto__":"p","constructor":"c","toString":"t"}');
  const { kept } = projectObject(pod({}, { ...meta, labels }));
  expect(Object.keys(kept?.metadata.labels ?? {})).toEqual(['__proto__', 'constructor', 'toString']);
  expect(labelValue(kept?.metadata.labels, '__proto__')).toBe('p');
  expect(labelValue(kept?.metadata.labels, 'valueOf')).toBeUndefined();
});

test('row 30: a namespace has its own name as label, whatever the manifest says', () => {
  const labels = { 'kubernetes.io/metadata.name': 'other' };
  const { kept } = projectObject({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } });
  expect(kept?.metadata.labels).toEqual({ 'kubernetes.io/metadata.name': 'shop' });
});

test('an absent namespace is default, and reported', () => {
  const { kept, notes } = projectObject(pod({}, { name: 'web' }));
  expect(kept?.metadata.namespace).toBe('default');
  expect(notes.map(({ code }) => code)).toEqual(['default-namespace']);
  expect(projectObject(pod({}, { name: 'web', namespace: 'default' })).notes).toEqual([]);
});

test('the newest change that is not a status update is kept', () => {
  const managedFields = [
    { manager: 'helm', time: '2026-01-01T00:00:00Z', fieldsV1: {} },
    { manager: 'kubectl-edit', time: '2026-02-01T00:00:00+02:00' },
    { manager: 'kubelet', time: '2026-03-01T00:00:00Z', subresource: 'status' },
  ];
  const { kept } = projectObject(pod({}, { ...meta, managedFields }));
  expect(kept?.metadata.managedFields).toEqual([{ manager: 'kubectl-edit', time: '2026-02-01T00:00:00+02:00' }]);
});

test('the template of a CronJob moves up', () => {
  const template = { metadata: { labels: { app: 'r' } }, spec: { containers: [{ name: 'c' }] } };
  const raw = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: meta,
    spec: { jobTemplate: { spec: { template, parallelism: 2 } } },
  };
  const { kept } = projectObject(raw);
  expect((kept as Workload).spec).toEqual({ replicas: 2, template });
});

test.each([
  ['cilium.io/v2', 'CiliumNetworkPolicy', true],
  ['policy.linkerd.io/v1alpha1', 'AuthorizationPolicy', true],
  ['policy.linkerd.io/v1beta3', 'Server', true],
  ['policy.linkerd.io/v1beta3', 'HTTPRoute', false],
  ['projectcalico.org/v3', 'GlobalNetworkPolicy', true],
  ['crd.projectcalico.org/v1', 'NetworkPolicy', true],
  ['policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy', true],
  ['networking.k8s.io/v2', 'NetworkPolicy', true],
  ['crd.projectcalico.org/v1', 'Tier', false],
  ['example.org/v1', 'NetworkPolicy', false],
])('%s %s is counted as a policy that is not evaluated: %s', (apiVersion, kind, counted) => {
  const { kept, skipped } = projectObject({ apiVersion, kind, metadata: meta, spec: { anything: 1 } });
  expect(kept === undefined).toBe(!counted);
  expect(skipped?.reason).toBe(counted ? undefined : 'unused-kind');
});

test.each([['Secret'], ['ConfigMap']])('%s is skipped before any of its fields is read', (kind) => {
  const raw = {
    apiVersion: 'v1',
    kind,
    get data(): never {
      throw new Error('read');
    },
    get metadata(): never {
      throw new Error('read');
    },
  };
  expect(projectObject(raw)).toEqual({ problems: [], notes: [], skipped: { reason: 'secret', kind } });
});

test.each([[null], [[]], ['text'], [{}], [{ kind: 'Pod' }], [{ apiVersion: 1, kind: 'Pod' }]])(
  '%j is not Kubernetes',
  (raw) => {
    expect(projectObject(raw).skipped?.reason).toBe('not-kubernetes');
  },
);

test.each([
  [pod({ hostNetwork: 'yes' }), 'spec.hostNetwork'],
  [pod({ containers: {} }), 'spec.containers'],
  [pod({ containers: [{ name: 'c', ports: [{ containerPort: '80' }] }] }), 'spec.containers[0].ports[0].containerPort'],
  [{ ...pod(), status: { podIP: '10.0.0.300' } }, 'status.podIP'],
  [pod({}, { name: 'web', namespace: 'shop', labels: { 'a/b': ['x'] } }), 'metadata.labels["a/b"]'],
  [pod({}, { name: 'half\ud800' }), 'metadata.name'],
])('a wrong type is named by its path: %#', (raw, field) => {
  expect(projectObject(raw).problems).toMatchObject([{ field }]);
});

const FIELDS = [
  'apiVersion',
  'kind',
  'metadata',
  'name',
  'namespace',
  'labels',
  'spec',
  'status',
  'containers',
  'ports',
  'port',
];
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, 0, 80, 'TCP', '10.0.0.0/8', 'In', ''),
    fc.string(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(...FIELDS, 'ingress', 'egress', 'from', 'to', 'podSelector', 'matchLabels', 'selector'),
      tie('value'),
    ),
  ),
})).value;
const KINDS = [
  ['v1', 'Pod'],
  ['v1', 'Namespace'],
  ['v1', 'Node'],
  ['v1', 'Service'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['networking.k8s.io/v1', 'Ingress'],
  ['apps/v1', 'Deployment'],
  ['batch/v1', 'CronJob'],
  ['discovery.k8s.io/v1', 'EndpointSlice'],
] as const;

test('never throws, and projecting what was kept gives the same', () => {
  fc.assert(
    fc.property(fc.constantFrom(...KINDS), anything, anything, anything, ([apiVersion, kind], spec, status, labels) => {
      const { kept } = projectObject({
        apiVersion,
        kind,
        metadata: { name: 'n', namespace: 'x', labels },
        spec,
        status,
      });
      if (kept !== undefined) expect(projectObject(kept).kept).toEqual(kept);
    }),
    { numRuns: 2000, seed: 7 },
  );
});

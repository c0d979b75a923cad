import { describe, expect, test } from 'vitest';
import type { ClusterPolicy } from './objects.ts';
import { projectObject } from './project.ts';

const VERSIONS = {
  ClusterNetworkPolicy: 'v1alpha2',
  AdminNetworkPolicy: 'v1alpha1',
  BaselineAdminNetworkPolicy: 'v1alpha1',
} as const;

function read(
  kind: keyof typeof VERSIONS,
  spec: object,
  name = kind === 'BaselineAdminNetworkPolicy' ? 'default' : 'p',
) {
  const raw = { apiVersion: `policy.networking.k8s.io/${VERSIONS[kind]}`, kind, metadata: { name }, spec };
  const { kept, notes, problems } = projectObject(raw, { file: 'policies.yaml', document: 2, line: 7 });
  return { policy: kept as ClusterPolicy, notes, problems };
}

const HEAD = { tier: 'Admin', priority: 10, subject: { namespaces: {} } };
const FROM = [{ namespaces: {} }];
const rule = (more: object) => ({ ...HEAD, ingress: [{ action: 'Accept', from: FROM }, more] });
const unreadOf = (spec: object) => read('ClusterNetworkPolicy', spec).policy.unread?.map(({ path }) => path);

describe('what is kept', () => {
  test('all that decides, and the names of rules', () => {
    const spec = {
      ...HEAD,
      egress: [
        {
          name: 'to-the-office',
          action: 'Accept',
          to: [
            { networks: ['10.0.0.5/24'] },
            { nodes: { matchLabels: { zone: 'a' } } },
            { domainNames: ['*.example.com'] },
          ],
          protocols: [{ tcp: { destinationPort: { number: 443 } } }, { udp: {} }],
        },
      ],
    };
    const { policy, notes } = read('ClusterNetworkPolicy', spec);
    expect(policy.spec).toEqual({
      ...spec,
      egress: [{ ...spec.egress[0], to: [{ networks: ['10.0.0.0/24'] }, ...(spec.egress[0]?.to.slice(1) ?? [])] }],
    });
    expect(notes.map(({ code }) => code)).toEqual(['host-bits-masked']); // row 75
  });

  test('ports of the older kinds', () => {
    const ports = [
      { portNumber: { port: 80 } },
      { portRange: { protocol: 'UDP', start: 1, end: 9 } },
      { namedPort: 'http' },
    ];
    const spec = { priority: 1, subject: { pods: {} }, ingress: [{ action: 'Pass', from: FROM, ports }] };
    expect(read('AdminNetworkPolicy', spec).policy.spec).toEqual(spec);
  });

  test('the namespace of a cluster-wide object counts for nothing, and its status is dropped', () => {
    const { kept } = projectObject({
      apiVersion: 'policy.networking.k8s.io/v1alpha2',
      kind: 'ClusterNetworkPolicy',
      metadata: { name: 'p', namespace: 'default' },
      spec: HEAD,
      status: { conditions: [] },
    });
    expect(kept).toEqual({
      apiVersion: 'policy.networking.k8s.io/v1alpha2',
      kind: 'ClusterNetworkPolicy',
      metadata: { name: 'p' },
      spec: HEAD,
    });
  });
});

describe('what cannot be read is named, and the rest goes on', () => {
  test.each([
    [{ action: 'Log', from: FROM }, 'spec.ingress[1].action'],
    [{ from: FROM }, 'spec.ingress[1].action'],
    [{ action: 'Deny' }, 'spec.ingress[1].from'],
    [{ action: 'Deny', from: FROM, when: 'night' }, 'spec.ingress[1].when'],
    [{ action: 'Deny', from: [{ namespaces: {}, pods: {} }] }, 'spec.ingress[1].from[0]'],
    [
      { action: 'Deny', from: [{ pods: { podSelector: { matchLabels: { a: true } } } }] },
      'spec.ingress[1].from[0].pods.podSelector.matchLabels.a',
    ],
    [{ action: 'Deny', from: FROM, protocols: [] }, 'spec.ingress[1].protocols'],
    [{ action: 'Deny', from: FROM, protocols: [{ icmp: {} }] }, 'spec.ingress[1].protocols[0].icmp'],
    [{ action: 'Deny', from: FROM, protocols: [{ tcp: {}, udp: {} }] }, 'spec.ingress[1].protocols[0]'],
    [
      { action: 'Deny', from: FROM, protocols: [{ tcp: { destinationPort: { number: 0 } } }] },
      'spec.ingress[1].protocols[0].tcp.destinationPort.number',
    ],
    [
      { action: 'Deny', from: FROM, protocols: [{ tcp: { destinationPort: { range: { start: 9, end: 8 } } } }] },
      'spec.ingress[1].protocols[0].tcp.destinationPort.range.end',
    ],
  ])('rule %#: %j', (bad, path) => {
    const { policy, problems } = read('ClusterNetworkPolicy', rule(bad));
    expect(policy.unread).toEqual([
      { part: 'rule', direction: 'ingress', index: 1, path, message: expect.any(String) },
    ]);
    expect(policy.spec.ingress?.[0]).toEqual({ action: 'Accept', from: FROM });
    expect(problems).toEqual([
      expect.objectContaining({ file: 'policies.yaml', line: 7, object: 'ClusterNetworkPolicy p', field: path }),
    ]);
  });

  test('a rule that cannot be read keeps its action where that can be', () => {
    const { policy } = read('ClusterNetworkPolicy', rule({ action: 'Deny' }));
    expect(policy.spec.ingress?.[1]).toEqual({ action: 'Deny' });
    expect(read('ClusterNetworkPolicy', rule({ action: 'Log', from: FROM })).policy.spec.ingress?.[1]).toEqual({});
  });

  test('a policy that cannot be read keeps its tier', () => {
    expect(unreadOf({ ...HEAD, subject: {} })).toEqual(['spec.subject']);
    expect(unreadOf({ ...HEAD, subject: { namespaces: {}, pods: {} } })).toEqual(['spec.subject']);
    expect(unreadOf({ ...HEAD, priority: 1001 })).toEqual(['spec.priority']);
    expect(unreadOf({ ...HEAD, tier: 'Other' })).toEqual(['spec.tier']);
    expect(read('ClusterNetworkPolicy', { ...HEAD, tier: 'Baseline', order: 3 }).policy.spec).toEqual({
      tier: 'Baseline',
    });
  });

  test('domain names that are none', () => {
    const egress = (name: string) => ({ ...HEAD, egress: [{ action: 'Accept', to: [{ domainNames: [name] }] }] });
    for (const name of ['example.com', '*.example.com', 'a_b.example.com.'])
      expect(unreadOf(egress(name))).toBeUndefined();
    for (const name of ['*', 'example', 'a.*.com', 'https://example.com']) {
      expect(unreadOf(egress(name)), name).toEqual(['spec.egress[0].to[0].domainNames[0]']);
    }
  });
});

describe('rows A11, C13: a peer without a known field', () => {
  test.each([
    [{}],
    [{ serviceAccounts: {} }],
    [{ namespaces: null }],
    [{ networks: ['10.0.0.0/8'] }], // no field of an ingress peer (row A17)
    [{ namespaces: { sameLabels: ['tenant'] } }], // row A20
  ])('%j is kept empty, and a note says that its rule fails closed', (peer) => {
    const { policy, notes } = read('ClusterNetworkPolicy', { ...HEAD, ingress: [{ action: 'Pass', from: [peer] }] });
    expect(policy.spec.ingress).toEqual([{ action: 'Pass', from: [{}] }]);
    expect(notes.map(({ code, message }) => [code, message])).toEqual([
      [
        'fails-closed',
        'ClusterNetworkPolicy p: spec.ingress[0].from[0] has no field that is known here, so spec.ingress[0] fails closed: it denies everything.',
      ],
    ]);
  });
});

test('projecting what was kept gives it once more', () => {
  const specs = [
    rule({ action: 'Deny' }),
    rule({ action: 'Log', from: [{ unknown: 1 }] }),
    { ...HEAD, subject: {}, ingress: [] },
    { ...HEAD, egress: [{ action: 'Deny', to: [{ networks: ['10.0.0.5/8'] }, { unknown: 1 }] }] },
  ];
  for (const spec of specs) {
    const { policy } = read('ClusterNetworkPolicy', spec);
    const { origin: _, ...kept } = policy;
    expect(projectObject(JSON.parse(JSON.stringify(kept))).kept).toEqual(kept);
  }
});

test('other versions and groups are named, not evaluated', () => {
  const kinds = [
    ['policy.networking.k8s.io/v1beta1', 'ClusterNetworkPolicy'],
    ['policy.networking.k8s.io/v1alpha1', 'ClusterNetworkPolicy'],
    ['policy.networking.k8s.io/v1alpha2', 'AdminNetworkPolicy'],
    ['crd.antrea.io/v1beta1', 'ClusterNetworkPolicy'],
  ] as const;
  for (const [apiVersion, kind] of kinds) {
    expect(projectObject({ apiVersion, kind, metadata: { name: 'p' }, spec: HEAD }).kept).toEqual({
      apiVersion,
      kind,
      metadata: { name: 'p' },
    });
  }
});

import { expect, test } from 'vitest';
import type { NetworkPolicy } from './objects.ts';
import { projectObject } from './project.ts';

function project(spec: unknown, metadata: object = { name: 'p', namespace: 'shop' }) {
  const projection = projectObject({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec });
  return { ...projection, policy: projection.kept as NetworkPolicy };
}

const ingress = (rule: unknown) => project({ podSelector: {}, ingress: [rule] });
const unreadPaths = (policy: NetworkPolicy) => policy.unread?.map(({ part, path }) => [part, path]);

test('rows 3, 7, 20, 43: empty and null lists are the same as absent ones', () => {
  const { policy } = project({ policyTypes: [], ingress: null, egress: [{ to: [], ports: null }] });
  expect(policy.spec).toEqual({ egress: [{}] });
});

test('row 27: a peer without a field is kept, matches nothing and is reported', () => {
  const { policy, notes } = ingress({ from: [{}] });
  expect(policy.spec.ingress).toEqual([{ from: [{}] }]);
  expect(policy.unread).toBeUndefined();
  expect(notes.map(({ code }) => code)).toEqual(['peer-matches-nothing']);
});

test('row 28: an ipBlock beside a selector leaves the rule undecided', () => {
  const { policy } = ingress({ from: [{ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }] });
  expect(unreadPaths(policy)).toEqual([['rule', 'spec.ingress[0].from[0].ipBlock']]);
  expect(policy.spec.ingress).toEqual([{ from: [{}] }]);
});

test.each([
  [{ key: 'a', operator: 'Exists', values: ['x'] }, 'values'], // row 36
  [{ key: 'a', operator: 'In', values: [] }, 'values'], // row 37
  [{ key: 'a', operator: 'NotIn' }, 'values'], // row 37
  [{ key: 'a', operator: 'in', values: ['x'] }, 'operator'],
  [{ operator: 'Exists' }, 'key'],
])('rows 36 and 37: the requirement %j leaves the rule undecided', (requirement, field) => {
  const { policy } = ingress({ from: [{ podSelector: { matchExpressions: [requirement] } }] });
  expect(unreadPaths(policy)).toEqual([['rule', `spec.ingress[0].from[0].podSelector.matchExpressions[0].${field}`]]);
});

test('row 40: a null selector is absent, an empty one is kept', () => {
  const { policy } = ingress({ from: [{ podSelector: null, namespaceSelector: {} }] });
  expect(policy.spec.ingress).toEqual([{ from: [{ namespaceSelector: {} }] }]);
});

test('row 41: a label that is no text in the pod selector leaves the whole policy undecided', () => {
  const { policy, problems } = project({ podSelector: { matchLabels: { on: true } }, ingress: [{}] });
  expect(policy.spec).toEqual({});
  expect(unreadPaths(policy)).toEqual([['spec', 'spec.podSelector.matchLabels.on']]);
  expect(problems[0]?.message).toContain('put it in quotes');
});

test('row 55: endPort needs a number before it, and none above it', () => {
  const { policy } = project({
    egress: [
      { ports: [{ port: 80, endPort: 79 }] },
      { ports: [{ port: 'web', endPort: 90 }] },
      { ports: [{ endPort: 90 }] },
    ],
  });
  expect(unreadPaths(policy)?.map(([, path]) => path)).toEqual(
    [0, 1, 2].map((i) => `spec.egress[${i}].ports[0].endPort`),
  );
});

test.each([[0], [65536], [80.5], ['80'], ['a-name-longer-than-15'], [true]])(
  'port %j leaves the rule undecided',
  (port) => {
    expect(unreadPaths(ingress({ ports: [{ port }] }).policy)).toEqual([['rule', 'spec.ingress[0].ports[0].port']]);
  },
);

test('row 56: an unknown protocol leaves the rule undecided', () => {
  expect(unreadPaths(ingress({ ports: [{ protocol: 'tcp' }] }).policy)).toEqual([
    ['rule', 'spec.ingress[0].ports[0].protocol'],
  ]);
});

test('row 71: an except outside its cidr is kept and reported', () => {
  const { policy, notes } = ingress({
    from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/16', 'fd00::/8'] } }],
  });
  expect(policy.spec.ingress?.[0]?.from?.[0]?.ipBlock?.except).toEqual(['11.0.0.0/16', 'fd00::/8']);
  expect(notes.map(({ code }) => code)).toEqual(['except-outside-cidr', 'except-outside-cidr']);
});

test('row 75: host bits and leading zeros are masked and reported', () => {
  const { policy, notes } = ingress({ from: [{ ipBlock: { cidr: '010.0.0.5/24' } }] });
  expect(policy.spec.ingress?.[0]?.from?.[0]?.ipBlock).toEqual({ cidr: '10.0.0.0/24' });
  expect(notes.map(({ code }) => code)).toEqual(['host-bits-masked']);
});

test.each([
  ['010.0.0.0/8', '10.0.0.0/8'],
  ['10.0.0.0/08', '10.0.0.0/8'],
  ['000.0.0.0/0', '0.0.0.0/0'],
  ['fd00::00001/0128', 'fd00::1/128'],
])('row 75: %s is read as Kubernetes reads it, with a note that plugins may not', (cidr, plain) => {
  const { policy, notes } = ingress({ from: [{ ipBlock: { cidr, except: [cidr] } }] });
  expect(policy.unread).toBeUndefined();
  expect(policy.spec.ingress?.[0]?.from?.[0]?.ipBlock).toEqual({ cidr: plain, except: [plain] });
  expect(notes.map(({ code }) => code)).toEqual(['leading-zero', 'leading-zero']);
  expect(notes[0]?.message).toContain(`read as ${plain}, as Kubernetes does. Network plugins may read`);
});

test.each([['::ffff:10.0.0.0/104'], ['10.0.0.0'], ['10.0.0.0/33'], ['10.0.0/8'], ['fe80::1%eth0/64'], ['']])(
  'row 78: the block %j leaves the rule undecided',
  (cidr) => {
    expect(unreadPaths(ingress({ from: [{ ipBlock: { cidr } }] }).policy)).toEqual([
      ['rule', 'spec.ingress[0].from[0].ipBlock.cidr'],
    ]);
  },
);

test('a misspelt field does not open a rule to everyone', () => {
  expect(unreadPaths(ingress({ form: [{ podSelector: {} }] }).policy)).toEqual([['rule', 'spec.ingress[0].form']]);
});

test('an unread rule keeps its place, so row 3 still finds egress', () => {
  const { policy } = project({ egress: [{ ports: [{ port: 0 }] }, { ports: [{ port: 53 }] }] });
  expect(policy.spec.egress).toEqual([{ to: [{}] }, { ports: [{ port: 53 }] }]);
});

test('bad metadata leaves the policy undecided instead of dropping it', () => {
  const { policy } = project({ podSelector: {} }, { name: 'p', namespace: 'shop', labels: { env: 1 } });
  expect(policy.metadata).toEqual({ name: 'p', namespace: 'shop' });
  expect(unreadPaths(policy)).toEqual([['spec', 'metadata.labels.env']]);
});

test('a policy without a name is named as unread', () => {
  const { kept, problems } = project({}, { namespace: 'shop' });
  expect(kept).toBeUndefined();
  expect(problems).toMatchObject([{ object: 'NetworkPolicy shop/?', field: 'metadata.name' }]);
});

test('projecting what was kept of a broken policy gives the same', () => {
  const { policy } = project({
    egress: [{ ports: [{ port: 0 }] }, {}],
    ingress: [{ from: [{}, { ipBlock: { cidr: '10.0.0.1/8' } }] }],
  });
  expect(projectObject(policy).kept).toEqual(policy);
});

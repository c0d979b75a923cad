import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { SimulationAnswer } from '#lib/api/simulation-schemas.ts';
import { kustomizationText } from './kustomization.ts';
import { commandsOf, patchText, pullRequestText } from './proposal-output.ts';
import type { SimulatedChange } from './simulated-change.ts';

const POLICY = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: crm}
spec: {podSelector: {}, ingress: []}
`;
const NEW = POLICY.replace('name: db', 'name: new');
const CHANGES: readonly SimulatedChange[] = [
  { type: 'yaml', id: '1', title: 'a', text: `---\n${POLICY}` },
  { type: 'yaml', id: '2', title: 'b', text: NEW },
  {
    type: 'remove',
    id: '3',
    object: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace: 'crm', name: 'old' },
  },
  {
    type: 'labels',
    id: '4',
    object: { apiVersion: 'v1', kind: 'Namespace', name: 'crm' },
    labels: { team: 'a b', old: null },
  },
  {
    type: 'labels',
    id: '5',
    object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'crm', name: 'api' },
    labels: { tier: 'x' },
  },
];

const NONE = { connections: 0, pairs: 0, outside: 0 };
const ANSWER: SimulationAnswer = {
  revision: { seq: 7, content: 'a' },
  objects: [
    { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace: 'crm', name: 'db', change: 'changed' },
    { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace: 'crm', name: 'new', change: 'added' },
  ],
  unread: [],
  notes: [],
  sentence: 'Closes 1 connection. <b>no markup</b>',
  diff: {
    changes: [],
    counts: {
      ...{ opened: NONE, 'possibly-opened': NONE, closed: NONE },
      ...{ 'ruled-out': NONE, 'ports-changed': NONE, 'certainty-changed': NONE },
    },
    ...{ added: [], removed: [], scaled: [], isolation: [], unlisted: 0 },
    dns: [{ workload: 'crm/Deployment/api', change: 'cut-off', protocols: ['UDP'], pods: 1 }],
  },
  gaps: { opened: [], closed: [], changed: [] },
  scene: {
    revision: { seq: 7, content: 'a' },
    level: 'workloads',
    restLevel: 'workloads',
    width: 0,
    height: 0,
    nodes: [],
    edges: [],
    omitted: [],
  },
  former: [],
};

test('the patch is what kubectl applies, and what no manifest can say stands before it as commands', () => {
  const text = patchText(CHANGES);
  expect(text.startsWith('# A proposal computed by Ringfence. Nothing of it was applied.\n')).toBe(true);
  expect(
    text
      .split('\n---\n')
      .slice(1)
      .map((each) => parse(each).metadata.name),
  ).toEqual(['db', 'new']);
  expect(commandsOf(CHANGES)).toEqual([
    'kubectl delete networkpolicy old -n crm',
    "kubectl label --overwrite namespace crm 'team=a b' old-",
    `kubectl patch deployment api -n crm --type merge -p '{"spec":{"template":{"metadata":{"labels":{"tier":"x"}}}}}'`,
  ]);
});

test('a name from a stranger is one word of a command and one line of a comment', () => {
  const hostile: SimulatedChange = {
    type: 'remove',
    id: '1',
    object: { kind: 'NetworkPolicy', namespace: 'a', name: "x'; rm -rf /\nkind: Pod" },
  };
  expect(commandsOf([hostile])).toEqual([`kubectl delete networkpolicy 'x'\\''; rm -rf / kind: Pod' -n a`]);
  expect(
    patchText([hostile])
      .split('\n')
      .every((line) => line === '' || line.startsWith('#')),
  ).toBe(true);
});

test('a kustomization replaces the spec of a policy that is there, adds what is new and deletes what goes', () => {
  const [file = '', added = ''] = kustomizationText(ANSWER, CHANGES).split('\n# ringfence-added.yaml\n');
  const { resources, patches } = parse(file);
  expect(resources).toEqual(['../base', 'ringfence-added.yaml']);
  expect(parse(added).metadata.name).toBe('new');
  expect(parse(patches[0].patch)).toEqual([{ op: 'replace', path: '/spec', value: { podSelector: {}, ingress: [] } }]);
  expect(parse(patches[1].patch)).toMatchObject({ $patch: 'delete', kind: 'NetworkPolicy', metadata: { name: 'old' } });
  expect(parse(patches[2].patch)).toMatchObject({
    kind: 'Namespace',
    metadata: { labels: { team: 'a b', old: null } },
  });
  expect(parse(patches[3].patch).spec.template.metadata.labels).toEqual({ tier: 'x' });
});

test('the text of a pull request says what changes, in Markdown that no name breaks', () => {
  const text = pullRequestText(ANSWER, CHANGES, { cluster: 'demo', link: 'http://localhost/demo/simulate#changes=x' });
  expect(text).toContain('Closes 1 connection. \\<b\\>no markup\\</b\\>');
  expect(text).toContain('`crm/Deployment/api` can no longer ask DNS over UDP');
  expect(text).toContain('kubectl delete networkpolicy old -n crm');
  expect(text).toContain('[Open this simulation](http://localhost/demo/simulate#changes=x)');
});

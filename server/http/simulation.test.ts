import { expect, test } from 'vitest';
import { GET as candidate } from '#app/api/clusters/[cluster]/candidate/route.ts';
import { GET as sceneOf } from '#app/api/clusters/[cluster]/scene/route.ts';
import { POST as simulate } from '#app/api/clusters/[cluster]/simulation/route.ts';
import { ENDPOINTS } from '#lib/api/endpoints.ts';
import type { SceneView } from '#lib/api/scene-types.ts';
import type { CandidateView, SimulationAnswer } from '#lib/api/simulation-schemas.ts';
import { get, send, serveDemo } from './testing.ts';

serveDemo();

const DENY = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny-all, namespace: crm}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
`;
const WORKLOAD = `apiVersion: apps/v1
kind: Deployment
metadata: {name: trial, namespace: crm}
spec: {replicas: 2, selector: {matchLabels: {app: trial}}, template: {metadata: {labels: {app: trial}}, spec: {containers: [{name: a, image: b}]}}}
`;
const ANSWER_MAX = 400_000;

async function answerTo(body: object): Promise<SimulationAnswer> {
  const response = await send(simulate, 'POST', '/api/clusters/demo/simulation', body);
  const text = await response.text();
  expect(response.status, text).toBe(200);
  expect(text.length).toBeLessThan(ANSWER_MAX);
  const { response: declared } = ENDPOINTS['POST /api/clusters/{cluster}/simulation'];
  const answer: unknown = JSON.parse(text);
  if (declared.type === 'json') expect(declared.schema.safeParse(answer).error?.issues).toBeUndefined();
  return answer as SimulationAnswer;
}

test('nothing proposed is the cluster as it is', async () => {
  const { objects, sentence, scene, diff } = await answerTo({});
  expect(objects).toEqual([]);
  expect(sentence).toBe('No connection changes. The gaps stay the same.');
  expect(scene.edges.filter(({ change, only }) => change !== undefined || only !== undefined)).toEqual([]);
  expect(diff.changes).toEqual([]);
});

test('a policy is answered with both manifests, all checks, and a picture in which no box moves', async () => {
  const { objects, scene, gaps } = await answerTo({ objects: DENY });
  expect(objects).toMatchObject([
    { kind: 'NetworkPolicy', name: 'deny-all', change: 'added', after: DENY, selects: 4 },
  ]);
  expect(objects[0]).not.toHaveProperty('before');
  expect(gaps.closed.length).toBeGreaterThan(0);
  const drawn = scene.edges.filter(({ change }) => change !== undefined);
  expect(drawn.length).toBeGreaterThan(0);
  // Pods on the host network may get round a policy; nothing opens for certain.
  expect(new Set(drawn.map(({ change }) => change))).toEqual(new Set(['depends', 'closes']));
  const present = (await (await get(sceneOf, '/api/clusters/demo/scene?level=workloads')).json()) as SceneView;
  const placeOf = new Map(scene.nodes.map(({ id, x, y, width, height }) => [id, { x, y, width, height }]));
  for (const { id, x, y, width, height } of present.nodes) expect(placeOf.get(id), id).toEqual({ x, y, width, height });
});

test('a new workload stands below the picture, and what it may reach is drawn', async () => {
  const { scene } = await answerTo({ objects: WORKLOAD });
  const made = scene.nodes.find(({ id }) => id === 'crm/Deployment/trial');
  expect(made).toMatchObject({ only: 'after', parent: 'new:crm' });
  const rest = scene.nodes.filter(({ only }) => only === undefined);
  expect(made?.y).toBeGreaterThan(Math.max(...rest.map(({ y }) => y)));
});

test('what cannot be read is named with its line, and the rest is simulated', async () => {
  const { unread, objects } = await answerTo({ objects: `${DENY}---\nkind: [\n` });
  expect(unread).toMatchObject([{ document: 2, line: 7 }]);
  expect(objects).toHaveLength(1);
});

test('a candidate is what the engine confirmed', async () => {
  const ask = async (query: string) =>
    (await (await get(candidate, `/api/clusters/demo/candidate?${query}`)).json()) as CandidateView;
  const view = await ask('from=legacy/Deployment/erp&to=crm/StatefulSet/crm-db&port=5432&want=block');
  expect(view.candidate?.effect, JSON.stringify(view)).toMatchObject({ asked: 1, opens: 0, dns: 0 });
  const { diff } = await answerTo({ objects: view.candidate?.yaml });
  expect(diff.counts.closed.connections + diff.counts['ports-changed'].connections).toBeGreaterThan(0);
});

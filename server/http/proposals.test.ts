import { expect, test } from 'vitest';
import { POST as propose } from '#app/api/clusters/[cluster]/proposals/route.ts';
import type { ProposalAnswer } from '#lib/api/diff-schemas.ts';
import { ENDPOINTS } from '#lib/api/endpoints.ts';
import type { ErrorBody } from '#lib/api/error-types.ts';
import { send, serveDemo } from './testing.ts';

const runtime = serveDemo();

const PATH = '/api/clusters/demo/proposals';
const DENY = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny-all, namespace: crm}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
`;

async function answerTo(body: object): Promise<ProposalAnswer> {
  const response = await send(propose, 'POST', PATH, body);
  const answer: unknown = await response.json();
  expect(response.status, JSON.stringify(answer)).toBe(200);
  const { response: declared } = ENDPOINTS['POST /api/clusters/{cluster}/proposals'];
  if (declared.type === 'json') expect(declared.schema.safeParse(answer).error?.issues).toBeUndefined();
  return answer as ProposalAnswer;
}

const codeOf = async (response: Response) => ((await response.json()) as ErrorBody).error.code;

test('a proposed policy is answered with what it changes, its gaps too, and is not applied', async () => {
  const first = await answerTo({ objects: DENY });
  expect(first.objects).toEqual([{ kind: 'NetworkPolicy', namespace: 'crm', name: 'deny-all', change: 'added' }]);
  expect(first.diff.counts.closed.connections).toBeGreaterThan(0);
  expect(first.diff.counts.opened.connections).toBe(0);
  expect(first.diff.dns.map(({ change }) => change)).toContain('cut-off');
  expect(first.gaps?.closed.length).toBeGreaterThan(0);
  expect(await answerTo({ objects: DENY })).toEqual(first);
});

test('deletions and labels change too', async () => {
  const object = { kind: 'Namespace', name: 'crm' };
  const { objects, diff } = await answerTo({
    remove: [{ kind: 'NetworkPolicy', namespace: 'shop', name: 'no-such' }],
    labels: [{ object, labels: { team: 'other' } }],
    gaps: false,
  });
  expect(objects).toEqual([
    { kind: 'NetworkPolicy', namespace: 'shop', name: 'no-such', change: 'absent' },
    { kind: 'Namespace', name: 'crm', change: 'changed' },
  ]);
  expect(diff.unlisted).toBe(0);
});

test('what cannot be understood is named with its line, and the rest is answered', async () => {
  const broken =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: bad, namespace: crm, labels: {on: 1}}\nspec: {containers: []}\n';
  const { unread, objects } = await answerTo({ objects: `${DENY}---\n${broken}`, gaps: false });
  expect(unread).toMatchObject([{ file: 'proposal', document: 2, line: 8, object: 'Pod crm/bad' }]);
  expect(objects).toHaveLength(1);
});

test('a part of a policy that cannot be understood makes it depend, and closes nothing', async () => {
  const odd =
    'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: odd, namespace: crm}\nspec: {podSelector: 7}\n';
  const { diff, unread } = await answerTo({ objects: odd, gaps: false });
  expect(unread).toHaveLength(1);
  expect(diff.counts.closed.connections).toBe(0);
  expect(diff.counts['certainty-changed'].connections).toBeGreaterThan(0);
});

test('nothing proposed is refused, and so is another origin', async () => {
  expect(await codeOf(await send(propose, 'POST', PATH, { objects: '' }))).toBe('BAD_REQUEST');
  const foreign = await send(propose, 'POST', PATH, { objects: DENY }, { origin: 'http://example.invalid' });
  expect(foreign.status).toBe(403);
});

test('more than a cluster has in hand is refused until one is done', async () => {
  const asked = await Promise.all(Array.from({ length: 4 }, () => send(propose, 'POST', PATH, { objects: DENY })));
  const statuses = asked.map(({ status }) => status);
  expect(statuses).toContain(200);
  expect(statuses).toContain(429);
  expect((await send(propose, 'POST', PATH, { objects: DENY, gaps: false })).status).toBe(200);
});

test('whoever goes away stops the work, and the place is free again', async () => {
  const gone = new AbortController();
  const asked = runtime()
    .cluster('demo')
    .ask(
      'POST /api/clusters/{cluster}/proposals',
      {},
      { signal: gone.signal, body: { objects: DENY, remove: [], labels: [], gaps: true } },
    );
  gone.abort();
  await expect(asked).rejects.toMatchObject({ code: 'TIMED_OUT' });
  expect((await send(propose, 'POST', PATH, { objects: DENY, gaps: false })).status).toBe(200);
});

import { expect, test } from 'vitest';
import type { ClusterSummary } from '#lib/api/cluster-types.ts';
import type { GapList } from '#lib/api/gap-types.ts';
import type { SceneView } from '#lib/api/scene-types.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import { parseProfile } from '#lib/policy/profile.ts';
import { createAnalysis } from './analysis.ts';
import { answerQuestion } from './questions.ts';

const SUMMARY = 'GET /api/clusters/{cluster}/summary';
const SCENE = 'GET /api/clusters/{cluster}/scene';
const GAPS = 'GET /api/clusters/{cluster}/gaps';

const LARGE = 1_500; // more workloads than boxes fit
const { signal } = new AbortController();
const context = { body: undefined, source: { type: 'file', label: 'one file', state: 'current' }, signal } as const;
const input = { cluster: 'large' };

function analysisOf(pods: number, showsBeforeGaps: boolean) {
  return createAnalysis(generateCluster({ pods, policies: 40, seed: 7 }), parseProfile('upstream', []), {
    ...{ clusterId: 'large', clusterName: 'large', taken: '2026-06-01T12:00:00Z', showsBeforeGaps },
    revision: { seq: 1, content: 'c' },
  });
}

test('the first picture and the numbers of a large cluster come before its gaps, and say so', async () => {
  const analysis = analysisOf(LARGE, true);
  const ask = async () => ({
    scene: (await answerQuestion(SCENE, analysis, input, context)) as SceneView,
    summary: (await answerQuestion(SUMMARY, analysis, input, context)) as ClusterSummary,
  });
  const before = await ask();
  expect(before.scene.gapsPending).toBe(true);
  expect(before.summary.gapsPending).toBe(true);
  expect(before.summary.numbers).not.toHaveProperty('gaps');
  expect(analysis.gapsIfKnown).toBeUndefined();
  const { gaps } = (await answerQuestion(GAPS, analysis, input, context)) as GapList;
  const after = await ask();
  expect(after.scene).not.toHaveProperty('gapsPending');
  expect(after.summary).not.toHaveProperty('gapsPending');
  expect(after.summary.numbers.gaps).toBe(gaps.filter(({ result }) => result === 'FAIL').length);
  expect(after.summary.numbers.gaps).toBeGreaterThan(0);
});

test.each([
  ['of a small cluster', 200, true],
  ['of a later revision, whose page shows the gaps of the one before', LARGE, false],
])('the picture %s waits for the gaps', async (_, pods, showsBeforeGaps) => {
  const analysis = analysisOf(pods, showsBeforeGaps);
  expect(await answerQuestion(SCENE, analysis, input, context)).not.toHaveProperty('gapsPending');
  expect(await answerQuestion(SUMMARY, analysis, input, context)).not.toHaveProperty('gapsPending');
  expect(analysis.gapsIfKnown).toBeDefined();
});

test.each([
  ['another level', { level: 'workloads' }],
  ['one namespace', { namespace: 'team-2' }],
] as const)('a picture of %s waits for the gaps', async (_, query) => {
  const analysis = analysisOf(LARGE, true);
  expect(await answerQuestion(SCENE, analysis, { ...input, ...query }, context)).not.toHaveProperty('gapsPending');
});

test.each([
  ['GET /api/clusters/{cluster}/map.svg', { theme: 'light', q: '', hide: '' }],
  ['GET /api/clusters/{cluster}/matrix', { level: 'namespaces', order: 'zone' }],
  ['GET /api/clusters/{cluster}/pods', { offset: 0, limit: 10 }],
  ['GET /api/clusters/{cluster}/policies', {}],
  ['GET /api/clusters/{cluster}/search', { q: 'team' }],
] as const)('%s waits for the gaps', async (question, more) => {
  const analysis = analysisOf(LARGE, true);
  await answerQuestion(question, analysis, { ...input, ...more }, context);
  expect(analysis.gapsIfKnown).toBeDefined();
});

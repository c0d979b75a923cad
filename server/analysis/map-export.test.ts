import { expect, test } from 'vitest';
import { mapDocument } from '#lib/api/map-export-schema.ts';
import { matrixPairView, matrixView, matrixWindowView } from '#lib/api/matrix-schemas.ts';
import type { SceneView } from '#lib/api/scene-types.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import { parseProfile } from '#lib/policy/profile.ts';
import { createAnalysis } from './analysis.ts';
import { answerQuestion } from './questions.ts';

const { signal } = new AbortController();
const context = { body: undefined, source: { type: 'file', label: 'one file', state: 'current' }, signal } as const;
const EXPORT = 'GET /api/clusters/{cluster}/map-export';
const FORMATS = ['mermaid', 'dot', 'csv', 'json', 'markdown'] as const;

function analysisOf(pods: number) {
  return createAnalysis(generateCluster({ pods, policies: 20, seed: 7 }), parseProfile('upstream', []), {
    ...{ clusterId: 'c', clusterName: 'shop <b>', taken: '2026-06-01T12:00:00Z' },
    revision: { seq: 3, content: 'c' },
  });
}
const analysis = analysisOf(120);
const input = { cluster: 'c', q: '', hide: '' };
const exported = async (format: (typeof FORMATS)[number], more = {}) =>
  String(await answerQuestion(EXPORT, analysis, { ...input, format, ...more }, context));
const scene = async (more = {}) =>
  (await answerQuestion(
    'GET /api/clusters/{cluster}/scene',
    analysis,
    { cluster: 'c', ...more },
    context,
  )) as SceneView;

test('JSON is what its schema says, with the boxes and lines of the map', async () => {
  const document = mapDocument.parse(JSON.parse(await exported('json')));
  const { edges, nodes } = await scene();
  expect(document.edges.map(({ from, to }) => [from, to])).toEqual(edges.map(({ from, to }) => [from, to]));
  expect(document.nodes).toHaveLength(nodes.filter(({ type }) => type !== 'zone').length);
  expect(document).toMatchObject({ cluster: 'shop <b>', gapsOnly: false, revision: { seq: 3 } });
});

test('an opened workload, or a group that is unfolded, is what the file has too', async () => {
  const { nodes } = await scene({ level: 'workloads' });
  const workload = nodes.find(({ type }) => type === 'workload')?.id ?? '';
  const opened = await scene({ workload });
  const document = mapDocument.parse(JSON.parse(await exported('json', { level: opened.level, workload })));
  expect(document.workload).toBe(workload);
  expect(document.nodes.map(({ id }) => id)).toEqual(
    opened.nodes.filter(({ type }) => type !== 'zone').map(({ id }) => id),
  );
  expect(document.nodes.length).toBeLessThan((await scene({ level: 'pods' })).nodes.length);
});

test('every line of the map is one line of CSV, DOT, Mermaid and Markdown', async () => {
  const { edges } = await scene();
  const count = (text: string, mark: RegExp) => text.split(/\r?\n/).filter((line) => mark.test(line)).length;
  expect(edges.length).toBeGreaterThan(5);
  expect(count(await exported('dot'), / -> /)).toBe(edges.length);
  expect(count(await exported('mermaid'), /-->|-\.->/)).toBe(edges.length);
  expect(count(await exported('markdown'), /^\| `/)).toBe(edges.length);
  expect((await exported('csv')).split('\r\n').length).toBeGreaterThan(edges.length + 1);
});

test.each(FORMATS)('%s says what the filter leaves out, and nothing of that where there is none', async (format) => {
  expect(await exported(format)).not.toContain('Not in this file');
  const narrowed = await exported(format, { q: 'gap:high', only: 'gaps' });
  expect(narrowed).toContain('Not in this file');
  expect(narrowed).toContain('gap:high');
  expect(narrowed.length).toBeLessThan((await exported(format)).length);
});

test('what is hidden is left out and named', async () => {
  const text = await exported('json', { hide: 'ns:ingress' });
  expect(text).toContain('hiding \\"ns:ingress\\"');
  expect(mapDocument.parse(JSON.parse(text)).nodes.some(({ namespace }) => namespace === 'ingress')).toBe(false);
});

test('a filter that only the server can answer narrows the file as it narrows the page', async () => {
  const { edges } = mapDocument.parse(JSON.parse(await exported('json', { q: 'check:DNS-001' })));
  expect(edges.length).toBeLessThan((await scene()).edges.length);
});

test('the figure says the same, and draws less', async () => {
  const figure = async (more = {}) =>
    String(
      await answerQuestion(
        'GET /api/clusters/{cluster}/map.svg',
        analysis,
        { ...input, theme: 'light', ...more },
        context,
      ),
    );
  expect(await figure()).not.toContain('Not in this file');
  expect(await figure({ q: 'gap:high', only: 'gaps' })).toContain('Not in this file');
});

test('the matrix answers as its schemas say, within 200 kB for 200 namespaces', async () => {
  const large = analysisOf(2_000);
  const asked = { cluster: 'c', level: 'workloads', order: 'zone' } as const;
  const lines = await answerQuestion('GET /api/clusters/{cluster}/matrix', large, asked, context);
  const view = matrixView.parse(lines);
  expect(view.entries.labels.length).toBeGreaterThan(200);
  expect(JSON.stringify(lines).length).toBeLessThan(200_000);
  const window = await answerQuestion(
    'GET /api/clusters/{cluster}/matrix/window',
    large,
    { ...asked, row: 200, column: 0 },
    context,
  );
  expect(matrixWindowView.parse(window).window).toMatchObject({ row: 200, column: 0, columns: 200 });
  const ids = { from: 'internet', to: 'internet' };
  const pair = await answerQuestion('GET /api/clusters/{cluster}/matrix/pair', large, { ...asked, ...ids }, context);
  expect(matrixPairView.parse(pair).pair).toMatchObject({ from: 'internet', relation: { type: 'none' } });
});

test('a cell of a line that is not there is not found', async () => {
  const asked = { cluster: 'c', level: 'namespaces', order: 'zone', from: 'ns:nope', to: 'internet' } as const;
  await expect(
    answerQuestion('GET /api/clusters/{cluster}/matrix/pair', analysis, asked, context),
  ).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

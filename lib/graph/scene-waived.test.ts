import { expect, test } from 'vitest';
import { gov003Examples } from '#lib/gdpr/checks/examples/gov-003.ts';
import { classifyWorkloads } from '#lib/gdpr/classify.ts';
import { runChecks } from '#lib/gdpr/run-checks.ts';
import { modelOf } from '#lib/gdpr/testing/report-of.ts';
import { parseWaivers } from '#lib/gdpr/waivers/parse-waivers.ts';
import type { Waiver } from '#lib/gdpr/waivers/types.ts';
import { buildScene } from './scene.ts';

async function sceneWith(waivers: readonly Waiver[]) {
  const model = modelOf(gov003Examples.passing);
  const classes = classifyWorkloads(model);
  const report = runChecks(model, { taken: '2026-06-01T12:00:00Z', waivers });
  // Other gaps on the same line would keep it lit.
  const gaps = report.gaps.filter(({ check }) => check === 'ISO-001');
  const unknown = { dataClass: 'unknown', basis: 'unknown', source: '', dataAtRest: false } as const;
  const scene = await buildScene({ model, gaps, classificationOf: (key) => classes.get(key) ?? unknown }, {});
  return {
    badge: scene.nodes.find(({ id }) => id === 'crm/StatefulSet/crm-db')?.gaps,
    edges: scene.edges.filter(({ gaps: ids }) => ids.some((id) => id.startsWith('ISO-001'))),
  };
}

test('a waived gap is not counted as open and lights no edge, yet its path can be found by its id', async () => {
  const [open, waived] = await Promise.all([sceneWith([]), sceneWith(parseWaivers(gov003Examples.waivers).waivers)]);
  expect(waived.badge?.count ?? 0).toBe((open.badge?.count ?? 0) - 1);
  const ids = ({ edges }: typeof open) => edges.map(({ id }) => id).sort();
  const states = ({ edges }: typeof open) => edges.filter(({ to }) => to.startsWith('crm/')).map(({ state }) => state);
  expect(ids(waived)).toEqual(ids(open));
  expect(states(open)).toEqual(['gap']);
  expect(states(waived)).toEqual(['allowed']);
});

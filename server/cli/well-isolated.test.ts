import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CHECKS } from '#lib/gdpr/checks/registry.ts';
import { parseDataMap } from '#lib/gdpr/data-map/parse-data-map.ts';
import { reportOf } from '#lib/gdpr/testing/report-of.ts';
import { NO_SOURCE } from '#lib/text/en/checks/obs.ts';

const example = (name: string) =>
  readFileSync(new URL(`../../docs/examples/well-isolated/${name}`, import.meta.url), 'utf8');
const CLUSTER = example('cluster.yaml');
const { dataMap, problems } = parseDataMap(example('data-map.yaml'));
const gapsOf = (cluster: string, declared = dataMap) =>
  reportOf(cluster, { dataMap: declared }).gaps.map(({ id, title }) => `${id} ${title}`);

test('the well-isolated example yields no gap, and leaves nothing unknown or unlooked at', () => {
  expect(problems).toEqual([]);
  const { gaps, checks } = reportOf(CLUSTER, { dataMap });
  expect(gaps.map(({ id, title }) => `${id} ${title}`)).toEqual([]);
  expect(checks.map(({ id }) => id)).toEqual(CHECKS.map(({ id }) => id));
  // What no files have (observed flows, signatures, the time of the source), and what no policy can close.
  const left = checks.filter(({ id }) => id !== 'GOV-003').flatMap(({ notEvaluated }) => notEvaluated);
  const ofNoFile = (reason: string) => reason.endsWith('no rule closes that.') || reason === NO_SOURCE;
  expect(left.filter((reason) => !ofNoFile(reason))).toEqual([]);
});

const policies = CLUSTER.split('\n---\n');
const without = (name: string) =>
  policies
    .filter((document) => !document.includes(`kind: NetworkPolicy\nmetadata:\n  name: ${name}\n`))
    .join('\n---\n');

test.each([
  ['default-deny', /No default deny in clinic/],
  ['dns', /cannot resolve names/],
])('without the policies called %s it has gaps', (name, gap) => {
  expect(without(name)).not.toBe(CLUSTER);
  expect(gapsOf(without(name)).join('\n')).toMatch(gap);
});

test('without the recipients of its data map it has gaps', () => {
  expect(gapsOf(CLUSTER, { ...dataMap, recipients: [] }).join('\n')).toMatch(/^EGR-002/m);
});

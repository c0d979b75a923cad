import { expect, it } from 'vitest';
import { EMPTY_DATA_MAP } from '../data-map/types.ts';
import { createContext } from '../run-checks.ts';
import { cluster, DENY_ALL, namespace, policy, workload } from '../testing/manifests.ts';
import { modelOf } from '../testing/report-of.ts';
import { cellsOfRow, type ReachMatrix, reachMatrices } from './reach-matrix.ts';

const MANIFESTS = cluster(
  ...['closed', 'half', 'open'].map((name) => namespace(name)),
  workload('closed/a'),
  workload('half/a', { port: 80 }),
  workload('half/b', { port: 80 }),
  workload('open/a'),
  policy('closed/deny', DENY_ALL),
  policy('half/one', '{podSelector: {matchLabels: {app: b}}, ingress: [{ports: [{port: 80}]}]}'),
);

/** "open → half": "partly" */
function cells({ names, rows }: ReachMatrix): Record<string, string> {
  return Object.fromEntries(
    rows.flatMap((row, from) => cellsOfRow(row).map((state, to) => [`${names[from]} → ${names[to]}`, state])),
  );
}

it('tells all pairs on all ports, some, and none apart', () => {
  const found = cells(reachMatrices(createContext(modelOf(MANIFESTS), {})).namespaces);
  expect(found).toMatchObject({
    'open → half': 'partly',
    'half → open': 'allowed',
    'open → closed': 'denied',
    'closed → open': 'denied',
    'half → half': 'partly',
    'open → open': 'none', // one pod alone has no pair
  });
  expect(Object.keys(found)).toHaveLength(9);
});

it('calls unknown what depends and is allowed to nobody for certain', () => {
  const unsure = cluster(
    namespace('a'),
    namespace('b'),
    workload('a/x', { pod: { hostNetwork: true } }),
    workload('b/y'),
    policy('b/only', '{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}'),
  );
  expect(cells(reachMatrices(createContext(modelOf(unsure), {})).namespaces)['a → b']).toBe('unknown');
});

it('groups by the environment that somebody names, and the rest as unknown', () => {
  const dataMap = {
    ...EMPTY_DATA_MAP,
    workloads: [{ line: 1, match: { namespace: 'open' }, environment: 'prod' as const }],
  };
  expect(reachMatrices(createContext(modelOf(MANIFESTS), { dataMap })).environments.names).toEqual(['prod', 'unknown']);
});

it('is empty for an empty cluster', () => {
  expect(reachMatrices(createContext(modelOf(''), {})).namespaces).toEqual({ names: [], rows: [] });
});

it('folds what is out of scope into one group', () => {
  const matrix = reachMatrices(createContext(modelOf(MANIFESTS), {}), (name) => name === 'half').namespaces;
  expect(matrix.names).toEqual(['*', 'half']);
  expect(cells(matrix)).toMatchObject({ '* → half': 'partly', 'half → *': 'partly', '* → *': 'denied' });
});

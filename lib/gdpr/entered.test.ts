import { describe, expect, test } from 'vitest';
import { EMPTY_DATA_MAP } from './data-map/types.ts';
import { runChecks } from './run-checks.ts';
import { cluster, namespace, podWith, policy } from './testing/manifests.ts';
import { gapsOf, modelOf } from './testing/report-of.ts';

const [WEB, DB] = ['shop/StatefulSet/web', 'health/Pod/db'];
const owner = { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', controller: true }] };

/** Two pods of one workload that policies tell apart by a label; only the second one gets to the data. */
const web = ['0', '1'].map((idx) =>
  podWith(
    `shop/web-${idx}`,
    { containers: [{ name: 'c', ports: [{ containerPort: 8080 }] }] },
    { labels: { app: 'web', idx }, ...owner },
  ),
);
const db = podWith(
  'health/db',
  { containers: [{ name: 'c', image: 'postgres:17', ports: [{ containerPort: 5432 }] }] },
  { labels: { app: 'db', 'ringfence.dev/data-class': 'special' } },
);
const ofOne = "podSelector: {matchLabels: {idx: '1'}}";
const data = policy('health/db', `{podSelector: {}, ingress: [{from: [{namespaceSelector: {}, ${ofOne}}]}]}`);
const closed = policy('shop/one', `{${ofOne}, ingress: []}`);

function service(selector: string, traffic = 'Local', type = 'LoadBalancer'): string {
  return `apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {type: ${type}, externalTrafficPolicy: ${traffic}, selector: ${selector}, ports: [{port: 443, targetPort: 8080}]}\nstatus: {loadBalancer: {ingress: [{ip: 203.0.113.9}]}}`;
}
const [toZero, toBoth] = ["{app: web, idx: '0'}", '{app: web}'];

function shop(...objects: string[]): string {
  return cluster(namespace('shop'), namespace('health'), ...web, db, data, ...objects);
}
const found = (check: string, ...objects: string[]) => gapsOf(shop(...objects), check);

describe('the internet enters the pods that an entry leads to, not others of their workload', () => {
  test('a chain goes from them to the others where these let them in', () => {
    const [gap] = found('EXP-002', service(toZero));
    expect(gap).toMatchObject({ result: 'FAIL', title: 'The internet reaches db in 3 connections' });
    expect(gap?.witness.map(({ from, to }) => [from, to])).toEqual([
      ['internet', WEB],
      [WEB, WEB],
      [WEB, DB],
    ]);
    expect(gap?.summary).toContain(`internet → ${WEB} → other pods of ${WEB} → ${DB}`);
    expect(found('EXP-002', service(toZero), closed, gap?.fix.yaml ?? '')).toEqual([]);
  });

  test('no chain goes through others that are closed to them', () => {
    expect(found('EXP-002', service(toZero), closed)).toEqual([]);
    expect(found('EXP-003', service(toZero), closed)).toEqual([]);
    expect(found('EXP-002', service("{app: web, idx: '1'}"))).toMatchObject([{ result: 'FAIL' }]);
    expect(found('EXP-003', service("{app: web, idx: '1'}"))).toMatchObject([{ result: 'FAIL' }]);
  });

  test('the same by a port of the nodes, and through a proxy that nobody knows', () => {
    const ingress =
      'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web, namespace: shop}\nspec: {defaultBackend: {service: {name: web, port: {number: 443}}}}\nstatus: {loadBalancer: {ingress: [{ip: 203.0.113.9}]}}';
    for (const rest of [[service(toZero, 'Local', 'NodePort')], [service(toZero, 'Local', 'ClusterIP'), ingress]]) {
      expect(found('EXP-002', ...rest)).not.toEqual([]);
      expect(found('EXP-002', ...rest, closed)).toEqual([]);
    }
  });

  test('of an entry to all of them those that the policies let it into, each as certain as it is', () => {
    expect(found('EXP-002', service(toBoth), closed)).toEqual([]);
    expect(found('EXP-003', service(toBoth), closed)).toEqual([]);
    // A node may stand for the client: it is let in to the first, of the second nobody knows.
    const unread = policy('shop/one', `{${ofOne}, ingress: [{from: 7}]}`);
    const reason = 'A policy or a rule could not be understood.';
    for (const check of ['EXP-002', 'EXP-003']) {
      expect(found(check, service(toBoth), unread)).toMatchObject([{ result: 'UNKNOWN', unknownBecause: [reason] }]);
    }
  });

  test('an address that only the others let in is not the internet in the first', () => {
    const named = policy(
      'shop/one',
      "{podSelector: {matchLabels: {idx: '1'}}, ingress: [{from: [{ipBlock: {cidr: 198.51.100.7/32}}]}]}",
    );
    expect(found('EXP-002', service(toBoth), named)).toEqual([]);
  });

  test('a declared chain is left by the pods that it comes to', () => {
    const flow = { line: 1, from: 'internet', to: WEB, ports: [{ protocol: 'TCP' as const, port: 8080 }] };
    const resultsOf = (...objects: string[]) =>
      runChecks(modelOf(shop(...objects)), { dataMap: { ...EMPTY_DATA_MAP, flows: [flow] } })
        .gaps.filter(({ check }) => check === 'EXP-002')
        .map(({ result, witness }) => [result, witness.map(({ to }) => to)]);
    expect(resultsOf(service(toZero))).toEqual([['FAIL', [WEB, WEB, DB]]]);
    expect(resultsOf(service(toZero), closed)).toEqual([]);
  });
});

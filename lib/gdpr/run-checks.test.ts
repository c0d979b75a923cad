import { describe, expect, it } from 'vitest';
import { cluster, DENY_ALL, namespace, policy, workload } from './testing/manifests.ts';
import { reportOf } from './testing/report-of.ts';

/** The four mistakes of gdpr.md §3.1, as people write them. */
const FOUR_MISTAKES = [
  namespace('shop'),
  namespace('crm'),
  namespace('default'),
  workload('shop/app', { labels: { role: 'app' }, port: 8080 }),
  workload('shop/db', { labels: { role: 'database' }, image: 'postgres:16', port: 5432 }),
  workload('crm/crm-api', { port: 8443 }),
  policy('crm/isolation', '{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}]}]}'),
  policy(
    'shop/allow-db-connection',
    '{podSelector: {matchLabels: {role: app}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {role: database}}}]}]}',
  ),
  policy('default/deny-all', DENY_ALL),
  policy(
    'crm/restrict-egress',
    '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 203.0.113.10/32}}], ports: [{port: 443}]}]}',
  ),
];

describe('runChecks', () => {
  it('finds the four mistakes', () => {
    const found = reportOf(cluster(...FOUR_MISTAKES)).gaps.map(({ check, title }) => `${check} ${title}`);
    expect(found).toEqual(
      expect.arrayContaining([
        'POL-001 isolation allows the whole namespace crm',
        'POL-003 allow-db-connection points the wrong way',
        'ISO-001 db is reachable from any pod',
        'POL-004 deny-all selects no pod',
        'DNS-001 crm-api cannot resolve names',
      ]),
    );
  });

  it('does not depend on the order of the input', () => {
    const forward = reportOf(cluster(...FOUR_MISTAKES));
    expect(JSON.stringify(reportOf(cluster(...[...FOUR_MISTAKES].reverse())))).toBe(JSON.stringify(forward));
  });

  it('counts what it lists', () => {
    const { gaps, checks, summary } = reportOf(cluster(...FOUR_MISTAKES));
    expect(checks.reduce((sum, { counts }) => sum + counts.FAIL + counts.UNKNOWN, 0)).toBe(gaps.length);
    const listed = Object.values(summary).flatMap((bySeverity) => Object.values(bySeverity));
    expect(listed.reduce((sum, number) => sum + number, 0)).toBe(gaps.length);
  });

  it('gives a fingerprint that survives a rollout and tells clusters apart', () => {
    const pod = (name: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: crm, labels: {app: crm-api, pod-template-hash: ${name}}, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: crm-api-${name}, controller: true}]}\nspec: {containers: [{name: c}]}\nstatus: {phase: Running, podIP: 10.0.0.7}`;
    const uid = (value: string) => `apiVersion: v1\nkind: Namespace\nmetadata: {name: kube-system, uid: ${value}}`;
    const prints = (pods: string, cluster1: string) =>
      reportOf(cluster(namespace('crm'), workload('crm/crm-api'), pods, uid(cluster1))).gaps.map(
        (gap) => gap.fingerprint,
      );
    expect(prints(pod('abc12'), 'u1')).toEqual(prints(pod('def34'), 'u1'));
    expect(prints(pod('abc12'), 'u1')).not.toEqual(prints(pod('abc12'), 'u2'));
    expect(new Set(prints(pod('abc12'), 'u1')).size).toBe(prints(pod('abc12'), 'u1').length);
  });

  it('says nothing about an empty cluster', () => {
    expect(reportOf('').gaps).toEqual([]);
  });

  it('uses no word that promises or condemns', () => {
    const text = JSON.stringify(reportOf(cluster(...FOUR_MISTAKES)));
    expect(text).not.toMatch(/complian|violat|breach|guarantee|\bsecure\b|\bscore\b|\d\s?%/i);
  });
});

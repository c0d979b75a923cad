import { describe, expect, it } from 'vitest';
import { cluster, DENY_ALL, namespace, podWith, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf, reportOf, resultOf } from '../testing/report-of.ts';
import { iso006Examples, part } from './examples/iso-006.ts';

const only = (yaml: string, options = {}) => gapsOf(yaml, 'ISO-006', options);
const admits = (name: string, from: string) =>
  policy(
    `trial/${name}`,
    `{podSelector: {matchLabels: {app: ${name}}}, policyTypes: [Ingress], ingress: [{from: [${from}]}]}`,
  );
const APP = (app: string) => `{podSelector: {matchLabels: {app: ${app}}}}`;

describe('ISO-006: a pseudonymisation domain can reach the additional information', () => {
  it('fails for a direct connection, high, naming the domain and the rule', () => {
    const [gap, ...more] = only(iso006Examples.failing);
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      result: 'FAIL',
      severity: 'high',
      derivation: 'high = base of ISO-006',
      peers: ['keys/Deployment/patient-keys'],
      subject: { name: 'analysis' },
    });
    expect(gap?.summary).toContain('the domain trial');
    expect(gap?.witness[0]?.because[1]).toMatchObject({ policy: { name: 'patient-keys' } });
  });

  it('passes where only the pseudonymiser gets to the keys: the known false positive, declared as one', () => {
    expect(only(iso006Examples.passing)).toEqual([]);
    expect(countsOf(iso006Examples.passing, 'ISO-006')).toMatchObject({ PASS: 1, NOT_APPLICABLE: 2 });
  });

  it('closes with its fix, which keeps the pseudonymiser', () => {
    const [gap] = only(iso006Examples.failing);
    expect(gap?.fix.yaml).toContain('app: pseudonymiser');
    const withoutRule = iso006Examples.failing.split('\n---\n').slice(0, -1);
    expect(only(cluster(...withoutRule, gap?.fix.yaml ?? ''))).toEqual([]);
  });

  it('fails where the keys reach a store of the data', () => {
    const yaml = cluster(
      namespace('trial'),
      part('trial/results', 'data', 'postgres:17'),
      part('trial/keys', 'additional-information'),
      admits('keys', APP('nobody')),
    );
    expect(only(yaml)).toMatchObject([
      { severity: 'high', subject: { name: 'keys' }, peers: ['trial/Deployment/results'] },
    ]);
    expect(only(yaml.replace('postgres:17', 'acme/app:1').replaceAll('5432', '8080'))).toEqual([]);
  });

  it('tells a chain of three as info, but none through the pseudonymiser', () => {
    const chain = (middle: string) =>
      cluster(
        namespace('trial'),
        part('trial/analysis', 'data'),
        middle,
        part('trial/keys', 'additional-information'),
        admits('keys', APP('middle')),
        admits('analysis', APP('nobody')),
      );
    expect(only(chain(workload('trial/middle')))).toMatchObject([
      {
        result: 'FAIL',
        severity: 'info',
        witness: [{ to: 'trial/Deployment/middle' }, { to: 'trial/Deployment/keys' }],
      },
    ]);
    expect(only(chain(part('trial/middle', 'pseudonymiser')))).toEqual([]);
  });

  it('tells a chain from some pods of a workload to others as what it is', () => {
    const relay = (idx: string) =>
      podWith(
        `trial/relay-${idx}`,
        {},
        {
          labels: { app: `relay-${idx}` },
          ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'relay', controller: true }],
        },
      );
    const chain = (...more: string[]) =>
      only(
        cluster(
          namespace('trial'),
          part('trial/analysis', 'data'),
          relay('0'),
          relay('1'),
          part('trial/keys', 'additional-information'),
          admits('relay-0', APP('analysis')),
          admits('relay-1', APP('relay-0')),
          admits('keys', APP('relay-1')),
          admits('analysis', APP('nobody')),
          ...more,
        ),
      );
    expect(chain()).toMatchObject([
      {
        result: 'FAIL',
        summary: expect.stringContaining(
          'trial/StatefulSet/relay → other pods of trial/StatefulSet/relay → trial/Deployment/keys.',
        ),
        witness: [
          { because: [{}, { policy: { name: 'relay-0' } }] },
          { because: [{}, { policy: { name: 'relay-1' } }] },
          { because: [{}, { policy: { name: 'keys' } }] },
        ],
      },
    ]);
    // Of its like it is another workload that is named.
    const like = podWith('trial/alike', {}, { labels: { app: 'relay-0' } });
    expect(chain(like)).toMatchObject([{ witness: [{ to: 'trial/Pod/alike' }, { from: 'trial/Pod/alike' }, {}] }]);
  });

  it('is UNKNOWN where a rule cannot be read', () => {
    const unread = iso006Examples.passing.replace(/from: \[[^\]]*\]/, 'from: 7');
    expect(only(unread)).toMatchObject([{ result: 'UNKNOWN', derivation: 'up to high = base of ISO-006' }]);
  });

  it('takes a part that is no part for unknown, never for data, and passes nothing of its domain', () => {
    const misspelt = iso006Examples.passing.replace('"additional-information"', '"aditional-information"');
    const { counts, notEvaluated } = resultOf(
      cluster(misspelt, part('keys/more', 'additional-information'), policy('keys/all', DENY_ALL)),
      'ISO-006',
    ) ?? { counts: undefined, notEvaluated: [] };
    expect(counts).toMatchObject({ PASS: 0, FAIL: 0 });
    expect(notEvaluated).toEqual([
      'analysis: a workload of the domain trial has a part that is not understood, and may keep the additional information.',
      'label ringfence.dev/pseudonymisation-part on the pod template of Deployment keys/patient-keys is "aditional-information", which is no part; write one of data, additional-information, pseudonymiser. Whether it keeps the additional information of the domain trial is not known.',
    ]);
  });

  it('does not evaluate a domain whose additional information is not in the input', () => {
    const check = reportOf(cluster(namespace('trial'), part('trial/analysis', 'data'))).checks.find(
      ({ id }) => id === 'ISO-006',
    );
    expect(check?.notEvaluated).toEqual([
      'The additional information of the domain trial is not in the input: whether its data can reach it is not known.',
    ]);
  });
});

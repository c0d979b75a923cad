import { describe, expect, it } from 'vitest';
import { gov003Examples } from '../checks/examples/gov-003.ts';
import { EMPTY_DATA_MAP } from '../data-map/types.ts';
import { runChecks } from '../run-checks.ts';
import { cluster, namespace, policy, workload } from '../testing/manifests.ts';
import { modelOf } from '../testing/report-of.ts';
import type { GapReport } from '../types.ts';
import { applyWaivers } from './apply-waivers.ts';
import type { Waiver } from './types.ts';

const MANIFESTS = gov003Examples.passing;
const TAKEN = '2026-06-01T12:00:00Z';
const OPEN = runChecks(modelOf(MANIFESTS), { taken: TAKEN });
const FINGERPRINT = gapOf(OPEN).fingerprint;

function waiver(changes: Partial<Waiver> = {}): Waiver {
  return {
    id: 'W-1',
    check: 'ISO-001',
    match: { fingerprint: FINGERPRINT },
    justification: 'Moves to a namespace of its own with release 14',
    riskOwner: 'head-of-crm',
    approvedBy: 'dpo',
    approvedAt: '2026-03-04',
    expiresAt: '2026-12-31',
    compensating: ['TLS'],
    origin: { from: 'file', line: 2 },
    ...changes,
  };
}

function reportWith(waivers: readonly Waiver[], taken: string | undefined = TAKEN, yaml = MANIFESTS): GapReport {
  return runChecks(modelOf(yaml), { taken, waivers });
}

function gapOf(report: GapReport, name = 'crm-db') {
  const gap = report.gaps.find(({ check, subject }) => check === 'ISO-001' && subject.name === name);
  if (gap === undefined) throw new Error('no gap');
  return gap;
}

function stateOf(report: GapReport, id = 'W-1') {
  return report.waivers?.waivers.find((each) => each.waiver.id === id)?.state;
}

describe('a waiver in force', () => {
  it('makes its gap WAIVED, says why on it, and hides nothing', () => {
    const report = reportWith([waiver()]);
    expect(report.gaps.filter(({ check }) => check !== 'GOV-003')).toHaveLength(OPEN.gaps.length);
    expect(gapOf(report)).toEqual({
      ...gapOf(OPEN),
      result: 'WAIVED',
      waiver: {
        id: 'W-1',
        justification: 'Moves to a namespace of its own with release 14',
        riskOwner: 'head-of-crm',
        approvedBy: 'dpo',
        approvedAt: '2026-03-04',
        expiresAt: '2026-12-31',
        compensating: ['TLS'],
      },
    });
  });

  it('is counted by severity and by check', () => {
    const report = reportWith([waiver()]);
    expect(report.summary.WAIVED.high).toBe(1);
    expect(report.summary.FAIL.high).toBe(OPEN.summary.FAIL.high - 1);
    const before = OPEN.checks.find(({ id }) => id === 'ISO-001')?.counts;
    const counts = report.checks.find(({ id }) => id === 'ISO-001')?.counts;
    expect(counts).toEqual({ ...before, FAIL: (before?.FAIL ?? 0) - 1, WAIVED: 1 });
  });

  it.each([
    ['by the beginning of the fingerprint', { fingerprint: FINGERPRINT.slice(0, 8) }],
    ['by subject and peer', { subject: 'crm/StatefulSet/crm-db', peer: 'any-pod' }],
    ['by subject alone, its kind in any case', { subject: 'crm/statefulset/crm-db' }],
  ])('means its gap %s', (_, match) => {
    expect(gapOf(reportWith([waiver({ match })])).result).toBe('WAIVED');
  });

  it('holds on its last day, to the end of it in UTC', () => {
    expect(gapOf(reportWith([waiver()], '2026-12-31T23:59:59Z')).result).toBe('WAIVED');
  });

  it('is named by the one that holds longest where two mean one gap', () => {
    const two = [waiver({ id: 'A', expiresAt: '2026-07-01' }), waiver({ id: 'B', expiresAt: '2026-09-01' })];
    expect(gapOf(reportWith(two)).waiver?.id).toBe('B');
  });
});

describe('a gap stays open', () => {
  it.each([
    ['when the waiver has expired', waiver(), '2027-01-01T00:00:00Z', 'expired'],
    ['when it is of another check', waiver({ check: 'EGR-001' }), TAKEN, 'unused'],
    [
      'when the peer is another',
      waiver({ match: { subject: 'crm/StatefulSet/crm-db', peer: 'internet' } }),
      TAKEN,
      'unused',
    ],
    ['when the subject is another', waiver({ match: { subject: 'crm/StatefulSet/crm' } }), TAKEN, 'unused'],
  ])('%s', (_, given, taken, state) => {
    const report = reportWith([given], taken);
    expect(gapOf(report).result).toBe('FAIL');
    expect(stateOf(report)).toBe(state);
  });

  it('when nobody knows what day it is', () => {
    const report = runChecks(modelOf(MANIFESTS), { waivers: [waiver()] });
    expect(gapOf(report).result).toBe('FAIL');
    expect(stateOf(report)).toBe('no-time');
  });

  it('when a short fingerprint fits several: it waives none of them', () => {
    const gap = gapOf(OPEN);
    const twin = { ...gap, id: 'ISO-001-twin', fingerprint: `${FINGERPRINT.slice(0, 60)}ffff` };
    const applied = applyWaivers([gap, twin], [waiver({ match: { fingerprint: FINGERPRINT.slice(0, 60) } })], TAKEN);
    expect(applied.gaps.map(({ result }) => result)).toEqual(['FAIL', 'FAIL']);
    expect(applied.health[0]?.state).toBe('ambiguous');
  });
});

describe('a waiver by its subject alone', () => {
  const twins = ['203.0.113.0/24', '198.51.100.0/24'].map((peer, i) => ({
    ...gapOf(OPEN),
    ...{ id: `ISO-001-${i}`, fingerprint: `${FINGERPRINT.slice(0, 63)}${i}`, peer },
  }));
  const subject = 'crm/StatefulSet/crm-db';

  it('waives none where the subject has several gaps: nobody knows which were accepted', () => {
    const applied = applyWaivers(twins, [waiver({ match: { subject } })], TAKEN);
    expect(applied.gaps.map(({ result }) => result)).toEqual(['FAIL', 'FAIL']);
    expect(applied.health).toMatchObject([{ state: 'over-broad', gaps: ['ISO-001-0', 'ISO-001-1'] }]);
  });

  it('is told by GOV-003', () => {
    const yaml = cluster(
      namespace('crm'),
      workload('crm/crm-api', { dataClass: 'personal' }),
      policy(
        'crm/out',
        '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 203.0.113.0/24}}, {ipBlock: {cidr: 198.51.100.0/24}}]}]}',
      ),
    );
    const { gaps } = reportWith(
      [waiver({ check: 'EGR-002', match: { subject: 'crm/Deployment/crm-api' } })],
      TAKEN,
      yaml,
    );
    expect(gaps.filter(({ check }) => check === 'EGR-002').map(({ result }) => result)).toEqual(['FAIL', 'FAIL']);
    expect(gaps.filter(({ check }) => check === 'GOV-003').map(({ title }) => title)).toContain(
      'Waiver W-1 names a subject with several gaps',
    );
  });

  it('waives one gap where the subject has one, and one of several where a peer is named', () => {
    expect(applyWaivers(twins.slice(1), [waiver({ match: { subject } })], TAKEN).health[0]?.state).toBe('in-force');
    const named = applyWaivers(twins, [waiver({ match: { subject, peer: '198.51.100.0/24' } })], TAKEN);
    expect(named.gaps.map(({ result }) => result)).toEqual(['FAIL', 'WAIVED']);
  });
});

describe('how a waiver stands', () => {
  it('tells workloads that came since, where the waiver says who was there', () => {
    const grown = cluster(MANIFESTS, namespace('blog'), workload('blog/cms'));
    const [health] = reportWith([waiver({ peers: ['shop/Deployment/web'] })], TAKEN, grown).waivers?.waivers ?? [];
    expect(health?.newPeers).toEqual(['blog/Deployment/cms']);
    expect(reportWith([waiver()], TAKEN, grown).waivers?.waivers[0]?.newPeers).toBeUndefined();
  });

  it('is told for checks that this version has not', () => {
    // No check of that id runs in any version.
    expect(stateOf(reportWith([waiver({ check: 'OBS-001' })]))).toBe('unused');
  });

  it('is judged by the moment of asking where that is another than the source’s', () => {
    const report = runChecks(modelOf(MANIFESTS), { taken: TAKEN, now: '2027-02-01T00:00:00Z', waivers: [waiver()] });
    expect(stateOf(report)).toBe('expired');
    expect(report.waivers?.asOf).toBe('2027-02-01T00:00:00Z');
  });
});

describe('a waiver of a transfer that names the workload', () => {
  const recipient = { id: 'us-mailer', fqdns: [], cidrs: ['203.0.113.0/24'], importerCountry: 'US', line: 1 };
  const dataMap = { ...EMPTY_DATA_MAP, recipients: [recipient] };
  const crm = (...names: readonly string[]) =>
    modelOf(cluster(namespace('crm'), ...names.map((name) => workload(`crm/${name}`, { dataClass: 'personal' }))));
  const match = { subject: 'crm/Deployment/mailer', peer: 'recipient:us-mailer' };
  const resultOf = (...names: readonly string[]) =>
    runChecks(crm(...names), { taken: TAKEN, dataMap, waivers: [waiver({ check: 'EGR-003', match })] }).gaps.find(
      ({ check }) => check === 'EGR-003',
    )?.result;

  it('means the gap of the recipient that this workload alone reaches', () => {
    expect(resultOf('mailer')).toBe('WAIVED');
  });

  it('hides no other workload that reaches the recipient too', () => {
    expect(resultOf('mailer', 'api')).toBe('FAIL');
  });
});

import { describe, expect, it } from 'vitest';
import type { KindCompleteness } from '#lib/kube/cluster-objects.ts';
import { EU_GDPR_ADEQUACY } from '../adequacy/eu-gdpr.ts';
import { EMPTY_DATA_MAP } from '../data-map/types.ts';
import { runChecks } from '../run-checks.ts';
import { cluster, namespace, node, workload } from '../testing/manifests.ts';
import { observed } from '../testing/observed.ts';
import { recipient } from '../testing/recipients.ts';
import { countsOf, gapsOf, modelOf, reportOf } from '../testing/report-of.ts';
import { parseWaivers } from '../waivers/parse-waivers.ts';
import { egr003Examples } from './examples/egr-003.ts';
import { gov003Examples } from './examples/gov-003.ts';

const { failing, passing } = gov003Examples;
const { waivers } = parseWaivers(gov003Examples.waivers);
const TAKEN = '2026-06-01T12:00:00Z';

function govOf(yaml: string, options: Parameters<typeof runChecks>[1] = {}) {
  const report = runChecks(modelOf(yaml), { taken: TAKEN, ...options });
  const check = report.checks.find(({ id }) => id === 'GOV-003');
  return { gaps: report.gaps.filter((gap) => gap.check === 'GOV-003'), ...check };
}

const kind = (resource: string, name: string, state: KindCompleteness['state']): KindCompleteness => ({
  ...{ resource, kind: name, count: 0, state },
});

describe('GOV-003: waivers', () => {
  it('passes where a waiver is in force and its gap is the one that was approved', () => {
    const { gaps, counts } = govOf(passing, { waivers });
    expect(gaps).toEqual([]);
    expect(counts?.FAIL).toBe(0);
  });

  it('tells of a waiver that matches nothing', () => {
    const [gap, ...more] = govOf(failing, { waivers }).gaps;
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      result: 'FAIL',
      severity: 'medium',
      derivation: 'medium = base of GOV-003',
      title: 'Waiver W-2026-014 matches no gap',
      subject: { namespace: '', kind: 'Waiver', name: 'W-2026-014' },
    });
  });

  it('tells of a waiver that has expired, and that its gap is open again', () => {
    const [gap] = govOf(passing, { waivers, taken: '2027-01-01T00:00:00Z' }).gaps;
    expect(gap?.title).toBe('Waiver W-2026-014 has expired');
    expect(gap?.summary).toContain('held until 2026-12-31');
    expect(gap?.summary).toContain('open again');
  });

  it('tells of a waiver whose subject grew, with the new peers', () => {
    const [gap] = govOf(cluster(passing, namespace('blog'), workload('blog/cms')), { waivers }).gaps;
    expect(gap?.title).toBe('Waiver W-2026-014 covers more than was approved');
    expect(gap?.peers).toEqual(['blog/Deployment/cms']);
  });

  it('says that it does not know whether the subject grew where the waiver names no peers', () => {
    const { gaps, notEvaluated } = govOf(passing, { waivers: waivers.map(({ peers: _, ...rest }) => rest) });
    expect(gaps).toEqual([]);
    expect(notEvaluated?.some((reason) => reason.includes('W-2026-014'))).toBe(true);
  });

  it('says that it does not know whether it expired where the source has no time', () => {
    const { notEvaluated } = govOf(passing, { waivers, taken: undefined });
    expect(notEvaluated?.some((reason) => reason.includes('Whether waiver W-2026-014 has expired'))).toBe(true);
  });

  it('keeps its fingerprint while the state of the waiver stays', () => {
    const [first, second] = [govOf(failing, { waivers }), govOf(cluster(failing, workload('shop/new')), { waivers })];
    expect(second.gaps[0]?.fingerprint).toBe(first.gaps[0]?.fingerprint);
  });
});

describe('GOV-003: what could not be read', () => {
  it.each(['forbidden', 'failed', 'partial'] as const)('tells of a kind that is %s', (state) => {
    const kinds = [kind('pods', 'Pod', 'read'), kind('services', 'Service', state)];
    const [gap] = gapsOf(passing, 'GOV-003', { completeness: { kinds } });
    expect(gap).toMatchObject({ severity: 'medium', subject: { kind: 'Resource', name: 'services' } });
  });

  it('passes a kind that the server does not serve', () => {
    const kinds = [kind('httproutes.gateway.networking.k8s.io', 'HTTPRoute', 'absent')];
    expect(gapsOf(passing, 'GOV-003', { completeness: { kinds } })).toEqual([]);
  });

  it('takes the passes from checks that rest on it, and leaves their gaps', () => {
    const kinds = [kind('pods', 'Pod', 'forbidden')];
    const before = countsOf(failing, 'ISO-002');
    const report = reportOf(failing, { completeness: { kinds } });
    const check = report.checks.find(({ id }) => id === 'ISO-002');
    expect(before?.PASS).toBeGreaterThan(0);
    expect(check?.counts.PASS).toBe(0);
    expect(check?.counts.NOT_EVALUATED).toBe(before?.PASS);
    expect(check?.notEvaluated.join()).toContain('pods');
    expect(gapsOf(passing, 'ISO-002', { completeness: { kinds } })).not.toEqual([]);
  });

  it('takes none from checks that do not rest on it', () => {
    const kinds = [kind('ingresses.networking.k8s.io', 'Ingress', 'forbidden')];
    const report = reportOf(failing, { completeness: { kinds } });
    expect(report.checks.find(({ id }) => id === 'ISO-002')?.counts.PASS).toBe(countsOf(failing, 'ISO-002')?.PASS);
  });
});

describe('GOV-003: ages', () => {
  it.each([
    ['2026-06-02T12:00:00Z', 0],
    ['2026-06-02T12:00:01Z', 1],
  ])('evidence of the 1 June, noon, asked at %s: %i gaps', (now, gaps) => {
    expect(govOf(passing, { now }).gaps).toHaveLength(gaps);
  });

  it('takes the passes from every check where the evidence is older than 24 hours, and leaves their gaps', () => {
    const now = '2026-06-02T12:00:01Z';
    const fresh = runChecks(modelOf(passing), { taken: TAKEN, now: TAKEN });
    const old = runChecks(modelOf(passing), { taken: TAKEN, now });
    expect(fresh.checks.some(({ id, counts }) => id !== 'GOV-003' && counts.PASS > 0)).toBe(true);
    for (const [i, { id, counts, notEvaluated }] of old.checks.entries()) {
      if (id === 'GOV-003') continue;
      const before = fresh.checks[i]?.counts;
      expect(counts).toMatchObject({ PASS: 0, FAIL: before?.FAIL, NOT_APPLICABLE: before?.NOT_APPLICABLE });
      expect(counts.NOT_EVALUATED).toBe((before?.NOT_EVALUATED ?? 0) + (before?.PASS ?? 0));
      if ((before?.PASS ?? 0) > 0)
        expect(notEvaluated.join()).toContain('not told as passed: the cluster was read 24 hours ago');
    }
  });

  it('does not know the age of evidence where nobody says what time it is', () => {
    expect(govOf(passing).notEvaluated?.some((reason) => reason.startsWith('How old the evidence is'))).toBe(true);
  });

  it.each([
    ['2025-12-03', 0],
    ['2025-12-02', 1],
  ])('an adequacy table checked on %s, 180 days before the evidence or more: %i gaps', (checkedOn, gaps) => {
    expect(govOf(passing, { adequacy: { ...EU_GDPR_ADEQUACY, checkedOn } }).gaps).toHaveLength(gaps);
  });

  it('takes the passes from checks that ask an old table', () => {
    const recipients = [recipient('eu-mailer', { cidrs: ['203.0.113.0/24'], importerCountry: 'DE' })];
    const passesWith = (checkedOn: string) =>
      countsOf(egr003Examples.passing, 'EGR-003', {
        ...{ taken: TAKEN, dataMap: { recipients }, adequacy: { ...EU_GDPR_ADEQUACY, checkedOn } },
      });
    const fresh = passesWith('2026-05-01');
    expect(fresh?.PASS).toBeGreaterThan(0);
    expect(passesWith('2025-01-01')).toMatchObject({ PASS: 0, NOT_EVALUATED: fresh?.PASS });
  });

  it('does not know the age of a table that is not there: another law without one', () => {
    const { notEvaluated } = govOf(passing, { dataMap: { ...EMPTY_DATA_MAP, regime: 'uk-gdpr' } });
    expect(notEvaluated?.some((reason) => reason.includes('none for this law'))).toBe(true);
  });

  it('says what it never knows: flows and signed reviews', () => {
    expect(govOf(passing).notEvaluated).toEqual(
      expect.arrayContaining([
        expect.stringContaining('observed flows'),
        expect.stringContaining('signatures stand in the data folder, not in these inputs'),
      ]),
    );
  });

  it('tells nodes of which less than 95 % of the last day was observed, the least first', () => {
    const two = cluster(passing, node('n1'), node('n2'));
    const whole = govOf(two, { observed: observed([]) });
    expect(whole.gaps).toEqual([]);
    expect(whole.notEvaluated?.some((reason) => reason.includes('observed flows'))).toBe(false);
    const half = govOf(two, { observed: observed([], { nodes: ['n1'] }) });
    expect(half.gaps).toMatchObject([
      { title: 'Too little of the traffic was observed', severity: 'medium', peer: 'coverage' },
    ]);
    expect(half.gaps[0]?.summary).toContain('0 % was observed at n2');
  });
});

import { describe, expect, it } from 'vitest';
import { cluster, namespace, node, policy } from '../testing/manifests.ts';
import { flow, OBSERVED_UNTIL, observed } from '../testing/observed.ts';
import { countsOf, gapsOf, resultOf } from '../testing/report-of.ts';
import { running } from '../testing/running.ts';

const HOUR = 60 * 60 * 1000;

const ADMITS = policy(
  'crm/db',
  '{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: api}}}, {podSelector: {matchLabels: {app: old}}}], ports: [{port: 5432}]}]}',
);
const of = (dataClass: string, old = running('crm/old', 'n2')) =>
  cluster(
    namespace('crm'),
    node('n1'),
    node('n2'),
    running('crm/db', 'n1', { dataClass }),
    running('crm/api', 'n1'),
    old,
    ADMITS,
  );
const CRM = of('personal');
const USED = flow('crm/api', 'crm/db', 5432);
const days = (count: number, shape: Parameters<typeof observed>[1] = {}) => ({
  observed: observed([USED], { days: count, ...shape }),
});

describe('MIN-001: permission not used', () => {
  it('is not evaluated without a source of observed traffic', () => {
    expect(resultOf(CRM, 'MIN-001')?.notEvaluated).toEqual(['No source of observed traffic.']);
  });

  it('fails for what nobody used in 90 days that were observed at both ends', () => {
    const [gap, ...more] = gapsOf(CRM, 'MIN-001', days(90));
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      ...{ result: 'FAIL', severity: 'low', derivation: 'low = base of MIN-001' },
      title: '1 client of db was not seen for 90 days',
      subject: { namespace: 'crm', name: 'db' },
      peers: ['crm/Deployment/old'],
      witness: [{ from: 'crm/Deployment/old', to: 'crm/Deployment/db', ports: { TCP: [[5432, 5432]] } }],
      observed: { flows: [], coverage: 1, window: { to: '2026-11-24T12:00:00.000Z' } },
    });
    expect(gap?.witness[0]?.because).toContainEqual(
      expect.objectContaining({ gate: 'ingress', policy: expect.objectContaining({ name: 'db' }) }),
    );
  });

  it('is medium for special categories', () => {
    expect(gapsOf(of('special'), 'MIN-001', days(90))[0]).toMatchObject({ severity: 'medium' });
  });

  it('has a fix that keeps what was observed and closes it', () => {
    const { fix } = gapsOf(CRM, 'MIN-001', days(90))[0] ?? {};
    expect(fix?.yaml).toContain('app: api');
    expect(fix?.yaml).not.toContain('app: old');
    expect(fix?.effect).toMatchObject({ closesGap: true, closes: 1, opens: 0 });
  });

  it('passes for what was used once', () => {
    const used = observed([USED, flow('crm/old', 'crm/db', 5432)], { days: 90 });
    expect(gapsOf(CRM, 'MIN-001', { observed: used })).toEqual([]);
  });

  it('is not evaluated below 95 % of the days at both ends, and tells the figure', () => {
    const few = resultOf(CRM, 'MIN-001', days(30));
    expect(few).toMatchObject({ counts: { FAIL: 0, NOT_EVALUATED: 1 } });
    expect(few?.notEvaluated[0]).toBe(
      'crm/Deployment/db: 1 permission not seen in use; of the last 90 days 33.3 % was observed at the end seen least, and it takes 95 %.',
    );
    expect(gapsOf(CRM, 'MIN-001', days(90, { nodes: ['n1'] }))).toEqual([]);
    expect(gapsOf(CRM, 'MIN-001', days(86))).toHaveLength(1);
    expect(gapsOf(CRM, 'MIN-001', days(85))).toEqual([]);
  });

  it('counts as many days as the DataMap says', () => {
    expect(gapsOf(CRM, 'MIN-001', { ...days(30), dataMap: { minimisation: { unusedDays: 30 } } })).toHaveLength(1);
  });

  it('judges an end that is younger since it was made, from a day on', () => {
    const young = (made: number) => of('personal', running('crm/old', 'n2', { made: new Date(made).toISOString() }));
    const three = gapsOf(young(OBSERVED_UNTIL - 72 * HOUR), 'MIN-001', days(4))[0];
    expect(three?.summary).toContain('One of the ends is younger: it was looked at since 2026-11-21T12:00:00.000Z.');
    expect(gapsOf(young(OBSERVED_UNTIL - 20 * HOUR), 'MIN-001', days(4))).toEqual([]);
  });

  it('is not evaluated where a policy that selects an end was made or changed in the last day', () => {
    const at = (metadata: string) =>
      cluster(CRM, policy('crm/late', '{podSelector: {matchLabels: {app: db}}}', metadata));
    const recent = new Date(OBSERVED_UNTIL - HOUR).toISOString();
    expect(gapsOf(at(', creationTimestamp: "2025-01-01T00:00:00Z"'), 'MIN-001', days(90))).toHaveLength(1);
    expect(gapsOf(at(`, creationTimestamp: "${recent}"`), 'MIN-001', days(90))).toEqual([]);
    const changed = `, creationTimestamp: "2025-01-01T00:00:00Z", managedFields: [{manager: kubectl, operation: Update, time: "${recent}"}]`;
    expect(gapsOf(at(changed), 'MIN-001', days(90))).toEqual([]);
  });

  it('is not evaluated where something was seen that may have been it', () => {
    const perhaps = observed([USED, flow('crm/old', 'crm/db', null)], { days: 90 });
    expect(resultOf(CRM, 'MIN-001', { observed: perhaps })?.notEvaluated[0]).toContain('may have been used');
    expect(resultOf(CRM, 'MIN-001', days(90, { leftOut: 3 }))?.notEvaluated[0]).toContain('may have been used');
  });

  it('passes where somebody noted that it is used seldom, and why', () => {
    const rare = (usage: string) => of('personal', running('crm/old', 'n2', { usage }));
    expect(countsOf(rare('rare, because of the yearly audit'), 'MIN-001', days(90))).toMatchObject({
      PASS: 1,
      FAIL: 0,
    });
    expect(gapsOf(rare('rare'), 'MIN-001', days(90))).toHaveLength(1);
  });

  it('keeps its fingerprint while unused clients come and go', () => {
    const [one] = gapsOf(CRM, 'MIN-001', days(90));
    const none = observed([], { days: 90 });
    const [two] = gapsOf(CRM, 'MIN-001', { observed: none });
    expect(two?.peers).toHaveLength(2);
    expect(two?.fingerprint).toBe(one?.fingerprint);
  });
});

import { describe, expect, it } from 'vitest';
import { factsWithPast } from '../observed-facts.ts';
import { cluster, DENY_ALL, namespace, node, policy, workload } from '../testing/manifests.ts';
import { flow, OBSERVED_UNTIL, observed } from '../testing/observed.ts';
import { countsOf, gapsOf, resultOf } from '../testing/report-of.ts';

const HOUR = 60 * 60 * 1000;
const shut = (dataClass: string) =>
  cluster(
    namespace('crm'),
    namespace('dev'),
    node('n1'),
    workload('crm/db', { dataClass, port: 5432 }),
    workload('dev/runner', { dataClass: 'none' }),
    policy('crm/shut', DENY_ALL),
  );
const SHUT = shut('personal');
const seen = (...edges: Parameters<typeof observed>[0]) => ({ observed: observed(edges) });
const RUNNER_TO_DB = flow('dev/runner', 'crm/db', 5432);

describe('OBS-001: observed flow that nothing in force allows', () => {
  it('is not evaluated without a source of observed traffic, and says so', () => {
    expect(resultOf(SHUT, 'OBS-001')).toMatchObject({
      counts: { PASS: 0, FAIL: 0, NOT_EVALUATED: 1 },
      notEvaluated: ['No source of observed traffic.'],
    });
  });

  it('fails where a connection passed that nothing allows, with the flow and what denies it', () => {
    const [gap, ...more] = gapsOf(SHUT, 'OBS-001', seen(RUNNER_TO_DB));
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      ...{ result: 'FAIL', severity: 'high', derivation: 'high = base of OBS-001' },
      title: 'runner connected to db, though nothing in force allows it',
      subject: { namespace: 'crm', kind: 'Deployment', name: 'db' },
      peers: ['dev/Deployment/runner'],
      observed: {
        sources: ['hubble'],
        flows: [{ from: 'dev/Deployment/runner', port: 5432, protocol: 'TCP', connections: 12 }],
      },
    });
    expect(gap?.witness[0]).toMatchObject({ verdict: 'deny', ports: { TCP: [[5432, 5432]] } });
    expect(gap?.witness[0]?.because).toContainEqual(
      expect.objectContaining({ gate: 'ingress', policy: expect.objectContaining({ name: 'shut' }) }),
    );
    expect(gap?.summary).toContain('12 connections');
  });

  it('says what may be behind it where nothing is likely: nobody knows whether policies are enforced here', () => {
    const [gap] = gapsOf(SHUT, 'OBS-001', seen(RUNNER_TO_DB));
    expect(gap?.summary).toContain('Nothing shows that the network plugin enforces policies');
    expect(gap?.summary).not.toContain('No known cause explains it');
  });

  it('is UNKNOWN where a policy of an end was made or changed after the flow was seen first, and fails for an older one', () => {
    const at = (hours: number) => new Date(OBSERVED_UNTIL - hours * HOUR).toISOString();
    const result = (metadata: string) =>
      gapsOf(cluster(SHUT, policy('crm/late', DENY_ALL, metadata)), 'OBS-001', seen(RUNNER_TO_DB)).map(
        (gap) => gap.result,
      );
    expect(result(`, creationTimestamp: "${at(30)}"`)).toEqual(['FAIL']);
    expect(result(`, creationTimestamp: "${at(10)}"`)).toEqual(['UNKNOWN']);
    expect(
      result(
        `, creationTimestamp: "${at(900)}", managedFields: [{manager: kubectl, operation: Update, time: "${at(10)}"}]`,
      ),
    ).toEqual(['UNKNOWN']);
  });

  it('tells of what was refused though all policies that were read allow it: they are not all that decides', () => {
    const open = cluster(namespace('crm'), node('n1'), workload('crm/db', { port: 5432 }), workload('crm/api'));
    const refused = { ...flow('crm/api', 'crm/db', 5432), verdict: 'denied' as const };
    expect(resultOf(open, 'OBS-001', seen(refused))?.notEvaluated).toEqual([
      '1 observed connection was refused, or is reported so, though all policies that were read allow it: something else decides too, or what was read is not what is in force.',
    ]);
    expect(resultOf(SHUT, 'OBS-001', seen({ ...RUNNER_TO_DB, verdict: 'denied' }))?.notEvaluated).toEqual([]);
  });

  it('is UNKNOWN where it passed only before policies are known, and calls no refusal of that time a contradiction', () => {
    const known = (hours: number, ...edges: Parameters<typeof observed>[0]) => ({
      observed: factsWithPast(observed(edges), { changes: [], policiesFrom: OBSERVED_UNTIL - hours * HOUR }),
    });
    const [gap] = gapsOf(SHUT, 'OBS-001', known(0.5, RUNNER_TO_DB));
    expect(gap).toMatchObject({ result: 'UNKNOWN' });
    expect(gap?.summary).toContain('what was in force at its time nobody kept');
    expect(gapsOf(SHUT, 'OBS-001', known(2, RUNNER_TO_DB))[0]).toMatchObject({ result: 'FAIL' });
    const open = cluster(namespace('crm'), node('n1'), workload('crm/db', { port: 5432 }), workload('crm/api'));
    const refused = flow('crm/api', 'crm/db', 5432, { verdict: 'denied' });
    expect(resultOf(open, 'OBS-001', known(0.5, refused))?.notEvaluated).toEqual([]);
    expect(resultOf(open, 'OBS-001', known(2, refused))?.notEvaluated).toHaveLength(1);
  });

  it('judges nothing that was seen before an end became another one', () => {
    const changed = (hours: number) => {
      const facts = observed([RUNNER_TO_DB]);
      return factsWithPast(facts, { changes: [{ of: 'dev/Deployment/runner', at: OBSERVED_UNTIL - hours * HOUR }] });
    };
    expect(gapsOf(SHUT, 'OBS-001', { observed: changed(0) })).toEqual([]);
    expect(resultOf(SHUT, 'OBS-001', { observed: changed(0) })?.notEvaluated[0]).toContain('1 observed connection');
    expect(gapsOf(SHUT, 'OBS-001', { observed: changed(23) })).toHaveLength(1);
  });

  it('is medium where no end holds personal data', () => {
    expect(gapsOf(shut('none'), 'OBS-001', seen(RUNNER_TO_DB))[0]).toMatchObject({ severity: 'medium' });
  });

  it('passes for what is allowed, and for what was seen longer ago than a day', () => {
    const open = cluster(namespace('crm'), workload('crm/db', { dataClass: 'personal' }), workload('crm/api'));
    expect(countsOf(open, 'OBS-001', seen(flow('crm/api', 'crm/db', 5432)))).toMatchObject({ PASS: 1, FAIL: 0 });
    const old = flow('dev/runner', 'crm/db', 5432, {
      first: OBSERVED_UNTIL - 60 * HOUR,
      last: OBSERVED_UNTIL - 30 * HOUR,
    });
    expect(gapsOf(SHUT, 'OBS-001', { observed: observed([old], { days: 3 }) })).toEqual([]);
  });

  it('is no gap where the flow was refused', () => {
    expect(gapsOf(SHUT, 'OBS-001', seen(flow('dev/runner', 'crm/db', 5432, { verdict: 'denied' })))).toEqual([]);
  });

  it('says how many could not be judged', () => {
    const unknown = flow('dev/runner', 'crm/db', 5432, { directionUnknown: true });
    expect(resultOf(SHUT, 'OBS-001', seen(unknown))?.notEvaluated[0]).toContain('1 observed connection');
  });

  it('keeps its fingerprint over counts, times and ports', () => {
    const [one] = gapsOf(SHUT, 'OBS-001', seen(RUNNER_TO_DB));
    const later = flow('dev/runner', 'crm/db', 5433, { connections: 7000, last: OBSERVED_UNTIL });
    expect(gapsOf(SHUT, 'OBS-001', seen(RUNNER_TO_DB, later)).map(({ fingerprint }) => fingerprint)).toEqual([
      one?.fingerprint,
    ]);
  });

  it('does not open with a fix that would end an observed connection: it was allowed when it was seen', () => {
    const open = cluster(
      namespace('crm'),
      namespace('dev'),
      workload('crm/db', { dataClass: 'personal', port: 5432 }),
      workload('dev/runner', { dataClass: 'none' }),
    );
    const gap = gapsOf(open, 'ISO-001', seen(RUNNER_TO_DB))[0];
    const { closed = [], opened = [] } = gap?.fix.effect?.gaps ?? {};
    expect(closed.map(({ check }) => check)).toContain('ISO-001');
    expect(opened.map(({ check }) => check)).not.toContain('OBS-001');
  });
});

import { describe, expect, it } from 'vitest';
import { parseAdequacyTable } from '../adequacy/parse-table.ts';
import type { Recipient } from '../data-map/types.ts';
import { cluster, DENY_ALL, namespace, policy, workload } from '../testing/manifests.ts';
import { crmTo, recipient } from '../testing/recipients.ts';
import { countsOf, gapsOf, type ReportOptions, resultOf } from '../testing/report-of.ts';
import { egr003Examples } from './examples/egr-003.ts';

const OPEN = egr003Examples.failing;
const TAKEN = '2026-11-01T12:00:00Z';

/** Options with one recipient of the open range. */
function to(parts: Partial<Recipient>, options: ReportOptions = {}): ReportOptions {
  const recipients = [recipient('us-mailer', { cidrs: ['198.51.100.0/24'], ...parts })];
  return { taken: TAKEN, ...options, dataMap: { recipients, ...options.dataMap } };
}
const results = (parts: Partial<Recipient>, options?: ReportOptions) => countsOf(OPEN, 'EGR-003', to(parts, options));

describe('EGR-003: indication of a transfer to a third country without a recorded basis', () => {
  it('fails for a country without a decision and without a basis, and shows who can connect', () => {
    expect(gapsOf(OPEN, 'EGR-003', to({ importerCountry: 'IN', legalEntity: 'Mailer Ltd' }))).toMatchObject([
      {
        result: 'FAIL',
        severity: 'high',
        derivation: 'high = base of EGR-003',
        subject: { namespace: '', kind: 'Recipient', name: 'us-mailer' },
        title: 'Indication of a transfer to IN without a recorded basis: us-mailer',
        summary:
          'Recipient us-mailer (Mailer Ltd): The importer is in IN, outside the EEA, and the adequacy table of 2026-10-01 has no decision for it. No basis for a transfer is recorded. Whether there is a transfer is for people to judge: who imports, what is sent, and from where. crm/Deployment/crm-api can connect to it.',
        peers: ['crm/Deployment/crm-api'],
        witness: [{ from: 'crm/Deployment/crm-api', verdict: 'allow', because: [{ policy: { name: 'out' } }] }],
      },
    ]);
  });

  it('passes inside the EEA and under a decision without conditions', () => {
    for (const importerCountry of ['DE', 'NO', 'RE', 'CH', 'GB', 'br'])
      expect(results({ importerCountry })).toMatchObject({ PASS: 1 });
  });

  it.each(['scc', 'bcr', 'derogation:49.1.b'])('passes where %s is recorded', (basis) => {
    expect(results({ importerCountry: 'IN', transfer: { basis } })).toMatchObject({ PASS: 1 });
  });

  it.each(['none-needed', 'adequacy', 'dpf'])(
    'fails where %s is recorded and no decision stands behind it',
    (basis) => {
      expect(results({ importerCountry: 'IN', transfer: { basis } })).toMatchObject({ FAIL: 1 });
    },
  );

  it('fails for an importer that is not declared to be on the list that a decision asks for', () => {
    expect(results({ importerCountry: 'US' })).toMatchObject({ FAIL: 1 });
    expect(results({ importerCountry: 'US', transfer: { basis: 'dpf' } })).toMatchObject({ PASS: 1 });
  });

  it('is UNKNOWN where it turns on what kind of organisation the importer is', () => {
    expect(gapsOf(OPEN, 'EGR-003', to({ importerCountry: 'CA' }))[0]).toMatchObject({
      result: 'UNKNOWN',
      unknownBecause: ['Whether the importer is a commercial organisation to which PIPEDA applies is not recorded.'],
    });
  });

  it('is UNKNOWN for a place whose standing the table leaves open', () => {
    expect(results({ importerCountry: 'SJ' })).toMatchObject({ UNKNOWN: 1 });
  });

  it('judges by the time of the source: before a decision, and after its end', () => {
    expect(results({ importerCountry: 'BR' }, { taken: '2025-11-01T00:00:00Z' })).toMatchObject({ FAIL: 1 });
    const [ended] = gapsOf(OPEN, 'EGR-003', to({ importerCountry: 'GB' }, { taken: '2032-01-01T00:00:00Z' }));
    expect(ended?.summary).toContain('Implementing Decision (EU) 2021/1772 ended on 2031-12-27.');
  });

  it('is not evaluated without a declared country: an address is no verdict', () => {
    expect(resultOf(OPEN, 'EGR-003', to({}))?.notEvaluated).toEqual([
      'us-mailer: the country of the importer is not declared, and no source of countries is loaded. An address says nothing about it.',
    ]);
  });

  it('is not evaluated where a decision has an end and the time is not known', () => {
    const { taken: _, ...undated } = to({ importerCountry: 'GB' });
    expect(countsOf(OPEN, 'EGR-003', undated)).toMatchObject({ NOT_EVALUATED: 1 });
  });

  it('is not evaluated under a law without a table, and takes one that is given', () => {
    const swiss = to({ importerCountry: 'DE' }, { dataMap: { regime: 'ch-fadp' } });
    expect(resultOf(OPEN, 'EGR-003', swiss)?.notEvaluated).toEqual([
      'us-mailer: no adequacy table for ch-fadp was given, and none ships.',
    ]);
    const adequacy = parseAdequacyTable({
      regime: 'ch-fadp',
      checkedOn: '2026-10-01',
      inside: ['CH'],
      decisions: [{ code: 'DE', scope: 'general', checkedOn: '2026-10-01' }],
    });
    expect(countsOf(OPEN, 'EGR-003', { ...swiss, adequacy })).toMatchObject({ PASS: 1 });
  });

  it('is not applicable to one’s own ranges, to who gets no data, and to whom nobody can connect', () => {
    expect(results({ importerCountry: 'IN', kind: 'own' })).toMatchObject({ NOT_APPLICABLE: 1 });
    expect(results({ importerCountry: 'IN', receives: 'none', because: 'mirror' })).toMatchObject({
      NOT_APPLICABLE: 1,
    });
    expect(countsOf(egr003Examples.passing, 'EGR-003', to({ importerCountry: 'IN' }))).toMatchObject({
      NOT_APPLICABLE: 1,
    });
  });

  it('is not applicable where only workloads that hold nothing can connect', () => {
    const none = cluster(namespace('crm'), workload('crm/crm-api', { dataClass: 'none' }));
    expect(countsOf(none, 'EGR-003', to({ importerCountry: 'IN' }))).toMatchObject({ NOT_APPLICABLE: 1 });
  });

  describe('a recipient that is declared by name alone', () => {
    const named = (parts: Partial<Recipient> = {}) =>
      to({ cidrs: [], fqdns: ['api.mail.example'], importerCountry: 'IN', ...parts });
    const CRM = [namespace('crm'), workload('crm/crm-api', { dataClass: 'personal' })];

    it('is reached by a rule for its name', () => {
      const rule = `apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {name: names}\nspec: {tier: Admin, priority: 10, subject: {namespaces: {}}, egress: [{action: Accept, to: [{domainNames: ["*.mail.example"]}]}]}`;
      const yaml = cluster(...CRM, policy('crm/deny', DENY_ALL), rule);
      expect(countsOf(yaml, 'EGR-003', named())).toMatchObject({ FAIL: 1 });
      expect(countsOf(yaml, 'EGR-003', named({ fqdns: ['mail.example'] }))).toMatchObject({ NOT_APPLICABLE: 1 });
    });

    it('is reached by whoever may connect to every address', () => {
      expect(countsOf(cluster(...CRM), 'EGR-003', named())).toMatchObject({ FAIL: 1 });
    });

    it('is possibly reached by whoever may connect to some that nobody else declares', () => {
      expect(gapsOf(crmTo('198.51.100.0/24'), 'EGR-003', named())[0]).toMatchObject({
        result: 'UNKNOWN',
        unknownBecause: ['The addresses of us-mailer are not declared; a rule for addresses may mean one of them.'],
      });
      const { dataMap } = named();
      const other = recipient('other', { cidrs: ['198.51.100.0/24'], importerCountry: 'DE' });
      const both = { taken: TAKEN, dataMap: { recipients: [...(dataMap?.recipients ?? []), other] } };
      expect(countsOf(crmTo('198.51.100.0/24'), 'EGR-003', both)).toMatchObject({ UNKNOWN: 0, NOT_APPLICABLE: 1 });
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { DeclaredFlow, Recipient } from '../data-map/types.ts';
import { recipient } from '../testing/recipients.ts';
import { countsOf, gapsOf, type ReportOptions, resultOf } from '../testing/report-of.ts';
import { egr005Examples } from './examples/egr-005.ts';

const OPEN = egr005Examples.failing;
const COMPLETE: Partial<Recipient> = {
  cidrs: ['198.51.100.0/24'],
  legalEntity: 'Billing GmbH',
  importerCountry: 'DE',
  role: 'processor',
  contact: 'privacy@billing.example',
  purpose: 'essential.service.payment_processing',
  receives: ['user.financial'],
  dpa: { ref: 'DPA-012' },
};
function to(parts: Partial<Recipient>, flows: readonly DeclaredFlow[] = []): ReportOptions {
  return { dataMap: { recipients: [recipient('billing', { ...COMPLETE, line: 12, ...parts })], flows } };
}
const without = (field: keyof Recipient): ReportOptions => {
  const { [field]: _, ...rest } = COMPLETE;
  return { dataMap: { recipients: [recipient('billing', rest)] } };
};

describe('EGR-005: processor record incomplete', () => {
  it('passes for a complete record', () => {
    expect(countsOf(OPEN, 'EGR-005', to({}))).toMatchObject({ PASS: 1, FAIL: 0 });
  });

  it.each(['legalEntity', 'dpa', 'purpose', 'receives', 'importerCountry', 'contact'] as const)(
    'fails without %s',
    (field) => {
      expect(gapsOf(OPEN, 'EGR-005', without(field))).toMatchObject([
        { result: 'FAIL', severity: 'medium', title: 'The processor record of billing lacks 1 field' },
      ]);
    },
  );

  it('lists what is missing, and where the record stands', () => {
    const [gap] = gapsOf(OPEN, 'EGR-005', to({ contact: '', dpa: { signed: '2025-02-01' } }));
    expect(gap?.summary).toBe(
      'Recipient billing (Billing GmbH) is declared as processor (DataMap, line 12). Not recorded: reference of the processing contract (dpa.ref) and contact. crm/Deployment/crm-api can connect to it.',
    );
  });

  it('asks a sub-processor under which authorisation it works', () => {
    expect(countsOf(OPEN, 'EGR-005', to({ role: 'sub-processor' }))).toMatchObject({ FAIL: 1 });
    const authorised = to({ role: 'sub-processor', authorisedUnder: 'DPA-012 annex 3' });
    expect(countsOf(OPEN, 'EGR-005', authorised)).toMatchObject({ PASS: 1 });
  });

  it('takes the purpose of a declared flow to the recipient for its own', () => {
    const flow = { line: 20, from: 'crm/Deployment/crm-api', to: 'recipient:billing', ports: [], purpose: 'billing' };
    const { purpose: _, ...rest } = COMPLETE;
    const options = { dataMap: { recipients: [recipient('billing', rest)], flows: [flow] } };
    expect(countsOf(OPEN, 'EGR-005', options)).toMatchObject({ PASS: 1 });
  });

  it('is not applicable to a controller of its own (false positive)', () => {
    expect(countsOf(OPEN, 'EGR-005', to({ role: 'controller', contact: '' }))).toMatchObject({ NOT_APPLICABLE: 1 });
  });

  it('is not evaluated where nobody says which role it has', () => {
    expect(resultOf(OPEN, 'EGR-005', without('role'))?.notEvaluated).toEqual(['billing: no role is declared.']);
  });

  it('is not applicable where nobody in scope can connect', () => {
    expect(countsOf(egr005Examples.passing, 'EGR-005', without('contact'))).toMatchObject({ NOT_APPLICABLE: 1 });
  });

  it('is UNKNOWN where it is not certain that anybody can connect', () => {
    const named = to({ cidrs: [], fqdns: ['api.billing.example'], contact: '' });
    expect(gapsOf(OPEN, 'EGR-005', named)[0]).toMatchObject({ result: 'UNKNOWN' });
  });
});

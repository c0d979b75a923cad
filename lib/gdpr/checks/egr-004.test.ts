import { describe, expect, it } from 'vitest';
import type { Recipient, TransferBasis } from '../data-map/types.ts';
import { recipient } from '../testing/recipients.ts';
import { countsOf, gapsOf, type ReportOptions, resultOf } from '../testing/report-of.ts';
import { egr004Examples } from './examples/egr-004.ts';

const OPEN = egr004Examples.failing;

function to(importerCountry: string, transfer?: TransferBasis, taken?: string, parts: Partial<Recipient> = {}) {
  const basis = transfer === undefined ? {} : { transfer };
  const recipients = [recipient('mailer', { cidrs: ['198.51.100.0/24'], importerCountry, ...basis, ...parts })];
  return { ...(taken === undefined ? {} : { taken }), dataMap: { recipients } } satisfies ReportOptions;
}
const TAKEN = '2026-11-01T12:00:00Z';
const found = (options: ReportOptions) =>
  gapsOf(OPEN, 'EGR-004', options).map(({ result, severity, title }) => `${result} ${severity} ${title}`);

describe('EGR-004: conditional or expiring transfer basis', () => {
  it('fails for a certification that nobody confirmed, and says what the decision asks for', () => {
    expect(gapsOf(OPEN, 'EGR-004', to('US', { basis: 'dpf' }, TAKEN))).toMatchObject([
      {
        result: 'FAIL',
        severity: 'medium',
        title: 'The condition of adequacy is not confirmed for mailer',
        summary:
          'Recipient mailer: The data map gives dpf as the basis. By the adequacy table of 2026-10-01 Implementing Decision (EU) 2023/1795 covers an importer only where the importer is certified under the EU-US Data Privacy Framework at the time. No date of a confirmation is recorded. crm/Deployment/crm-api can connect to it.',
      },
    ]);
  });

  it('passes where the certification or the scope was looked at', () => {
    expect(countsOf(OPEN, 'EGR-004', to('US', { basis: 'dpf', certified: '2026-09-01' }, TAKEN))).toMatchObject({
      PASS: 1,
    });
    const japan = { basis: 'adequacy', conditionConfirmed: '2026-09-01' };
    expect(countsOf(OPEN, 'EGR-004', to('JP', japan, TAKEN))).toMatchObject({ PASS: 1 });
  });

  it.each(['CA', 'JP', 'KR', 'IL'])('fails for the scope of %s that nobody confirmed', (country) => {
    expect(found(to(country, { basis: 'adequacy' }, TAKEN))).toHaveLength(1);
  });

  it('fails 90 days before an end, high once it has passed', () => {
    const scc = (validUntil: string) => to('IN', { basis: 'scc', validUntil }, TAKEN);
    expect(found(scc('2027-01-31'))).toEqual([]);
    expect(found(scc('2027-01-29'))).toEqual(['FAIL medium The transfer basis of mailer ends on 2027-01-29']);
    expect(found(scc('2026-11-01'))).toEqual(['FAIL medium The transfer basis of mailer ends on 2026-11-01']);
    expect(found(scc('2026-10-31'))).toEqual(['FAIL high The transfer basis of mailer ended on 2026-10-31']);
  });

  it('says how many days are left', () => {
    const [gap] = gapsOf(OPEN, 'EGR-004', to('IN', { basis: 'scc', validUntil: '2026-11-11' }, TAKEN));
    expect(gap?.summary).toContain('That is 10 days after the time of the source.');
  });

  it('looks at the end of the decision on which a transfer rests, recorded or not', () => {
    expect(found(to('GB', undefined, '2031-12-01T00:00:00Z'))).toEqual([
      'FAIL medium The transfer basis of mailer ends on 2031-12-27',
    ]);
    expect(found(to('GB', { basis: 'adequacy' }, '2032-01-01T00:00:00Z'))).toEqual([
      'FAIL high The transfer basis of mailer ended on 2031-12-27',
    ]);
    expect(found(to('GB', { basis: 'scc' }, '2032-01-01T00:00:00Z'))).toEqual([]);
  });

  it('is not applicable inside the EEA, where no basis is needed', () => {
    expect(countsOf(OPEN, 'EGR-004', to('DE', undefined, TAKEN))).toMatchObject({ NOT_APPLICABLE: 1 });
  });

  it('is not evaluated as to an end where the time is not known, and still asks for the condition', () => {
    const undated = to('IN', { basis: 'scc', validUntil: '2027-01-29' });
    expect(resultOf(OPEN, 'EGR-004', undated)?.notEvaluated).toEqual([
      'mailer: the time of the source is not known, so that no date can be judged.',
    ]);
    expect(found(to('US', { basis: 'dpf', validUntil: '2027-01-29' }))).toHaveLength(1);
  });

  it('is not evaluated under a law without a table, but for the days of the record', () => {
    const options = to('IN', { basis: 'scc', validUntil: '2026-10-31' }, TAKEN);
    const uk = { ...options, dataMap: { ...options.dataMap, regime: 'uk-gdpr' as const } };
    expect(countsOf(OPEN, 'EGR-004', uk)).toMatchObject({ FAIL: 1, NOT_EVALUATED: 1 });
  });

  it('is UNKNOWN where nobody reaches the recipient for certain', () => {
    const unread = { ...to('US', { basis: 'dpf' }, TAKEN, { cidrs: [], fqdns: ['api.mail.example'] }) };
    expect(found(unread)).toEqual(['UNKNOWN medium The condition of adequacy is not confirmed for mailer']);
  });
});

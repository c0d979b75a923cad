import { expect, test } from 'vitest';
import { checkWaiver, lastDay } from './check-waiver.ts';

const TODAY = '2026-11-24';
const DRAFT = {
  justification: 'Version 3 closes it, planned for January',
  reference: '',
  riskOwner: 'head-of-crm',
  approvedBy: 'dpo',
  recordedBy: 'team-crm',
  expiresAt: '2027-01-31',
  compensating: '',
};

test.each([
  [{}, []],
  [{ justification: 'nineteen characters' }, ['justification']],
  [{ justification: '                         ' }, ['justification']],
  [{ riskOwner: ' ' }, ['riskOwner']],
  [{ approvedBy: 'Head-of-CRM ' }, ['approvedBy']],
  [{ expiresAt: '2026-11-23' }, ['expiresAt']],
  [{ expiresAt: '' }, ['expiresAt']],
  [{ expiresAt: '2027-11-24' }, []],
  [{ expiresAt: '2027-11-25' }, ['expiresAt']],
])('%j has what is wrong in %j', (change, fields) => {
  expect(Object.keys(checkWaiver({ ...DRAFT, ...change }, TODAY))).toEqual(fields);
});

test('twelve months after a leap day end on 28 February', () => {
  expect(lastDay('2028-02-29')).toBe('2029-02-28');
});

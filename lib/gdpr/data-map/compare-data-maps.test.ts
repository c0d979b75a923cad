import { expect, it } from 'vitest';
import { compareDataMaps } from './compare-data-maps.ts';
import { parseDataMap } from './parse-data-map.ts';

const map = (...lines: readonly string[]) =>
  parseDataMap(['apiVersion: ringfence.dev/v1alpha1', 'kind: DataMap', ...lines].join('\n')).dataMap;

const before = map(
  'workloads:',
  '- match: {namespace: crm, name: db}',
  '  dataClass: personal',
  '- match: {namespace: crm, name: web}',
  '  dataClass: none',
  'recipients:',
  '- {id: mailer, importerCountry: US}',
);
const after = map(
  'recipients:',
  '- {id: bank, importerCountry: DE}',
  'workloads:',
  '- match: {namespace: crm, name: db}',
  '  dataClass: special',
  '  owner: crm-team',
  '- match: {namespace: crm, name: web}',
  '  dataClass: none',
);

it('tells entries that were added, removed and changed, with what of them', () => {
  expect(compareDataMaps(before, after)).toMatchObject([
    { part: 'recipient', name: 'bank', change: 'added' },
    {
      part: 'recipient',
      name: 'mailer',
      change: 'removed',
      fields: expect.arrayContaining([{ field: 'importerCountry', before: 'US' }]),
    },
    {
      part: 'workload',
      name: 'crm/*/db',
      change: 'changed',
      fields: [
        { field: 'dataClass', before: 'personal', after: 'special' },
        { field: 'owner', after: 'crm-team' },
      ],
    },
  ]);
});

it('tells nothing of lines that moved, and nothing where nobody declared anything', () => {
  expect(compareDataMaps(after, after)).toEqual([]);
  expect(compareDataMaps(undefined, undefined)).toEqual([]);
  expect(compareDataMaps(map('# moved', 'regime: eu-gdpr'), undefined)).toEqual([]);
});

it('tells a second entry about the same workloads, and another regime', () => {
  const one = ['workloads:', '- match: {namespace: crm}', '  dataClass: personal'];
  const two = [...one, '- match: {namespace: crm}', '  owner: crm-team', 'regime: uk-gdpr'];
  expect(compareDataMaps(map(...one), map(...two))).toMatchObject([
    { part: 'fact', name: 'regime', change: 'changed', fields: [{ before: 'eu-gdpr', after: 'uk-gdpr' }] },
    { part: 'workload', name: 'crm/*/* (2)', change: 'added', fields: [{ field: 'owner', after: 'crm-team' }] },
  ]);
});

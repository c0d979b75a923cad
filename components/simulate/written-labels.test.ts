import { expect, test } from 'vitest';
import { labelsOf, labelWords, objectOf } from './written-labels.ts';

test('labels are read as kubectl label writes them', () => {
  expect(labelsOf(' tier=front,old- empty= ')).toEqual({ tier: 'front', old: null, empty: '' });
  expect(labelWords({ tier: 'front', old: null })).toEqual(['tier=front', 'old-']);
  for (const wrong of ['', 'tier', '=x', '-']) expect(labelsOf(wrong)).toBeUndefined();
});

test('an object is a workload, a pod or a namespace', () => {
  expect(objectOf('crm/CronJob/x')).toEqual({ apiVersion: 'batch/v1', kind: 'CronJob', namespace: 'crm', name: 'x' });
  expect(objectOf('crm/crm-db-0')).toMatchObject({ kind: 'Pod', namespace: 'crm', name: 'crm-db-0' });
  expect(objectOf('crm')).toMatchObject({ kind: 'Namespace', name: 'crm' });
  for (const wrong of ['', 'a/', 'a/b/c/d']) expect(objectOf(wrong)).toBeUndefined();
});

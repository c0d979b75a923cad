import { describe, expect, it } from 'vitest';
import { classifyWorkloads } from './classify.ts';
import { cluster, namespace, workload } from './testing/manifests.ts';
import { modelOf } from './testing/report-of.ts';

const LABEL = 'ringfence.dev/data-class';
const classOf = (manifests: string, key: string) => classifyWorkloads(modelOf(manifests)).get(key);

describe('data class of a workload (gdpr.md §4.1)', () => {
  it('is declared by a label on the workload', () => {
    const db = workload('crm/crm-db', { kind: 'StatefulSet', dataClass: 'personal' });
    expect(classOf(cluster(namespace('crm'), db), 'crm/StatefulSet/crm-db')).toEqual({
      dataClass: 'personal',
      basis: 'declared',
      source: 'label on StatefulSet crm/crm-db',
      dataAtRest: false,
    });
  });

  it('is declared by a label on the pod template, and on a bare pod', () => {
    const api = workload('crm/api', { labels: { app: 'api', [LABEL]: 'pseudonymised' } });
    const pod = `apiVersion: v1\nkind: Pod\nmetadata: {name: one, namespace: crm, labels: {${LABEL}: children}}\nspec: {containers: [{name: c}]}`;
    expect(classOf(cluster(api, pod), 'crm/Deployment/api')).toMatchObject({
      dataClass: 'pseudonymised',
      source: 'label on the pod template of Deployment crm/api',
    });
    expect(classOf(cluster(api, pod), 'crm/Pod/one')).toMatchObject({ dataClass: 'children', basis: 'declared' });
  });

  it('is inherited from the namespace', () => {
    expect(
      classOf(cluster(namespace('crm', { [LABEL]: 'personal' }), workload('crm/api')), 'crm/Deployment/api'),
    ).toMatchObject({
      dataClass: 'personal',
      basis: 'inherited',
      source: 'label on Namespace crm',
    });
  });

  it('is unknown without a label, never none', () => {
    expect(classOf(workload('crm/api'), 'crm/Deployment/api')).toMatchObject({
      dataClass: 'unknown',
      basis: 'unknown',
    });
  });

  it('is the most sensitive of all sources: a workload cannot lower its namespace', () => {
    const manifests = cluster(namespace('crm', { [LABEL]: 'special' }), workload('crm/api', { dataClass: 'none' }));
    expect(classOf(manifests, 'crm/Deployment/api')).toMatchObject({ dataClass: 'special', basis: 'inherited' });
  });

  it('names the nearer source where two say the same', () => {
    const manifests = cluster(
      namespace('crm', { [LABEL]: 'personal' }),
      workload('crm/api', { dataClass: 'personal' }),
    );
    expect(classOf(manifests, 'crm/Deployment/api')).toMatchObject({ basis: 'declared' });
  });

  it.each(['Personal', 'constructor', 'unknown', ''])('reads the value %j as no class, and says so', (value) => {
    expect(classOf(workload('crm/api', { dataClass: value }), 'crm/Deployment/api')).toMatchObject({
      dataClass: 'unknown',
      source: `label on Deployment crm/api has a value that is no class: ${value}`,
    });
  });

  it('reads data at rest from its own label', () => {
    const db = workload('crm/db', { labels: { app: 'db', 'ringfence.dev/data-at-rest': 'true' } });
    expect(classOf(db, 'crm/Deployment/db')?.dataAtRest).toBe(true);
  });
});

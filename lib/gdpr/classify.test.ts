import { describe, expect, it } from 'vitest';
import { classifyWorkloads, collectWorkloadData } from './classify.ts';
import { parseDataMap } from './data-map/parse-data-map.ts';
import { createContext } from './run-checks.ts';
import { cluster, DENY_ALL, namespace, node, policy, workload } from './testing/manifests.ts';
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

describe('other vocabularies in annotations (gdpr.md §4.1, §4.4)', () => {
  const annotated = (key: string, value: string) =>
    JSON.stringify({
      ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
      metadata: { name: 'api', namespace: 'crm', annotations: { [key]: value } },
      spec: { template: { metadata: { labels: { app: 'api' } }, spec: { containers: [{ name: 'c', image: 'x' }] } } },
    });
  const dataMap = (alias: string) =>
    parseDataMap(`apiVersion: ringfence.dev/v1alpha1\nkind: DataMap\naliases: {${alias}}\n`).dataMap;

  it('are read by an alias of the DataMap', () => {
    const key = 'compliance.company.example/data-classification';
    const model = modelOf(annotated(key, 'personal-data'));
    expect(
      classifyWorkloads(model, dataMap(`dataClass: [${key}], dataAtRest: [company.example/data-at-rest]`)).get(
        'crm/Deployment/api',
      ),
    ).toMatchObject({ dataClass: 'personal', basis: 'declared', source: `annotation ${key} on Deployment crm/api` });
    const store = modelOf(annotated('company.example/data-at-rest', 'true'));
    const found = classifyWorkloads(store, dataMap('dataAtRest: [company.example/data-at-rest]'));
    expect(found.get('crm/Deployment/api')?.dataAtRest).toBe(true);
  });

  it('are signs without one', () => {
    expect(classOf(annotated('contains-pii', 'true'), 'crm/Deployment/api')).toMatchObject({
      dataClass: 'personal',
      basis: 'inferred',
    });
  });
});

describe('the DataMap (gdpr.md §4.3)', () => {
  const mapped = (manifests: string, workloads: string, key: string, more = '') => {
    const { dataMap, problems } = parseDataMap(
      `apiVersion: ringfence.dev/v1alpha1\nkind: DataMap\n${more}workloads:\n${workloads}`,
    );
    expect(problems).toEqual([]);
    return collectWorkloadData(modelOf(manifests), dataMap).get(key);
  };
  const labelled = workload('crm/cache', { dataClass: 'personal' });

  it('declares, with the line of the entry', () => {
    expect(
      mapped(workload('crm/api'), '- match: {namespace: crm, name: "a*"}\n  dataClass: special', 'crm/Deployment/api'),
    ).toMatchObject({ classification: { dataClass: 'special', basis: 'declared', source: 'DataMap, line 4' } });
  });

  it('lowers a class only with a reason; without it the higher one stays', () => {
    const entry = '- match: {name: cache}\n  dataClass: none';
    expect(mapped(labelled, entry, 'crm/Deployment/cache')?.classification.dataClass).toBe('personal');
    expect(mapped(labelled, `${entry}\n  because: keys are article numbers`, 'crm/Deployment/cache')).toMatchObject({
      classification: {
        dataClass: 'none',
        basis: 'declared',
        lowered: { from: 'personal', because: 'keys are article numbers' },
      },
    });
  });

  it('does not lower what a more sensitive entry of it declares', () => {
    const entries = `- match: {namespace: crm}
  dataClass: none
  because: test data
- match: {name: cache}
  dataClass: personal`;
    expect(mapped(labelled, entries, 'crm/Deployment/cache')?.classification.dataClass).toBe('personal');
  });

  it('takes a class from categories of data', () => {
    expect(
      mapped(
        workload('crm/api'),
        '- match: {name: api}\n  categories: [user.contact, user.health_and_medical.record_id]',
        'crm/Deployment/api',
      )?.classification,
    ).toMatchObject({
      dataClass: 'special',
      basis: 'declared',
      source: 'DataMap, line 4: user.health_and_medical.record_id',
    });
  });

  it('reads labels of another vocabulary where it names them', () => {
    const company = workload('crm/api', { labels: { app: 'api', 'company.example/data': 'personal-data' } });
    expect(
      mapped(
        company,
        '- match: {name: other}\n  record: R-1',
        'crm/Deployment/api',
        'aliases: {dataClass: [company.example/data]}\n',
      )?.classification,
    ).toMatchObject({
      dataClass: 'personal',
      basis: 'declared',
      source: 'label company.example/data on the pod template of Deployment crm/api',
    });
  });

  it('says whether data rests there', () => {
    const image = workload('crm/db', { image: 'postgres:17' });
    const { dataMap } = parseDataMap(
      'apiVersion: ringfence.dev/v1alpha1\nkind: DataMap\nworkloads: [{match: {name: db}, dataAtRest: false}]',
    );
    expect(createContext(modelOf(image), {}).workloads.get('crm/Deployment/db')?.store).toBe('image');
    expect(createContext(modelOf(image), { dataMap }).workloads.get('crm/Deployment/db')?.store).toBeUndefined();
  });
});

describe('heuristics (gdpr.md §4.4)', () => {
  const dataOf = (manifests: string, key: string) => collectWorkloadData(modelOf(manifests)).get(key);

  it('infer a class from one strong sign, and name it', () => {
    expect(
      dataOf(workload('web/list', { image: 'docker.io/knadh/listmonk:4.1' }), 'web/Deployment/list'),
    ).toMatchObject({
      classification: {
        dataClass: 'personal',
        basis: 'inferred',
        confidence: 0.8,
        source: 'image knadh/listmonk (H-IMG-07)',
      },
    });
  });

  it('infer a class from two weak signs of different kinds, not from one and not from two of a kind', () => {
    const inferred = (id: string, port?: number) =>
      dataOf(workload(id, { port }), `${id.split('/')[0]}/Deployment/${id.split('/')[1]}`);
    expect(inferred('mail/customer-mailer', 587)?.classification).toMatchObject({
      dataClass: 'personal',
      confidence: 0.58,
    });
    expect(inferred('mail/out', 587)?.classification.dataClass).toBe('unknown');
    expect(inferred('crm/customers')?.classification.dataClass).toBe('unknown');
    expect(inferred('crm/customers')?.signals?.map(({ id, what }) => [id, what])).toEqual([
      ['H-NAME-01', 'customers'],
      ['H-NAME-01', 'crm'],
    ]);
    expect(inferred('radiology/dicom-node', 11112)?.classification).toMatchObject({ dataClass: 'special' });
  });

  it('only raise', () => {
    const declared = (dataClass: string) =>
      dataOf(workload('web/list', { image: 'knadh/listmonk:4', dataClass }), 'web/Deployment/list')?.classification;
    expect(declared('special')).toMatchObject({ dataClass: 'special', basis: 'declared' });
    expect(declared('none')).toMatchObject({ dataClass: 'personal', basis: 'inferred' });
  });

  it('say that a database holds data, and nothing of whom', () => {
    expect(
      dataOf(workload('app/pg', { image: 'postgres:17', port: 5432 }), 'app/Deployment/pg')?.classification,
    ).toMatchObject({
      dataClass: 'unknown',
    });
  });

  it('read labels that speak of confidentiality as hints only', () => {
    const of = (labels: Record<string, string>) =>
      dataOf(workload('app/x', { labels: { app: 'x', ...labels } }), 'app/Deployment/x')?.classification.dataClass;
    expect(of({ 'data-classification': 'confidential' })).toBe('unknown');
    expect(of({ 'data-classification': 'internal' })).toBe('unknown');
    expect(of({ 'contains-pii': 'true' })).toBe('personal');
    expect(of({ dataprotection: 'kasten' })).toBe('unknown');
  });

  it('take it as a hint that all clients of a store handle personal data, one step and no further', () => {
    const manifests = cluster(
      namespace('a'),
      workload('a/api', { dataClass: 'personal' }),
      workload('a/customer-db', { image: 'postgres:17', port: 5432 }),
      workload('a/replica', { image: 'postgres:17', port: 5432 }),
      policy('a/deny', DENY_ALL),
      policy(
        'a/api',
        '{podSelector: {matchLabels: {app: customer-db}}, ingress: [{from: [{podSelector: {matchLabels: {app: api}}}]}]}',
      ),
      policy('a/api-out', '{podSelector: {matchLabels: {app: api}}, policyTypes: [Egress], egress: [{}]}'),
      policy(
        'a/replica',
        '{podSelector: {matchLabels: {app: replica}}, ingress: [{from: [{podSelector: {matchLabels: {app: customer-db}}}]}]}',
      ),
      policy('a/db-out', '{podSelector: {matchLabels: {app: customer-db}}, policyTypes: [Egress], egress: [{}]}'),
    );
    expect(dataOf(manifests, 'a/Deployment/customer-db')).toMatchObject({
      classification: { dataClass: 'personal', basis: 'inferred' },
      signals: expect.arrayContaining([expect.objectContaining({ id: 'H-GRAPH-01', what: '1' })]),
    });
    expect(dataOf(manifests, 'a/Deployment/replica')?.signals?.some(({ id }) => id === 'H-GRAPH-01')).toBe(false);
  });

  it.each([
    ['on the node of the store', 'n1', 'acme/agent:1', false],
    ['on another node', 'n2', 'acme/agent:1', true],
    ['that is known to run on every node and keep no data', 'n1', 'registry.k8s.io/kube-proxy:v1.33', true],
    ['that passes the data of others on', 'n1', 'registry.k8s.io/ingress-nginx/controller:v1', false],
    ['that is an operator', 'n1', 'acme/our-operator:1', false],
  ])('know of a client on the host network that no rule names: one %s', (_, nodeName, image, isSign) => {
    const pod = (id: string, spec: object, labels: object = {}) => {
      const [ns, name] = id.split('/');
      return JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: ns, labels }, spec });
    };
    const db = { containers: [{ name: 'db', image: 'postgres:17', ports: [{ containerPort: 5432 }] }], nodeName: 'n1' };
    const manifests = cluster(
      ...[namespace('a'), namespace('sys'), node('n1'), node('n2')],
      workload('a/api', { dataClass: 'personal' }),
      pod('a/store', db, { app: 'store' }),
      pod('sys/agent', { containers: [{ name: 'main', image }], hostNetwork: true, nodeName }),
      policy(
        'a/in',
        '{podSelector: {matchLabels: {app: store}}, ingress: [{from: [{podSelector: {matchLabels: {app: api}}}]}]}',
      ),
    );
    const signs = dataOf(manifests, 'a/Pod/store')?.signals ?? [];
    expect(signs.some(({ id }) => id === 'H-GRAPH-01')).toBe(isSign);
  });

  it('let a backup inherit the class of the stores that it reaches', () => {
    const manifests = cluster(
      namespace('a'),
      workload('a/db', { image: 'postgres:17', port: 5432, dataClass: 'special' }),
      workload('a/velero', { image: 'velero/velero:v1' }),
    );
    expect(dataOf(manifests, 'a/Deployment/velero')?.classification).toMatchObject({
      dataClass: 'special',
      basis: 'inferred',
      confidence: 0.7,
      source: 'backup of a/Deployment/db (H-BAK-01)',
    });
  });

  it('know infrastructure without data of its own, which stays unknown, and no longer with another container', () => {
    const dns = (images: readonly string[]) =>
      dataOf(
        workload('kube-system/coredns', { pod: { containers: images.map((image, i) => ({ name: `c${i}`, image })) } }),
        'kube-system/Deployment/coredns',
      );
    expect(dns(['registry.k8s.io/coredns/coredns:v1.13'])).toMatchObject({
      classification: { dataClass: 'unknown' },
      noOwnData: { source: 'image coredns/coredns: part of Kubernetes itself (N-01)' },
    });
    expect(dns(['registry.k8s.io/coredns/coredns:v1.13', 'acme/app:1'])?.noOwnData).toBeUndefined();
  });
});

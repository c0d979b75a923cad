import { describe, expect, test } from 'vitest';
import type { EndpointInput } from '#lib/api/endpoints.ts';
import { holdsPort } from '#lib/graph/filter/filter-subject.ts';
import { portsJson } from '#lib/policy/port-set.ts';
import { parseProfile } from '#lib/policy/profile.ts';
import { demoReading } from '#server/cluster/demo/demo-source.ts';
import { createAnalysis } from './analysis.ts';
import { filterValuesView, filterView } from './filter-view.ts';
import { listPods } from './pod-list.ts';

const { objects, taken } = await demoReading();
const analysis = createAnalysis(objects, parseProfile('upstream', []), {
  clusterId: 'demo',
  clusterName: 'demo',
  revision: { seq: 1, content: '' },
  taken,
});

type Input = EndpointInput<'GET /api/clusters/{cluster}/filter'>;
const ask = (q: string, more: Partial<Input> = {}) =>
  filterView(analysis, { cluster: 'demo', q, of: 'map', level: 'workloads', ...more });
const ids = async (q: string, more: Partial<Input> = {}) => (await ask(q, more)).ids;

describe('filterView', () => {
  test('names the boxes of each level', async () => {
    expect(await ids('label:app=crm-db')).toEqual(['crm/StatefulSet/crm-db']);
    expect(await ids('label:app=crm-db', { level: 'pods' })).toEqual(['pod:crm/crm-db-0']);
    expect(await ids('label:app=crm-db', { level: 'namespaces' })).toEqual(['ns:crm']);
  });
  test('a tile matches where one thing inside has everything, not several something each', async () => {
    expect(await ids('kind:sts class:personal', { level: 'namespaces' })).toContain('ns:crm');
    expect(await ids('name:crm-web class:personal', { level: 'namespaces' })).toEqual([]);
  });
  test.each(['1', '5432', '8080', 'udp/53'])('knows of tiles whether pods inside may talk on port %s', async (port) => {
    const { model } = analysis;
    const may = (from: string, to: string) => {
      const [source, target] = [model.classOf(from), model.classOf(to)];
      if (from === to || source === undefined || target === undefined) return false;
      const relation = model.relation(
        { type: 'class', class: source, pod: from },
        { type: 'class', class: target, pod: to },
      );
      return holdsPort([portsJson(relation.may)], port);
    };
    const podsOf = Map.groupBy(objects.pods.keys(), (key) => key.slice(0, key.indexOf('/')));
    const wanted = [...podsOf].filter(([, pods]) => pods.some((from) => pods.some((to) => may(from, to))));
    const { inside } = await ask(`port:${port}`, { level: 'namespaces' });
    expect([...(inside ?? [])].sort()).toEqual(wanted.map(([namespace]) => `ns:${namespace}`).sort());
  });
  test('of policies every word must match somewhere, and ns: names one namespace, not a prefix', async () => {
    expect(await ids('crm allow', { of: 'policies' })).toEqual(['crm/NetworkPolicy/allow-db-connection']);
    const inCrm = await ids('ns:crm', { of: 'policies' });
    expect(inCrm.every((id) => id.startsWith('crm/'))).toBe(true);
    expect(await ids('ns:cr', { of: 'policies' })).toEqual([]);
  });
  test('of gaps it keeps ids', async () => {
    const { ids: kept, found, of } = await ask('ns:crm gap:high', { of: 'gaps' });
    expect(kept).toHaveLength(found);
    expect(of).toBeGreaterThan(found);
  });
  test('names those that only what is undecided keeps, of those it keeps', async () => {
    const { ids: kept, depends } = await ask('reaches:shop/orders-db');
    expect(depends).toEqual(['kube-system/DaemonSet/cilium']);
    expect(kept).toContain('kube-system/DaemonSet/cilium');
    expect((await ask('ns:crm')).depends).toBeUndefined();
  });
  test('names every gap that it keeps: the page shows no other', async () => {
    const [gap] = analysis.gapReport.gaps;
    if (gap === undefined) throw new Error('the demo has no gap');
    const gaps = Array.from({ length: 3001 }, () => gap);
    const many = Object.create(analysis, {
      gapReport: { value: { ...analysis.gapReport, gaps } },
      checked: { value: () => Promise.resolve(many) },
    }) as typeof analysis;
    const { ids: kept, leftOut } = await filterView(many, {
      cluster: 'demo',
      q: `check:${gap.check}`,
      of: 'gaps',
    } as Input);
    expect(kept).toHaveLength(3001);
    expect(leftOut).toBe(0);
  });
  test('says what cannot be read, with its column', async () => {
    await expect(ask('ns:crm class:patient')).rejects.toThrow('Column 14');
    await expect(ask('verdict:depends', { of: 'gaps' })).rejects.toThrow('asked of connections');
  });
});

describe('filterValuesView', () => {
  const values = async (key: EndpointInput<'GET /api/clusters/{cluster}/filter-values'>['key'], text = '') =>
    (await filterValuesView(analysis, { cluster: 'demo', key, text, of: 'map' })).values;
  test('offers what is there, that of most first', async () => {
    const labels = await values('label', 'app=crm');
    expect(labels.map(({ value }) => value)).toContain('app=crm-db');
    expect(labels.every(({ value }) => value.includes('app=crm'))).toBe(true);
  });
  test('offers a name that two kinds share once', async () => {
    const [key, workload] = [...objects.workloads].find(([each]) => each === 'crm/StatefulSet/crm-db') ?? [];
    if (key === undefined || workload === undefined) throw new Error('the demo has no crm-db');
    const twin = { ...workload, kind: 'Deployment' } as typeof workload;
    const workloads = new Map([...objects.workloads, ['crm/Deployment/crm-db', twin] as const]);
    const twins = createAnalysis({ ...objects, workloads }, parseProfile('upstream', []), {
      clusterId: 'demo',
      clusterName: 'demo',
      revision: { seq: 1, content: '' },
      taken,
    });
    expect(twins.model.workloads).toContain('crm/Deployment/crm-db');
    const offered = await filterValuesView(twins, { cluster: 'demo', key: 'reaches', text: 'crm/crm-db', of: 'map' });
    expect(offered.values.map(({ value }) => value)).toEqual(['crm/crm-db']);
  });
  test('counts what a value would leave', async () => {
    const classes = await values('class');
    expect(classes.find(({ value }) => value === 'personal')?.found).toBe((await ask('class:personal')).found);
    expect(classes.find(({ value }) => value === 'criminal')?.found).toBe(0);
  });
});

describe('listPods', () => {
  const found = (q: string) => listPods(analysis, { q, offset: 0, limit: 100 }).items.map(({ key }) => key);
  test('takes the filter', () => {
    expect(found('ns:crm kind:sts')).toEqual(['crm/crm-db-0']);
    expect(found('label:app=crm-db')).toEqual(['crm/crm-db-0']);
  });
  test('finds words in labels and addresses as before', () => {
    expect(found('app=crm-db')).toEqual(['crm/crm-db-0']);
    expect(found(objects.pods.get('crm/crm-db-0')?.status?.podIP ?? '')).toContain('crm/crm-db-0');
  });
  test('tells what only depends on what is undecided, and lists it alone', () => {
    const ask = (only?: 'undecided') => listPods(analysis, { q: 'reaches:kube-system', only, offset: 0, limit: 100 });
    const reaches = [...objects.pods].map(([key, pod]) => [
      key,
      analysis.subjects.pod(key, pod).reaches?.('kube-system'),
    ]);
    const unsure = reaches.filter(([, found]) => found === 'depends').map(([key]) => key);
    expect(unsure.length).toBeGreaterThan(0);
    expect(ask().undecided).toBe(unsure.length);
    expect(ask().matched).toBe(reaches.filter(([, found]) => found !== undefined).length);
    expect(ask('undecided').items.map(({ key }) => key)).toEqual(unsure.sort());
    expect(listPods(analysis, { q: 'ns:crm', offset: 0, limit: 100 }).undecided).toBe(0);
  });
  test('says of connections that they are asked elsewhere', () => {
    expect(() => found('port:5432')).toThrow('asked of connections');
  });
});

import { describe, expect, it } from 'vitest';
import { classifyWorkloads } from '#lib/gdpr/classify.ts';
import { runChecks } from '#lib/gdpr/run-checks.ts';
import type { Classification } from '#lib/gdpr/types.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { connectionsOf } from '#lib/policy/connections.ts';
import { NO_PORTS } from '#lib/policy/port-set.ts';
import { parseProfile } from '#lib/policy/profile.ts';
import { demoReading } from '#server/cluster/demo/demo-source.ts';
import { clusterSubjects } from './cluster-subjects.ts';
import { allHold, isKeptByDepends } from './filter-subject.ts';
import { connectionFilter } from './match-connection.ts';
import { parseFilter } from './parse-filter.ts';

const { objects, taken } = await demoReading();
const model = compileModel(objects, parseProfile('upstream', []));
const { gaps } = runChecks(model, { taken });
const classes = classifyWorkloads(model);
const classificationOf = (key: string) => classes.get(key) as Classification;
const subjects = clusterSubjects({ model, classificationOf, gaps: () => gaps });
const connections = connectionsOf(model);

const terms = (text: string) => parseFilter(text).terms;
const workloads = (text: string) => model.workloads.filter((key) => allHold(subjects.workload(key), terms(text)));
const edges = (text: string) => {
  const isKept = connectionFilter(parseFilter(text), subjects, () => gaps);
  return [...connections.edges].filter((edge) => isKept(edge, () => connections.json(edge.relation)));
};

describe('a filter over a cluster', () => {
  it('finds workloads by a label of their pods, by its key alone, and with a star', () => {
    expect(workloads('label:app=crm-db')).toEqual(['crm/StatefulSet/crm-db']);
    expect(workloads('label:app').length).toBeGreaterThan(10);
    expect(workloads('label:app=crm-*').length).toBeGreaterThan(workloads('label:app=crm-db').length);
    expect(workloads('label:app=crm')).toEqual([]);
  });
  it('finds workloads by the policy that selects them', () => {
    expect(workloads('policy:allow-db-connection')).toEqual(['crm/Deployment/crm-api']);
  });
  it('takes commas for or, and a minus for neither', () => {
    const both = workloads('class:personal,special');
    expect(both).toEqual([...workloads('class:personal'), ...workloads('class:special')].sort());
    expect(workloads('-class:personal,special')).toHaveLength(model.workloads.length - both.length);
  });
  it('asks the engine whether the internet can be reached', () => {
    const reaching = workloads('reaches:internet');
    expect(reaching).toContain('crm/Deployment/mailer');
    expect(reaching).not.toContain('crm/StatefulSet/crm-db');
    for (const key of model.workloads) {
      const open = [...model.classesOfWorkload(key).keys()].some(
        (id) => model.gate({ type: 'class', class: id }, 'egress').isolated === 'no',
      );
      if (open) expect(reaching).toContain(key);
    }
  });
  it('finds who reaches a namespace, a workload or a class, as asking about every pair of pods does', () => {
    const pods = [...objects.pods.keys()];
    const end = (pod: string) => ({ type: 'class', class: model.classOf(pod) as number, pod }) as const;
    const reach = (isTarget: (workload: string) => boolean) => {
      const targets = pods.filter((pod) => isTarget(model.workloadOfPod(pod)));
      return model.workloads.filter((workload) =>
        pods.some(
          (pod) =>
            model.workloadOfPod(pod) === workload &&
            targets.some(
              (target) =>
                model.workloadOfPod(target) !== workload && model.relation(end(pod), end(target)).may !== NO_PORTS,
            ),
        ),
      );
    };
    expect(workloads('reaches:payments')).toEqual(reach((key) => key.startsWith('payments/')));
    expect(workloads('reaches:shop/orders-db')).toEqual(reach((key) => key.endsWith('/orders-db')));
    expect(workloads('reaches:class:special')).toEqual(reach((key) => classificationOf(key).dataClass === 'special'));
    expect(workloads('reaches:kube-*')).toEqual(reach((key) => key.startsWith('kube-system/')));
    expect(workloads('reaches:payments').length).toBeLessThan(model.workloads.length);
    expect(workloads('reaches:nowhere')).toEqual([]);
  });
  it('tells what reaches only where something undecided allows it', () => {
    const depends = (text: string) =>
      model.workloads.filter((key) => {
        const subject = subjects.workload(key);
        return allHold(subject, terms(text)) && isKeptByDepends(subject, terms(text));
      });
    // an agent on the host network: whether policies hold there is not decided
    expect(depends('reaches:shop/orders-db')).toEqual(['kube-system/DaemonSet/cilium']);
    expect(depends('-reaches:shop/orders-db')).toEqual([]);
  });
  it('finds what has a gap of a check, or of its family', () => {
    expect(workloads('check:ISO-001')).toContain('crm/StatefulSet/crm-db');
    expect(workloads('check:iso').length).toBeGreaterThanOrEqual(workloads('check:iso-001').length);
  });
  it('finds a pod by what is said of its workload', () => {
    const pod = objects.pods.get('crm/crm-db-0');
    if (pod === undefined) throw new Error('the demo has no crm-db-0');
    const subject = subjects.pod('crm/crm-db-0', pod);
    for (const text of ['kind:sts', 'kind:pod', 'name:crm-db', 'class:personal', 'gap:high', 'ns:crm crm-db']) {
      expect(allHold(subject, terms(text)), text).toBe(true);
    }
    expect(allHold(subject, terms('kind:deploy'))).toBe(false);
  });
  it('finds gaps by their subject, check and ports', () => {
    const found = (text: string) => gaps.filter((gap) => allHold(subjects.gap(gap), terms(text)));
    expect(found('check:iso-001 ns:crm').map(({ title }) => title)).toContain('crm-db is reachable from any pod');
    expect(found('gap:high').every(({ severity }) => severity === 'critical' || severity === 'high')).toBe(true);
    expect(found('label:app=crm-db').every(({ subject }) => subject.name === 'crm-db')).toBe(true);
  });
  it('finds policies by whom they select and which ports they open', () => {
    const found = (text: string) =>
      model.policies.filter((each) => allHold(subjects.policy(each), terms(text))).map(({ policy }) => policy.name);
    expect(found('ns:crm port:8080')).toContain('crm-web-ingress');
    expect(found('class:special').length).toBeGreaterThan(0);
    expect(found('ns:crm name:allow*')).toEqual(['allow-db-connection']);
  });
});

describe('a filter over the list of connections', () => {
  it('keeps those with an end that it names', () => {
    const found = edges('ns:crm port:5432');
    expect(found.length).toBeGreaterThan(0);
    for (const { from, to } of found) expect([from, to].some((end) => end.startsWith('crm/'))).toBe(true);
  });
  it('drops those with an end that is taken away', () => {
    for (const { from, to } of edges('reaches:internet -ns:kube-system')) {
      expect([from, to].some((end) => end.startsWith('kube-system/'))).toBe(false);
    }
  });
  it('keeps the line of everybody where that is the gap', () => {
    const found = edges('check:iso-001 ns:crm').map(({ from, to }) => `${from} ${to}`);
    expect(found).toContain('any-pod crm/StatefulSet/crm-db');
  });
  it('keeps all where nothing is asked', () => {
    expect(edges('')).toHaveLength([...connections.edges].length);
  });
});

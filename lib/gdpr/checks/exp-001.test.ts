import { describe, expect, it } from 'vitest';
import { cluster, namespace, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf, reportOf } from '../testing/report-of.ts';
import { exp001Examples } from './examples/exp-001.ts';

const DB = workload('crm/crm-db', { kind: 'StatefulSet', dataClass: 'personal', port: 5432, image: 'postgres:17' });
const BASE = [namespace('crm'), namespace('edge'), DB];
const service = (spec: string, metadata = '') =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: crm-db, namespace: crm${metadata}}\nspec: {selector: {app: crm-db}, ports: [{port: 5432}], ${spec}}`;
const LOCAL = 'type: LoadBalancer, externalTrafficPolicy: Local';
const INGRESS = cluster(
  service('type: ClusterIP'),
  'apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: nginx}\nspec: {controller: k8s.io/ingress-nginx}',
  'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: db, namespace: crm}\nspec: {ingressClassName: nginx, rules: [{host: db.acme.example, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: crm-db, port: {number: 5432}}}}]}}]}',
  workload('edge/ingress-nginx-controller', {
    labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
    dataClass: 'none',
    port: 80,
  }),
  'apiVersion: v1\nkind: Service\nmetadata: {name: edge, namespace: edge}\nspec: {type: LoadBalancer, externalTrafficPolicy: Local, selector: {app.kubernetes.io/name: ingress-nginx}, ports: [{port: 80}]}',
);
const only = (yaml: string, options = {}) => gapsOf(yaml, 'EXP-001', options);

describe('EXP-001: the internet reaches a personal-data store directly', () => {
  it('fails at exposure 4, naming the object that opens the way and the gates', () => {
    const [gap, ...more] = only(exp001Examples.failing);
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      result: 'FAIL',
      severity: 'high',
      derivation: 'high = personal (declared) × internet (exposure 4)',
      title: 'The internet reaches the data store crm-db directly',
    });
    expect(gap?.witness[0]).toMatchObject({ from: 'internet', to: 'crm/StatefulSet/crm-db', verdict: 'allow' });
    expect(gap?.witness[0]?.because.map(({ text }) => text)).toEqual([
      'Service crm/crm-db (LoadBalancer, spec.type) port 5432, from the internet',
      'No NetworkPolicy in crm selects app=crm-db for ingress.',
    ]);
    expect(gap?.fix.yaml).toContain('type: ClusterIP');
  });

  it('passes behind a ClusterIP', () => {
    expect(only(exp001Examples.passing)).toEqual([]);
    expect(countsOf(exp001Examples.passing, 'EXP-001')).toMatchObject({ PASS: 1, NOT_EVALUATED: 0 });
  });

  it('fails where the ingress controller gets through, and its fix keeps the controller out', () => {
    const [gap] = only(cluster(...BASE, INGRESS));
    expect(gap).toMatchObject({ result: 'FAIL', peers: ['edge/Deployment/ingress-nginx-controller'] });
    expect(gap?.witness.map(({ from, to }) => `${from} > ${to}`)).toEqual([
      'internet > edge/Deployment/ingress-nginx-controller',
      'edge/Deployment/ingress-nginx-controller > crm/StatefulSet/crm-db',
    ]);
    expect(only(cluster(...BASE, INGRESS, gap?.fix.yaml ?? ''))).toEqual([]);
  });

  it.each([
    [
      'an internal load balancer',
      LOCAL,
      ", annotations: {service.beta.kubernetes.io/aws-load-balancer-internal: 'true'}",
      'private network',
    ],
    [
      'source ranges of public addresses',
      `${LOCAL}, loadBalancerSourceRanges: [203.0.113.0/24]`,
      '',
      'named addresses outside',
    ],
  ])('known false positive: %s is exposure 3, not 4', (_, spec, metadata, words) => {
    expect(only(cluster(...BASE, service(spec, metadata)))).toMatchObject([
      { result: 'FAIL', derivation: `high = personal (declared) × ${words} (counted as exposure 3)` },
    ]);
  });

  describe('of ranges that are written oddly', () => {
    const rule = (cidr: string) =>
      policy(
        'crm/office',
        `{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{ipBlock: {cidr: ${cidr}}}]}]}`,
      );
    const of = (range: string, cidr: string) =>
      only(cluster(...BASE, service(`${LOCAL}, loadBalancerSourceRanges: [203.0.113.0/24, '${range}']`), rule(cidr)));

    it.each(['000.0.0.0/0', ' 0.0.0.0/0', '0.0.0.0/00'])(
      'row 75: fails where %j is everybody to Kubernetes',
      (range) => {
        expect(of(range, '198.51.0.0/16')).toMatchObject([{ result: 'FAIL' }]);
        expect(of(range, '0.0.0.0/0')).toMatchObject([
          { result: 'FAIL', derivation: expect.stringContaining('exposure 4') },
        ]);
      },
    );

    it('is UNKNOWN where nobody can read one', () => {
      const because = ['A load balancer names a range of clients that is no address block; it may mean anybody.'];
      expect(of('office', '198.51.0.0/16')).toMatchObject([{ result: 'UNKNOWN', unknownBecause: because }]);
    });
  });

  it('is exposure 3 where a rule admits named addresses only', () => {
    const rule = policy(
      'crm/office',
      '{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{ipBlock: {cidr: 198.51.100.0/24}}]}]}',
    );
    const [gap] = only(cluster(...BASE, service(LOCAL), rule));
    expect(gap?.title).toBe('Named addresses outside reach the data store crm-db directly');
    expect(gap?.witness[0]?.from).toBe('198.51.100.0/24');
  });

  it('counts no port of figures where the store has a port of its own kind', () => {
    const exporter = service(`${LOCAL}`).replace('port: 5432', 'port: 9187');
    const db = DB.replace('{"containerPort":5432}', '{"containerPort":5432},{"containerPort":9187}');
    expect(only(cluster(namespace('crm'), db, exporter))).toEqual([]);
  });

  it.each([
    ['a further listener of Kafka beside a known port of its kind', 9092, 9094, undefined, 1],
    ['the port of an exporter', 5432, 9187, undefined, 0],
    ['a port that is named for figures', 5432, 8008, 'http-metrics', 0],
    ['a port of an exporter that has another name', 9092, 9100, 'external', 1],
    ['a port for figures where it has no other', 9187, 9187, undefined, 1],
  ])('tells of %s', (_, own, exposed, name, gaps) => {
    const ports = [{ containerPort: own }, { containerPort: exposed, ...(name === undefined ? {} : { name }) }];
    const db = DB.replace('[{"containerPort":5432}]', JSON.stringify(ports));
    const open = service(LOCAL).replace('port: 5432', `port: ${exposed}`);
    expect(only(cluster(namespace('crm'), db, open))).toHaveLength(gaps);
  });

  it('is UNKNOWN where a node may stand for the client', () => {
    const rule = policy(
      'crm/internet',
      '{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}]}',
    );
    expect(only(cluster(...BASE, service('type: LoadBalancer'), rule))).toMatchObject([
      {
        result: 'UNKNOWN',
        derivation: 'up to high = personal (declared) × internet (exposure 4)',
        unknownBecause: ['The source address may be rewritten before policies look.'],
      },
    ]);
  });

  it('is UNKNOWN where nobody can tell from where a node port is reached', () => {
    expect(only(cluster(...BASE, service('type: NodePort, externalTrafficPolicy: Local')))).toMatchObject([
      { result: 'UNKNOWN', unknownBecause: [expect.stringContaining('From where')] },
    ]);
  });

  it('does not evaluate a store where Services may not be read', () => {
    const kinds = [{ resource: 'services', kind: 'Service', count: 0, state: 'forbidden' }] as const;
    const check = reportOf(cluster(...BASE), { completeness: { kinds } }).checks.find(({ id }) => id === 'EXP-001');
    expect(check?.counts).toMatchObject({ PASS: 0, NOT_EVALUATED: 1 });
  });
});

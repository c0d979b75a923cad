import { describe, expect, it } from 'vitest';
import { EMPTY_DATA_MAP } from '../data-map/types.ts';
import { runChecks } from '../run-checks.ts';
import { cluster, namespace, node, podWith, policy, workload } from '../testing/manifests.ts';
import { countsOf, gapsOf, modelOf, reportOf } from '../testing/report-of.ts';
import { parseWaivers } from '../waivers/parse-waivers.ts';
import { exp002Examples } from './examples/exp-002.ts';

const only = (yaml: string, options = {}) => gapsOf(yaml, 'EXP-002', options);
const WEB = 'health/Deployment/web';
const API = 'health/Deployment/api';
const DB = 'health/Deployment/records-db';
const flow = (from: string, to: string, port: number) => ({
  ...{ line: 1, from, to, ports: [{ protocol: 'TCP' as const, port }] },
});
const CHAIN = [flow('internet', WEB, 8080), flow(WEB, API, 8443), flow(API, DB, 5432)];
function withFlows(yaml: string, flows: ReturnType<typeof flow>[]) {
  const { gaps } = runChecks(modelOf(yaml), { dataMap: { ...EMPTY_DATA_MAP, flows } });
  return gaps.filter(({ check }) => check === 'EXP-002');
}

describe('EXP-002: a chain from the internet to special-category data', () => {
  it('fails with every hop, the number of ways and the smallest cut', () => {
    const [gap, ...more] = only(exp002Examples.failing);
    expect(more).toEqual([]);
    expect(gap).toMatchObject({
      result: 'FAIL',
      severity: 'medium',
      title: 'The internet reaches records-db in 3 connections',
      derivation:
        'medium = special category (declared) × internet (exposure 4); one level less for each of 2 further hops, at least low',
    });
    expect(gap?.witness.map(({ from, to }) => [from, to])).toEqual([
      ['internet', WEB],
      [WEB, API],
      [API, DB],
    ]);
    expect(gap?.summary).toContain('There is no other way that is as short.');
    expect(gap?.summary).toContain(`leaves no way of any length: 1 (${WEB} → ${API}).`);
  });

  it('passes where the chain is broken', () => {
    expect(only(exp002Examples.passing)).toEqual([]);
    expect(countsOf(exp002Examples.passing, 'EXP-002')).toMatchObject({ PASS: 1, NOT_APPLICABLE: 2 });
  });

  it('closes the cut with its fix', () => {
    const [gap] = only(exp002Examples.failing);
    expect(gap?.fix.yaml).toContain('name: api');
    const withoutRule = exp002Examples.failing.split('\n---\n').filter((text) => !text.includes('name: api, '));
    expect(only(cluster(...withoutRule, gap?.fix.yaml ?? ''))).toEqual([]);
  });

  it('is critical in one connection, and high in two', () => {
    const direct = exp002Examples.failing.replaceAll('selector: {app: web}', 'selector: {app: records-db}');
    const open = direct.replace('from: [{podSelector: {matchLabels: {app: api}}}]', '');
    expect(only(open.replace('targetPort: 8080', 'targetPort: 5432'))).toMatchObject([{ severity: 'critical' }]);
    const short = exp002Examples.failing.replace(
      'from: [{podSelector: {matchLabels: {app: api}}}]',
      'from: [{podSelector: {matchLabels: {app: web}}}]',
    );
    expect(only(short)).toMatchObject([
      { severity: 'high', title: 'The internet reaches records-db in 2 connections' },
    ]);
  });

  it('cuts between a proxy of the cluster and the data that an Ingress leads to', () => {
    const yaml = cluster(
      namespace('health'),
      namespace('edge'),
      workload('health/db', { dataClass: 'special', port: 8443 }),
      'apiVersion: v1\nkind: Service\nmetadata: {name: db, namespace: health}\nspec: {selector: {app: db}, ports: [{port: 443, targetPort: 8443}]}',
      'apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: nginx}\nspec: {controller: k8s.io/ingress-nginx}',
      'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: db, namespace: health}\nspec: {ingressClassName: nginx, rules: [{host: db.acme.example, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: db, port: {number: 443}}}}]}}]}',
      workload('edge/nginx', {
        labels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
        dataClass: 'none',
        port: 80,
      }),
      'apiVersion: v1\nkind: Service\nmetadata: {name: edge, namespace: edge}\nspec: {type: LoadBalancer, externalTrafficPolicy: Local, selector: {app.kubernetes.io/name: ingress-nginx}, ports: [{port: 80}]}',
    );
    const [gap] = only(yaml);
    expect(gap).toMatchObject({ severity: 'critical', title: 'The internet reaches db in 1 connection' });
    expect(gap?.summary).toContain('1 (edge/Deployment/nginx → health/Deployment/db)');
    expect(gap?.summary).toContain('internet → (edge/Deployment/nginx) → health/Deployment/db.');
    expect(only(cluster(yaml, gap?.fix.yaml ?? ''))).toEqual([]);
  });

  it('does not follow chains of more than three connections', () => {
    const more = exp002Examples.failing.replace(
      'from: [{podSelector: {matchLabels: {app: web}}}]',
      'from: [{podSelector: {matchLabels: {app: mid}}}]',
    );
    expect(only(cluster(more, workload('health/mid', { dataClass: 'none' })))).toEqual([]);
  });

  it('known false positive: a three-tier application declares its chain, then only other chains count', () => {
    expect(withFlows(exp002Examples.failing, CHAIN)).toEqual([]);
    const tool = workload('health/tool', { dataClass: 'none' });
    const admitsTool = policy(
      'health/tool',
      '{podSelector: {matchLabels: {app: records-db}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: tool}}}]}]}',
    );
    const [gap] = withFlows(cluster(exp002Examples.failing, tool, admitsTool), CHAIN);
    expect(gap?.witness.map(({ to }) => to)).toEqual([WEB, 'health/Deployment/tool', DB]);
    expect(gap?.summary).toContain('chains that are declared from end to end are not counted');
  });

  it('is not accepted by a chain that is declared in part, or on another port', () => {
    expect(withFlows(exp002Examples.failing, CHAIN.slice(0, 2))).toHaveLength(1);
    expect(withFlows(exp002Examples.failing, [...CHAIN.slice(0, 2), flow(API, DB, 9999)])).toHaveLength(1);
  });

  it('is UNKNOWN, with the reason, where only what is not declared on a declared chain depends', () => {
    const more = exp002Examples.failing
      .replace('"containerPort":5432', '"containerPort":5432},{"containerPort":9090')
      .replace(
        'ingress: [{from: [{podSelector: {matchLabels: {app: api}}}]}]',
        'ingress: [{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 5432}]}, {from: [{podSelector: {matchLabels: {app: api}}}], ports: 7}]',
      );
    const narrow = policy(
      'health/narrow',
      '{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchLabels: {app: api}}}]}]}',
    );
    expect(withFlows(cluster(more, narrow), CHAIN)).toMatchObject([
      {
        result: 'UNKNOWN',
        unknownBecause: ['A policy or a rule could not be understood.'],
        witness: [{ verdict: 'allow' }, { verdict: 'allow' }, { to: DB, verdict: 'depends' }],
      },
    ]);
  });

  it('has nothing to say of a chain that goes on from the data and comes back to it', () => {
    const open = exp002Examples.failing.replaceAll(
      'matchLabels: {app: web}}}]}',
      'matchLabels: {app: web}}}, {podSelector: {matchLabels: {app: records-db}}}]}',
    );
    expect(withFlows(open, CHAIN)).toEqual([]);
  });

  it('is UNKNOWN where one connection depends', () => {
    const unread = exp002Examples.failing.replace('from: [{podSelector: {matchLabels: {app: api}}}]', 'from: 7');
    expect(only(unread)).toMatchObject([
      { result: 'UNKNOWN', unknownBecause: ['A policy or a rule could not be understood.'] },
    ]);
  });

  describe('a waiver of it notices growth', () => {
    const [gap] = only(exp002Examples.failing);
    const { waivers } = parseWaivers(
      `waivers:\n- id: W-1\n  check: EXP-002\n  match: {fingerprint: ${gap?.fingerprint}}\n  justification: The chain of the application, as designed\n  riskOwner: head\n  approvedBy: dpo\n  approvedAt: 2026-03-04\n  expiresAt: 2026-12-31\n  peers: ${JSON.stringify(gap?.peers)}`,
    );
    const reportWith = (yaml: string) => reportOf(yaml, { waivers, taken: '2026-06-01T12:00:00Z' });

    it('by the workloads that chains lead through', () => {
      expect(gap?.peers).toEqual([API, WEB]);
      const other = cluster(
        exp002Examples.failing,
        workload('health/batch', { dataClass: 'none', port: 8443 }),
        policy(
          'health/batch',
          '{podSelector: {matchLabels: {app: batch}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}',
        ),
        policy(
          'health/to-db',
          '{podSelector: {matchLabels: {app: records-db}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: batch}}}]}]}',
        ),
      );
      expect(reportWith(exp002Examples.failing).waivers?.waivers).toMatchObject([{ state: 'in-force', newPeers: [] }]);
      expect(reportWith(other).waivers?.waivers).toMatchObject([
        { state: 'in-force', newPeers: ['health/Deployment/batch'] },
      ]);
    });

    it('and means no shorter chain', () => {
      const short = exp002Examples.failing.replace(
        'from: [{podSelector: {matchLabels: {app: api}}}]',
        'from: [{podSelector: {matchLabels: {app: web}}}]',
      );
      expect(reportWith(short).waivers?.waivers).toMatchObject([{ state: 'unused' }]);
    });
  });

  it('says why, where only some pods of a workload go on for certain, and those are not the ones it comes to', () => {
    const pods = (labels: string) => `{podSelector: {matchLabels: {${labels}}}}`;
    const relay = {
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'relay', controller: true }],
    };
    const [gap] = only(
      cluster(
        namespace('health'),
        podWith('health/web', { containers: [{ name: 'c' }] }, { labels: { app: 'web' } }),
        podWith('health/relay-0', {}, { labels: { idx: '0' }, ...relay }),
        podWith('health/relay-1', {}, { labels: { idx: '1' }, ...relay }),
        podWith('health/db', {}, { labels: { app: 'db', 'ringfence.dev/data-class': 'special' } }),
        'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: health}\nspec: {type: LoadBalancer, externalTrafficPolicy: Local, selector: {app: web}, ports: [{port: 443, targetPort: 8080}]}\nstatus: {loadBalancer: {ingress: [{ip: 203.0.113.9}]}}',
        // relay-1 for certain; of relay-0, which has no address yet, it is not known.
        policy(
          'health/db',
          `{podSelector: {matchLabels: {app: db}}, ingress: [{from: [${pods("idx: '1'")}, {ipBlock: {cidr: 10.0.0.0/8}}]}]}`,
        ),
        policy('health/zero', `{podSelector: {matchLabels: {idx: '0'}}, ingress: [{from: [${pods('app: web')}]}]}`),
        policy('health/one', "{podSelector: {matchLabels: {idx: '1'}}, policyTypes: [Ingress]}"),
        policy(
          'health/web',
          '{podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: [{podSelector: {matchExpressions: [{key: idx, operator: Exists}]}}]}]}',
        ),
      ),
    );
    expect(gap).toMatchObject({
      result: 'UNKNOWN',
      unknownBecause: [expect.stringContaining('no address yet')],
      witness: [{ verdict: 'allow' }, { verdict: 'allow' }, { to: 'health/Pod/db', verdict: 'depends' }],
    });
  });

  describe('through pods of the host network that are alike', () => {
    // Of nodes with private addresses only: the internet does not get to the agents themselves.
    const nodes = ['n1', 'n2', 'n3'].map((name, index) => node(name, {}, {}, {}, [`192.168.0.${index + 1}`]));
    const agent = (name: string, nodeName: string) =>
      podWith(`sys/${name}`, { nodeName, hostNetwork: true, containers: [{ name: 'c' }] });
    const db = podWith(
      'health/db',
      { nodeName: 'n2' },
      { labels: { app: 'db', 'ringfence.dev/data-class': 'special' } },
    );
    const web = podWith('health/web', { nodeName: 'n1' }, { labels: { app: 'web' } });
    const entry =
      'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: health}\nspec: {type: LoadBalancer, externalTrafficPolicy: Local, selector: {app: web}, ports: [{port: 443, targetPort: 5432}]}\nstatus: {loadBalancer: {ingress: [{ip: 203.0.113.9}]}}';
    const deny = policy('health/deny', '{podSelector: {matchLabels: {app: db}}, ingress: []}');
    const found = (...agents: string[]) =>
      only(cluster(namespace('health'), namespace('sys'), ...nodes, db, web, entry, deny, ...agents))[0];
    const asNodes = { set: ['hostNetworkPods=asNodes'] };
    const certain = (...agents: string[]) =>
      only(cluster(namespace('health'), namespace('sys'), ...nodes, db, web, entry, deny, ...agents), asNodes)[0];
    const pathOf = (...agents: string[]) => found(...agents)?.witness.map(({ to }) => to);

    it('names the one that shares the node of the data', () => {
      for (const [other, beside] of [
        ['n1', 'n2'],
        ['n3', 'n2'],
      ] as const) {
        const agents = [agent('agent-a', other), agent('agent-b', beside)];
        expect(pathOf(...agents)).toEqual(['health/Pod/web', 'sys/Pod/agent-b', 'health/Pod/db']);
        expect(found(...agents)?.summary).toContain('There is no other way that is as short.');
        expect(found(...agents)?.summary).not.toContain('sys/Pod/agent-a');
      }
    });

    it('says why it is not called certain, and tells no cut of connections that are none', () => {
      const gap = found(agent('agent-a', 'n1'), agent('agent-b', 'n2'), agent('agent-c', 'n3'));
      expect(gap?.result).toBe('UNKNOWN');
      expect(gap?.unknownBecause).not.toEqual([]);
      expect(gap?.summary).not.toContain('sys/Pod/agent-a');
    });

    it('fails where the way through one of them is certain, whoever stands beside it, and cuts that way', () => {
      const alone = certain(agent('agent-b', 'n2'));
      const gap = certain(agent('agent-a', 'n1'), agent('agent-b', 'n2'), agent('agent-c', 'n3'));
      expect(alone?.result).toBe('FAIL');
      expect(gap?.result).toBe('FAIL');
      expect(gap?.witness.map(({ to }) => to)).toEqual(['health/Pod/web', 'sys/Pod/agent-b', 'health/Pod/db']);
      expect(gap?.summary).toContain('leaves no way of any length: 1 (sys/Pod/agent-b → health/Pod/db).');
    });

    it('cuts no less than all that is certain, where another way shares the node', () => {
      const direct = policy(
        'health/web',
        '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}',
      );
      const gap = certain(agent('agent-a', 'n1'), agent('agent-b', 'n2'), direct);
      expect(gap?.witness.map(({ to }) => to)).toEqual(['health/Pod/web', 'health/Pod/db']);
      expect(gap?.summary).toContain('leaves no way of any length: 1 (internet → health/Pod/web).');
    });

    it('passes where none does', () => {
      expect(found(agent('agent-a', 'n1'), agent('agent-b', 'n3'))).toBeUndefined();
    });
  });

  it('counts a private load balancer as no internet', () => {
    const internal = exp002Examples.failing.replace(
      'name: web, namespace: health}\nspec',
      "name: web, namespace: health, annotations: {service.beta.kubernetes.io/aws-load-balancer-internal: 'true'}}\nspec",
    );
    expect(only(internal)).toEqual([]);
  });

  it('does not evaluate where Services may not be read', () => {
    const kinds = [{ resource: 'services', kind: 'Service', count: 0, state: 'forbidden' }] as const;
    const yaml = cluster(namespace('health'), workload('health/db', { dataClass: 'special' }));
    const check = reportOf(yaml, { completeness: { kinds } }).checks.find(({ id }) => id === 'EXP-002');
    expect(check?.counts).toMatchObject({ PASS: 0, NOT_EVALUATED: 1 });
  });
});

import { describe, expect, test } from 'vitest';
import { ask, explain } from '../ask.ts';
import { parseEndpoint } from '../endpoints.ts';
import type { PolicyModel } from '../model.ts';
import { clusterOf, policy, type TestCluster } from '../testing/cluster-of.ts';

// policy-semantics.md rows 47, 63, 80 to 83: what goes through a Service.

const base: TestCluster = {
  namespaces: { one: {} },
  nodes: { n1: { addresses: ['192.168.1.1'] } },
  pods: {
    'one/web': { labels: { app: 'web' }, ip: '10.0.1.1', node: 'n1', ports: ['https=TCP/8443'] },
    'one/client': { labels: { app: 'client' }, ip: '10.0.1.9', node: 'n1' },
  },
};
const service = (spec = 'selector: {app: web}, ports: [{port: 443, targetPort: https}]') =>
  `---\napiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: one}\nspec: {clusterIP: 10.96.0.7, ${spec}}\n`;
const slice = (endpoints: string) =>
  `---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: s-1, namespace: one, labels: {kubernetes.io/service-name: s}}\naddressType: IPv4\nports: [{port: 8443}]\nendpoints: ${endpoints}\n`;
const cluster = (yaml: string, ...set: string[]) => clusterOf({ ...base, yaml, set });
const asked = (model: PolicyModel, from: string, to: string) => {
  const { verdict, reasons } = ask(model, { from: parseEndpoint(from), to: parseEndpoint(to) });
  return { verdict, reasons };
};
const denyAll = policy('podSelector: {}\npolicyTypes: [Ingress, Egress]');

describe('through a Service', () => {
  test('row 47: policies see the port of the pod', () => {
    const open = (port: number) =>
      cluster(service() + policy(`podSelector: {}\ningress: [{ports: [{port: ${port}}]}]`));
    expect(asked(open(8443), 'one/client', 'one/Service/s:443').verdict).toBe('allow');
    expect(asked(open(443), 'one/client', 'one/Service/s:443').verdict).toBe('deny');
  });

  test('rows 47 and 81: the answer says that the Service is translated first', () => {
    const { footnotes } = explain(cluster(service()), {
      from: parseEndpoint('one/client'),
      to: parseEndpoint('one/Service/s:443'),
    });
    expect(footnotes).toContain('service-translation');
  });

  test('row 81: a block of Service addresses does not allow the Service', () => {
    const toServices = policy(
      'podSelector: {matchLabels: {app: client}}\npolicyTypes: [Egress]\negress: [{to: [{ipBlock: {cidr: 10.96.0.0/12}}]}]',
    );
    expect(asked(cluster(service() + toServices), 'one/client', 'one/Service/s:443').verdict).toBe('deny');
  });

  test('row 82: a headless Service is its pods; an ExternalName is none', () => {
    const headless = service().replace('clusterIP: 10.96.0.7', 'clusterIP: None');
    expect(asked(cluster(headless), 'one/client', 'one/Service/s:443').verdict).toBe('allow');
    const external = service('type: ExternalName, externalName: x.example');
    expect(() => asked(cluster(external), 'one/client', 'one/Service/s')).toThrow(/ExternalName/);
  });

  test('row 83: endpoints outside need a rule for their address', () => {
    const manual = service('ports: [{port: 443}]') + slice('[{addresses: [203.0.113.50]}]');
    const egress = (cidr: string) =>
      policy(
        `podSelector: {matchLabels: {app: client}}\npolicyTypes: [Egress]\negress: [{to: [{ipBlock: {cidr: ${cidr}}}]}]`,
      );
    expect(asked(cluster(manual + egress('203.0.113.0/24')), 'one/client', 'one/Service/s:443').verdict).toBe('allow');
    expect(asked(cluster(manual + egress('10.96.0.0/12')), 'one/client', 'one/Service/s:443').verdict).toBe('deny');
  });

  test('endpoints that are not ready get nothing, unless the Service wants those too', () => {
    const late =
      '---\napiVersion: v1\nkind: Pod\nmetadata: {name: late, namespace: one, labels: {app: late}}\nspec: {containers: [{name: a}]}\nstatus: {phase: Running, podIP: 10.0.9.9, conditions: [{type: Ready, status: "False"}]}\n';
    const spec = 'selector: {app: late}, ports: [{port: 443}]';
    expect(() => asked(cluster(late + service(spec)), 'one/client', 'one/Service/s:443')).toThrow(/no ready backend/);
    const all = service(`publishNotReadyAddresses: true, ${spec}`);
    expect(asked(cluster(late + all), 'one/client', 'one/Service/s:443').verdict).toBe('allow');
  });
});

describe('row 63: a pod that reaches itself through its Service', () => {
  const itself = (yaml: string, ...set: string[]) =>
    asked(cluster(service() + yaml, ...set), 'one/web', 'one/Service/s:443');

  test('by its own address it always does, also where its gates are closed (row 62)', () => {
    expect(
      ask(cluster(denyAll), { from: parseEndpoint('one/web'), to: parseEndpoint('one/web'), port: 8443 }).verdict,
    ).toBe('allow');
  });

  test('evaluate: its gates apply as to any other pod', () => {
    expect(itself(denyAll, 'selfViaService=evaluate')).toEqual({ verdict: 'deny', reasons: [] });
    expect(itself('', 'selfViaService=evaluate')).toEqual({ verdict: 'allow', reasons: [] });
    const toItself = policy('podSelector: {}\ningress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]');
    expect(itself(toItself, 'selfViaService=evaluate').verdict).toBe('allow');
  });

  test('allow: such a connection skips policies', () => {
    expect(itself(denyAll, 'selfViaService=allow')).toEqual({ verdict: 'allow', reasons: [] });
  });

  test('depends: undecided where the two differ, and only there', () => {
    expect(itself(denyAll, 'selfViaService=depends')).toEqual({ verdict: 'depends', reasons: ['self-via-service'] });
    expect(itself('', 'selfViaService=depends')).toEqual({ verdict: 'allow', reasons: [] });
  });

  test('through the Service’s address it is the same', () => {
    const model = cluster(service() + denyAll, 'selfViaService=depends');
    const question = { from: parseEndpoint('one/web'), to: parseEndpoint('10.96.0.7'), port: 443 };
    expect(ask(model, question).verdict).toBe('depends');
  });

  test('where the Service has other backends, those are the answer', () => {
    const pods = { ...base.pods, 'one/web2': { labels: { app: 'web' }, ip: '10.0.1.2', ports: ['https=TCP/8443'] } };
    const model = clusterOf({ ...base, pods, yaml: service() + denyAll, set: ['selfViaService=allow'] });
    expect(asked(model, 'one/web', 'one/Service/s:443').verdict).toBe('deny');
  });

  test('the explanation says so, with the gates that would apply', () => {
    const explained = explain(cluster(service() + denyAll), {
      from: parseEndpoint('one/web'),
      to: parseEndpoint('one/Service/s:443'),
    });
    expect(explained).toMatchObject({
      ...{ verdict: 'depends', reasons: ['self-via-service'] },
      sentence:
        'web may or may not connect to itself through its Service on TCP 8443: network plugins differ on whether its own gates apply.',
      ingress: { isolated: 'yes' },
    });
    expect(explained.footnotes).not.toContain('self');
  });
});

describe('row 80: from outside', () => {
  test('the answer says where a node may stand for the client, and only there', () => {
    const footnotes = (spec: string) =>
      explain(cluster(service(`${spec}, selector: {app: web}, ports: [{port: 443, targetPort: https}]`)), {
        from: parseEndpoint('internet'),
        to: parseEndpoint('one/web'),
        port: 8443,
      }).footnotes;
    expect(footnotes('type: NodePort')).toContain('source-rewriting');
    expect(footnotes('type: NodePort, externalTrafficPolicy: Local')).not.toContain('source-rewriting');
    expect(footnotes('type: ClusterIP')).not.toContain('source-rewriting');
  });
});

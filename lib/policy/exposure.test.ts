import { describe, expect, test } from 'vitest';
import type { Entry } from './entry.ts';
import { letsIn } from './entry-verdict.ts';
import { entrySet } from './exposure.ts';
import type { PolicyModel } from './model.ts';
import { clusterOf, policy, type TestCluster } from './testing/cluster-of.ts';

// gdpr.md §2.1 "Entry set E"; policy-semantics.md rows 47, 80 to 84.

const base: TestCluster = {
  namespaces: { one: {}, edge: { public: 'yes' } },
  nodes: { n1: { addresses: ['192.168.1.1'] }, n2: { addresses: ['192.168.1.2'] } },
  pods: {
    'one/web': { labels: { app: 'web' }, ip: '10.0.1.1', node: 'n1', ports: ['https=TCP/8443'] },
    'one/db': { labels: { app: 'db' }, ip: '10.0.2.1', node: 'n2', ports: ['sql=TCP/5432'] },
    'edge/proxy': {
      labels: { 'app.kubernetes.io/name': 'traefik' },
      ip: '10.0.3.1',
      node: 'n1',
      ports: ['web=TCP/8000'],
    },
  },
};
const cluster = (yaml: string, more: Partial<TestCluster> = {}): PolicyModel => clusterOf({ ...base, ...more, yaml });

function service(spec: string, metadata = ''): string {
  return `---\napiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: one${metadata === '' ? '' : `, ${metadata}`}}\nspec: {selector: {app: web}, ports: [{port: 443, targetPort: https}], ${spec}}\n`;
}
/** `via reach path outside→port` of each entry of one workload. */
function ways(model: PolicyModel, workload = 'one/Pod/web'): readonly string[] {
  return (entrySet(model).byWorkload.get(workload) ?? []).map(
    ({ via, reach, path, outsidePort, port }) => `${via} ${reach} ${path} ${outsidePort ?? '?'}→${port ?? '?'}`,
  );
}
function only(model: PolicyModel): Entry {
  const [entry, ...others] = entrySet(model).entries;
  if (entry === undefined || others.length > 0) throw new Error(`${others.length + 1} entries`);
  return entry;
}

describe('what a Service opens', () => {
  test('row 47: a load balancer leads to the port of the pod, by its name there', () => {
    expect(ways(cluster(service('type: LoadBalancer')))).toEqual(['LoadBalancer internet spec.type 443→8443']);
  });

  test('a named target port that the pod does not have leads nowhere', () => {
    const named = service('type: LoadBalancer').replace('https', 'other');
    expect(entrySet(cluster(named)).entries).toEqual([]);
  });

  test('one name on two pods with different numbers is two ways in', () => {
    const pods = { ...base.pods, 'one/web2': { labels: { app: 'web' }, ip: '10.0.1.2', ports: ['https=TCP/9443'] } };
    const model = cluster(service('type: LoadBalancer'), { pods });
    expect([...ways(model), ...ways(model, 'one/Pod/web2')]).toEqual([
      'LoadBalancer internet spec.type 443→8443',
      'LoadBalancer internet spec.type 443→9443',
    ]);
  });

  test.each([
    ['service.beta.kubernetes.io/aws-load-balancer-internal: "true"', 'private'],
    ['service.beta.kubernetes.io/some-new-cloud-internal: "true"', 'private'],
    ['networking.gke.io/load-balancer-type: Internal', 'private'],
    ['service.beta.kubernetes.io/azure-load-balancer-internal: "false"', 'internet'],
  ])('EXP-001: the annotation %s makes it %s', (annotation, reach) => {
    expect(only(cluster(service('type: LoadBalancer', `annotations: {${annotation}}`))).reach).toBe(reach);
  });

  test('EXP-001: source ranges of private networks make it private, and are kept', () => {
    const entry = only(cluster(service('type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8]')));
    expect(entry).toMatchObject({ reach: 'private', sourceRanges: ['10.0.0.0/8'] });
  });

  test.each([
    ['ip: 10.9.9.9', 'private'],
    ['ip: 203.0.113.9', 'internet'],
    ['hostname: internal-x.elb.example', 'private'],
    ['hostname: x.elb.example', 'internet'],
  ])('a load balancer that got %s is reached from %s', (got, reach) => {
    const status = `status: {loadBalancer: {ingress: [{${got}}]}}\n`;
    expect(only(cluster(service('type: LoadBalancer') + status)).reach).toBe(reach);
  });

  test('a node port is open on the nodes, private where all their addresses are', () => {
    const spec = 'type: NodePort';
    const yaml = service(spec).replace('targetPort: https', 'targetPort: https, nodePort: 30443');
    expect(ways(cluster(yaml))).toEqual(['NodePort private spec.ports[0].nodePort 30443→8443']);
    expect(ways(cluster(yaml, { nodes: {} }))).toEqual(['NodePort unknown spec.ports[0].nodePort 30443→8443']);
    const nodes = { n1: { addresses: ['192.168.1.1', '198.51.100.4'] } };
    expect(ways(cluster(yaml, { nodes }))).toEqual(['NodePort internet spec.ports[0].nodePort 30443→8443']);
  });

  test('the ports on the nodes that a load balancer brings are a way of their own, unless it forgoes them', () => {
    const yaml = service('type: LoadBalancer').replace('targetPort: https', 'targetPort: https, nodePort: 30443');
    expect(ways(cluster(yaml))).toHaveLength(2);
    const without = yaml.replace('type: LoadBalancer', 'type: LoadBalancer, allocateLoadBalancerNodePorts: false');
    expect(ways(cluster(without))).toHaveLength(1);
  });

  test('externalIPs open a Service of any type', () => {
    expect(ways(cluster(service('externalIPs: [203.0.113.7]')))).toEqual([
      'externalIPs internet spec.externalIPs 443→8443',
    ]);
    expect(ways(cluster(service('externalIPs: [10.1.1.1]')))).toEqual([
      'externalIPs private spec.externalIPs 443→8443',
    ]);
  });

  test('a ClusterIP opens nothing, and neither does a headless Service (row 82)', () => {
    expect(entrySet(cluster(service('type: ClusterIP'))).entries).toEqual([]);
    expect(entrySet(cluster(service('clusterIP: None'))).entries).toEqual([]);
  });

  test('row 82: an ExternalName leads outside, whatever else it says', () => {
    const yaml = service('type: ExternalName, externalName: x.example, externalIPs: [203.0.113.7]');
    expect(entrySet(cluster(yaml)).entries).toEqual([]);
  });

  test('row 83: without a selector the EndpointSlices say whom it leads to; addresses outside are nobody’s workload', () => {
    const slice = `---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: s-1, namespace: one, labels: {kubernetes.io/service-name: s}}
addressType: IPv4
ports: [{port: 5432}]
endpoints:
- {addresses: [10.0.2.1], targetRef: {kind: Pod, name: db, namespace: one}}
- {addresses: [203.0.113.50]}
`;
    const model = cluster(service('type: LoadBalancer').replace('selector: {app: web}, ', '') + slice);
    expect(entrySet(model).entries.map(({ workload, port }) => `${workload} ${port}`)).toEqual(['one/Pod/db 5432']);
  });

  test('a pod that is not ready now is entered all the same', () => {
    const pod =
      '---\napiVersion: v1\nkind: Pod\nmetadata: {name: late, namespace: one, labels: {app: late}}\nspec: {containers: [{name: a}]}\nstatus: {phase: Running, podIP: 10.0.9.9, conditions: [{type: Ready, status: "False"}]}\n';
    const yaml = service('type: LoadBalancer').replace('app: web', 'app: late').replace('https', '80');
    expect(ways(cluster(pod + yaml), 'one/Pod/late')).toEqual(['LoadBalancer internet spec.type 443→80']);
  });

  test('a workload without pods is entered by its template', () => {
    const deployment =
      '---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: one}\nspec: {replicas: 0, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, ports: [{name: https, containerPort: 7443}]}]}}}\n';
    const model = cluster(deployment + service('type: LoadBalancer'), { pods: {} });
    expect(ways(model, 'one/Deployment/web')).toEqual(['LoadBalancer internet spec.type 443→7443']);
  });

  test('labels of strangers: a selector by constructor and __proto__ is a selector', () => {
    const pods = { 'one/odd': { labels: JSON.parse('{"constructor": "x", "__proto__": "why"}'), ip: '10.0.1.9' } };
    const yaml = service('type: LoadBalancer')
      .replace('{app: web}', '{constructor: x, "__proto__": why}')
      .replace('https', '80');
    expect(ways(cluster(yaml, { pods }), 'one/Pod/odd')).toHaveLength(1);
    expect(ways(cluster(yaml), 'one/Pod/web')).toEqual([]);
  });
});

describe('what a pod opens on its node', () => {
  const pod = (spec: string) =>
    `---\napiVersion: v1\nkind: Pod\nmetadata: {name: agent, namespace: one}\nspec: {nodeName: n1, ${spec}}\nstatus: {phase: Running, podIP: 10.0.4.1}\n`;

  test('a hostPort, by the addresses of its node', () => {
    const yaml = pod('containers: [{name: a, ports: [{containerPort: 9000, hostPort: 80}]}]');
    expect(ways(cluster(yaml), 'one/Pod/agent')).toEqual([
      'hostPort private spec.containers[0].ports[0].hostPort 80→9000',
    ]);
  });

  test('a hostPort on one address of the node is reached there; on loopback by nobody', () => {
    const at = (ip: string) =>
      pod(`containers: [{name: a, ports: [{containerPort: 9000, hostPort: 80, hostIP: ${ip}}]}]`);
    expect(ways(cluster(at('203.0.113.1')), 'one/Pod/agent')[0]).toMatch(/^hostPort internet/);
    expect(ways(cluster(at('127.0.0.1')), 'one/Pod/agent')).toEqual([]);
  });

  test('the host network opens what the containers declare, or something that is not known', () => {
    const declared = pod('hostNetwork: true, containers: [{name: a, ports: [{containerPort: 9100}]}]');
    expect(ways(cluster(declared), 'one/Pod/agent')).toEqual(['hostNetwork private spec.hostNetwork 9100→9100']);
    const silent = pod('hostNetwork: true, containers: [{name: a}]');
    expect(ways(cluster(silent), 'one/Pod/agent')).toEqual(['hostNetwork private spec.hostNetwork ?→?']);
  });
});

describe('row 84: through a proxy', () => {
  const plain = service('type: ClusterIP');
  const ingress = (spec: string) =>
    `---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i, namespace: one}\nspec: {${spec}}\n`;
  const toService =
    'rules: [{host: shop.example, http: {paths: [{backend: {service: {name: s, port: {number: 443}}}}]}}]';
  const traefikClass =
    '---\napiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {name: t}\nspec: {controller: traefik.io/ingress-controller}\n';
  const proxyService =
    '---\napiVersion: v1\nkind: Service\nmetadata: {name: proxy, namespace: edge}\nspec: {type: LoadBalancer, selector: {app.kubernetes.io/name: traefik}, ports: [{port: 443, targetPort: 8000}]}\n';
  const webEntry = (model: PolicyModel) => entrySet(model).byWorkload.get('one/Pod/web')?.[0];

  test('the class names the controller, and its pods are found', () => {
    const model = cluster(plain + traefikClass + proxyService + ingress(`ingressClassName: t, ${toService}`));
    expect(webEntry(model)).toMatchObject({
      ...{ via: 'Ingress', port: 8443, host: 'shop.example', reach: 'internet', source: 'controller' },
      object: { kind: 'Ingress', namespace: 'one', name: 'i' },
      path: 'spec.rules[0].http.paths[0].backend',
      controller: { state: 'known', workloads: ['edge/Pod/proxy'] },
    });
  });

  test('the connection comes from the proxy, so a rule for the internet does not let it in, and one for the proxy does', () => {
    const all = plain + traefikClass + proxyService + ingress(`ingressClassName: t, ${toService}`);
    const forInternet = policy(
      'podSelector: {matchLabels: {app: web}}\ningress: [{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}]',
    );
    const forProxy = policy(
      'podSelector: {matchLabels: {app: web}}\ningress: [{from: [{namespaceSelector: {matchLabels: {public: "yes"}}}]}]',
    );
    const asked = (yaml: string) => {
      const model = cluster(all + yaml);
      return letsIn(model, webEntry(model) as Entry);
    };
    expect(asked(forInternet)).toEqual({ verdict: 'deny', reasons: [], clients: [] });
    expect(asked(forProxy)).toEqual({ verdict: 'allow', reasons: [], clients: ['edge/Pod/proxy'] });
  });

  test('the older annotation and the default class count, and the default backend is a backend', () => {
    const annotated = ingress('defaultBackend: {service: {name: s, port: {number: 443}}}').replace(
      'namespace: one',
      'namespace: one, annotations: {kubernetes.io/ingress.class: traefik}',
    );
    expect(webEntry(cluster(plain + annotated))).toMatchObject({
      path: 'spec.defaultBackend',
      controller: { state: 'known' },
    });
    const byDefault = traefikClass.replace(
      '{name: t}',
      '{name: t, annotations: {ingressclass.kubernetes.io/is-default-class: "true"}}',
    );
    expect(webEntry(cluster(plain + byDefault + ingress(toService)))).toMatchObject({ controller: { state: 'known' } });
  });

  test('where nobody knows the controller, only an open gate is certain', () => {
    const yaml = plain + ingress(`ingressClassName: strange, ${toService}`);
    const model = cluster(yaml);
    expect(webEntry(model)).toMatchObject({ reach: 'unknown', controller: { state: 'unknown', name: 'strange' } });
    expect(letsIn(model, webEntry(model) as Entry).verdict).toBe('allow');
    const closed = cluster(yaml + policy('podSelector: {}\npolicyTypes: [Ingress]'));
    expect(letsIn(closed, webEntry(closed) as Entry)).toEqual({ verdict: 'depends', reasons: [], clients: [] });
  });

  test('a load balancer of the cloud is outside', () => {
    const alb = traefikClass.replace('traefik.io/ingress-controller', 'ingress.k8s.aws/alb');
    const model = cluster(plain + alb + ingress(`ingressClassName: t, ${toService}`));
    expect(webEntry(model)?.controller).toEqual({ state: 'outside', name: 'ingress.k8s.aws/alb' });
  });

  test.each([
    ['hostname: internal-x.elb.example', 'private'],
    ['ip: 203.0.113.8', 'internet'],
  ])('and is reached from where what it got can be reached: %s, %s', (got, reach) => {
    const alb = traefikClass.replace('traefik.io/ingress-controller', 'ingress.k8s.aws/alb');
    const status = `status: {loadBalancer: {ingress: [{${got}}]}}\n`;
    const model = cluster(plain + alb + ingress(`ingressClassName: t, ${toService}`) + status);
    expect(webEntry(model)?.reach).toBe(reach);
  });

  test('an Ingress whose Service or port does not exist opens nothing', () => {
    const elsewhere = ingress('ingressClassName: t, defaultBackend: {service: {name: s, port: {number: 444}}}');
    expect(entrySet(cluster(plain + elsewhere)).byWorkload.get('one/Pod/web')).toBeUndefined();
    expect(entrySet(cluster(ingress(toService))).entries).toEqual([]);
  });

  const GROUP = 'gateway.networking.k8s.io';
  const gateway = (allowed: string, name = 'public') =>
    `---\napiVersion: ${GROUP}/v1\nkind: Gateway\nmetadata: {name: ${name}, namespace: edge}\nspec: {gatewayClassName: t, listeners: [{name: web, port: 443, protocol: HTTPS, hostname: "*.example"${allowed}}]}\nstatus: {addresses: [{value: 203.0.113.9}]}\n---\napiVersion: ${GROUP}/v1\nkind: GatewayClass\nmetadata: {name: t}\nspec: {controllerName: traefik.io/gateway-controller}\n`;
  const fromAll = ', allowedRoutes: {namespaces: {from: All}}';
  const route = (more = '', kind = 'HTTPRoute', backend = '{name: s, port: 443}') =>
    `---\napiVersion: ${GROUP}/v1\nkind: ${kind}\nmetadata: {name: r, namespace: one}\nspec: {parentRefs: [{name: public, namespace: edge}], rules: [{backendRefs: [${backend}]}]${more}}\n`;

  test.each(['HTTPRoute', 'GRPCRoute'])('a %s leads from its Gateway to its backends', (kind) => {
    expect(webEntry(cluster(plain + gateway(fromAll) + route('', kind)))).toMatchObject({
      ...{ via: kind, port: 8443, outsidePort: 443, reach: 'internet', path: 'spec.rules[0].backendRefs[0]' },
      controller: { state: 'known', workloads: ['edge/Pod/proxy'], name: 'traefik.io/gateway-controller' },
    });
  });

  test.each([
    ['TLSRoute', 'TLS', 'TCP'],
    ['TCPRoute', 'TCP', 'TCP'],
    ['UDPRoute', 'UDP', 'UDP'],
  ])('a %s needs a listener of %s and leads to a port of %s', (kind, listener, protocol) => {
    const dns = plain.replace('{port: 443, targetPort: https}', `{port: 443, targetPort: 53, protocol: ${protocol}}`);
    const yaml = dns + gateway(fromAll).replace('HTTPS', listener) + route('', kind);
    expect(webEntry(cluster(yaml))).toMatchObject({ via: kind, protocol, port: 53 });
    expect(webEntry(cluster(yaml.replace(`protocol: ${listener},`, 'protocol: HTTP,')))).toBeUndefined();
  });

  test('a listener takes routes of its own namespace unless it says otherwise', () => {
    expect(webEntry(cluster(plain + gateway('') + route()))).toBeUndefined();
    const selector = (value: string) =>
      `, allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: ${value}}}}}`;
    const namespaces = { one: { team: 'shop' }, edge: {} };
    expect(webEntry(cluster(plain + gateway(selector('shop')) + route(), { namespaces }))).toBeDefined();
    expect(webEntry(cluster(plain + gateway(selector('other')) + route(), { namespaces }))).toBeUndefined();
  });

  test.each([
    ['shop.example', true],
    ['a.b.example', true],
    ['"*.example"', true],
    ['example', false],
    ['shop.test', false],
  ])('a route for %s and a listener for *.example: %s', (host, attached) => {
    expect(webEntry(cluster(plain + gateway(fromAll) + route(`, hostnames: [${host}]`))) !== undefined).toBe(attached);
  });

  test('a section that the Gateway does not have, and a backend of weight 0, lead nowhere', () => {
    const section = route().replace('namespace: edge}', 'namespace: edge, sectionName: other}');
    expect(webEntry(cluster(plain + gateway(fromAll) + section))).toBeUndefined();
    expect(
      webEntry(cluster(plain + gateway(fromAll) + route('', 'HTTPRoute', '{name: s, port: 443, weight: 0}'))),
    ).toBeUndefined();
  });

  test('a backend of another namespace needs a grant there', () => {
    const far = route('', 'HTTPRoute', '{name: s, namespace: one, port: 443}').replace(
      'name: r, namespace: one',
      'name: r, namespace: edge',
    );
    const grant = (kind: string) =>
      `---\napiVersion: ${GROUP}/v1beta1\nkind: ReferenceGrant\nmetadata: {name: g, namespace: one}\nspec: {from: [{group: ${GROUP}, kind: ${kind}, namespace: edge}], to: [{group: "", kind: Service}]}\n`;
    expect(webEntry(cluster(plain + gateway('') + far))).toBeUndefined();
    expect(webEntry(cluster(plain + gateway('') + far + grant('HTTPRoute')))).toBeDefined();
    expect(webEntry(cluster(plain + gateway('') + far + grant('GRPCRoute')))).toBeUndefined();
  });

  test('where grants may not be read, the way is not ruled out, and the kind is named', () => {
    const far = route('', 'HTTPRoute', '{name: s, namespace: one, port: 443}').replace(
      'name: r, namespace: one',
      'name: r, namespace: edge',
    );
    const kinds = [
      {
        resource: `referencegrants.${GROUP}`,
        kind: `${GROUP}/v1beta1/ReferenceGrant`,
        count: 0,
        state: 'forbidden',
      } as const,
    ];
    const model = cluster(plain + gateway('') + far, { kinds });
    expect(webEntry(model)).toBeDefined();
    expect(entrySet(model).notRead).toEqual(['ReferenceGrant']);
  });

  test('a Gateway with a proxy of its own is served by that one', () => {
    const pods = {
      ...base.pods,
      'edge/own': { labels: { 'gateway.networking.k8s.io/gateway-name': 'public' }, ip: '10.0.3.2' },
    };
    const model = cluster(plain + gateway(fromAll) + route(), { pods });
    expect(webEntry(model)?.controller).toMatchObject({ workloads: ['edge/Pod/own'] });
  });

  test('a proxy that is found by the Service that its Gateway got', () => {
    const own =
      '---\napiVersion: v1\nkind: Service\nmetadata: {name: g, namespace: edge, labels: {gateway.networking.k8s.io/gateway-name: public}}\nspec: {type: LoadBalancer, selector: {app.kubernetes.io/name: traefik}, ports: [{port: 443, targetPort: 8000}]}\n';
    const unknownClass = gateway(fromAll).replace('traefik.io/gateway-controller', 'strange.example/controller');
    expect(webEntry(cluster(plain + own + unknownClass + route()))?.controller).toMatchObject({
      workloads: ['edge/Pod/proxy'],
    });
  });
});

describe('row 80: who the pod sees', () => {
  const asked = (spec: string, rules: string, more: Partial<TestCluster> = {}) => {
    const model = cluster(service(spec) + policy(`podSelector: {matchLabels: {app: web}}\ningress: ${rules}`), more);
    return letsIn(model, only(model));
  };
  const block = '[{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}]';

  test('with Local the client is seen, and a block of clients decides', () => {
    const local = 'type: LoadBalancer, externalTrafficPolicy: Local';
    expect(asked(local, block)).toEqual({ verdict: 'allow', reasons: [], clients: ['203.0.113.0/24'] });
    expect(asked(local, '[{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]').verdict).toBe('deny');
    expect(asked(local, '[]').verdict).toBe('deny');
  });

  test('with Cluster a node may stand for the client, so a block of clients decides nothing', () => {
    const depends = { verdict: 'depends', reasons: ['source-rewriting'] };
    expect(asked('type: LoadBalancer', block)).toMatchObject(depends);
    expect(
      asked('type: LoadBalancer, externalTrafficPolicy: Cluster', '[{from: [{ipBlock: {cidr: 192.168.1.0/24}}]}]'),
    ).toMatchObject(depends);
  });

  test('with Cluster and no policy, or a rule for everyone, there is nothing to decide', () => {
    const model = cluster(service('type: LoadBalancer'));
    expect(letsIn(model, only(model))).toEqual({ verdict: 'allow', reasons: [], clients: ['internet'] });
    expect(asked('type: LoadBalancer', '[{}]').verdict).toBe('allow');
    expect(asked('type: LoadBalancer', '[{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]').verdict).toBe('allow');
  });

  test('rows 58 and 80: also a closed gate lets the own node in, which may stand for the client', () => {
    expect(asked('type: LoadBalancer', '[]')).toMatchObject({ verdict: 'depends', reasons: ['source-rewriting'] });
  });

  test('without Node objects a rule that names any address is not certain', () => {
    expect(asked('type: LoadBalancer', '[{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]', { nodes: {} }).verdict).toBe(
      'depends',
    );
  });

  test('the rule’s port is the pod’s, not the one outside', () => {
    const local = 'type: LoadBalancer, externalTrafficPolicy: Local';
    expect(asked(local, '[{ports: [{port: 8443}]}]').verdict).toBe('allow');
    expect(asked(local, '[{ports: [{port: 443}]}]').verdict).toBe('deny');
  });

  test('source ranges limit who the clients are', () => {
    const ranges = (cidr: string) =>
      `type: LoadBalancer, externalTrafficPolicy: Local, loadBalancerSourceRanges: [${cidr}]`;
    expect(asked(ranges('203.0.113.0/25'), block).verdict).toBe('allow');
    expect(asked(ranges('198.51.100.0/24'), block).verdict).toBe('deny');
  });

  test('a source range that cannot be read may mean any client, whatever stands beside it', () => {
    const ranges = (cidrs: string) =>
      `type: LoadBalancer, externalTrafficPolicy: Local, loadBalancerSourceRanges: [${cidrs}]`;
    const depends = { verdict: 'depends', reasons: ['source-ranges-not-read'], clients: ['203.0.113.0/24'] };
    for (const cidrs of ['office', '198.51.100.0/24, office', '203.0.113.0/24, office']) {
      expect(asked(ranges(cidrs), block), cidrs).toEqual(depends);
    }
    expect(asked(ranges('office'), '[]').verdict).toBe('deny');
    expect(only(cluster(service(ranges('10.0.0.0/8, office')))).reach).toBe('internet');
  });
});

test('objects that lack what they should have open nothing and stop nothing', () => {
  const odd = `---
apiVersion: v1
kind: Service
metadata: {name: none, namespace: one}
spec: {type: LoadBalancer}
---
apiVersion: v1
kind: Service
metadata: {name: empty, namespace: one}
spec: {type: NodePort, selector: {}, ports: [{port: 80}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: bare, namespace: one, labels: {kubernetes.io/service-name: none}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: bare, namespace: one}
spec: {}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: bare, namespace: one}
spec: {}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: mesh, namespace: one}
spec: {parentRefs: [{group: "", kind: Service, name: none}], rules: [{backendRefs: [{name: none, port: 80}]}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: bare, namespace: one}
spec: {gatewayClassName: constructor, listeners: []}
`;
  expect(entrySet(cluster(odd)).entries).toEqual([]);
});

import { type IngressClass, type Labels, labelValue, type PodSpec } from '#lib/kube/objects.ts';
import { isFinished } from './address-holders.ts';
import { carriesLabels } from './carries-labels.ts';
import type { Controller } from './entry.ts';
import { isImageOf } from './image-path.ts';
import type { PolicyModel } from './model.ts';

/** By what the pods of a controller's data plane are known, in their own manifests and charts. */
interface KnownController {
  /** `spec.controller` of an IngressClass, `spec.controllerName` of a GatewayClass; `/*` stands for what follows. */
  readonly names: readonly string[];
  /** Names of classes that mean it where the class itself is not in the input. */
  readonly classes: readonly string[];
  /** One of these sets of labels. */
  readonly labels: readonly Labels[];
  /** A container's image whose path ends so, without registry, tag and digest. */
  readonly images: readonly string[];
  /** A load balancer of the cloud, or a proxy in the node's own agent: no pod of the cluster sends its connections. */
  readonly outside?: true;
}

const CONTROLLERS: readonly KnownController[] = [
  {
    names: ['k8s.io/ingress-nginx'],
    classes: ['nginx'],
    labels: [{ 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' }],
    images: ['ingress-nginx/controller', 'ingress-nginx/controller-chroot', 'rancher/nginx-ingress-controller'],
  },
  {
    names: ['nginx.org/ingress-controller'],
    classes: ['nginx'],
    labels: [{ 'app.kubernetes.io/name': 'nginx-ingress' }],
    images: ['nginx/nginx-ingress', 'nginx-ic/nginx-plus-ingress'],
  },
  {
    names: ['gateway.nginx.org/nginx-gateway-controller'],
    classes: [],
    labels: [{ 'app.kubernetes.io/name': 'nginx-gateway-fabric' }, { 'app.kubernetes.io/name': 'nginx-gateway' }],
    images: ['nginx-gateway-fabric/nginx', 'nginx/nginx-gateway-fabric'],
  },
  {
    names: ['traefik.io/ingress-controller', 'traefik.io/gateway-controller'],
    classes: ['traefik'],
    labels: [{ 'app.kubernetes.io/name': 'traefik' }],
    images: ['traefik', 'rancher/mirrored-library-traefik'],
  },
  {
    names: ['haproxy.org/ingress-controller/*', 'haproxy.org/ingress-controller', 'haproxy.org/gateway-controller'],
    classes: ['haproxy'],
    labels: [{ 'app.kubernetes.io/name': 'kubernetes-ingress' }],
    images: ['haproxytech/kubernetes-ingress'],
  },
  {
    names: ['haproxy-ingress.github.io/controller'],
    classes: ['haproxy'],
    labels: [{ 'app.kubernetes.io/name': 'haproxy-ingress' }],
    images: ['jcmoraisjr/haproxy-ingress'],
  },
  {
    names: ['projectcontour.io/*'],
    classes: ['contour'],
    // Contour decides; Envoy sends the connections.
    labels: [{ 'app.kubernetes.io/name': 'contour', 'app.kubernetes.io/component': 'envoy' }, { app: 'envoy' }],
    images: [],
  },
  {
    names: ['istio.io/ingress-controller', 'istio.io/gateway-controller'],
    classes: ['istio'],
    labels: [{ istio: 'ingressgateway' }],
    images: [],
  },
  {
    names: ['ingress-controllers.konghq.com/kong', 'konghq.com/kic-gateway-controller', 'konghq.com/gateway-operator'],
    classes: ['kong'],
    labels: [
      { 'app.kubernetes.io/name': 'kong' },
      { 'app.kubernetes.io/name': 'gateway', 'app.kubernetes.io/instance': 'kong' },
    ],
    images: ['kong', 'kong/kong-gateway'],
  },
  {
    names: ['apisix.apache.org/apisix-ingress-controller'],
    classes: ['apisix'],
    labels: [{ 'app.kubernetes.io/name': 'apisix' }],
    images: ['apache/apisix'],
  },
  {
    names: ['openshift.io/ingress-to-route'],
    classes: ['openshift-default'],
    labels: [{ 'ingresscontroller.operator.openshift.io/deployment-ingresscontroller': 'default' }],
    images: [],
  },
  {
    names: ['gateway.envoyproxy.io/gatewayclass-controller'],
    classes: [],
    labels: [{ 'app.kubernetes.io/name': 'envoy', 'app.kubernetes.io/managed-by': 'envoy-gateway' }],
    images: [],
  },
  {
    names: ['kgateway.dev/kgateway', 'solo.io/gloo-gateway'],
    classes: [],
    labels: [{ gloo: 'gateway-proxy' }],
    images: [],
  },
  ...outside([
    [['ingress.k8s.aws/alb', 'eks.amazonaws.com/alb', 'gateway.k8s.aws/alb', 'gateway.k8s.aws/nlb'], ['alb']],
    [
      ['k8s.io/ingress-gce', 'networking.gke.io/gateway'],
      ['gce', 'gce-internal'],
    ],
    [['azure/application-gateway', 'alb.networking.azure.io/alb-controller'], ['azure-application-gateway']],
    [['cilium.io/ingress-controller', 'io.cilium/gateway-controller'], ['cilium']],
  ]),
];

function outside(rows: readonly (readonly [readonly string[], readonly string[]])[]): readonly KnownController[] {
  return rows.map(([names, classes]) => ({ names, classes, labels: [], images: [], outside: true }));
}

/** The pods behind a controller's name or a class's name. */
export class ControllerFinder {
  readonly #model: PolicyModel;
  readonly #byRow = new Map<KnownController, readonly string[]>();
  readonly #byGateway = new Map<string, ReadonlyMap<string, ReadonlySet<string>>>();

  constructor(model: PolicyModel) {
    this.#model = model;
  }

  /** Of an IngressClass or GatewayClass that names its controller. */
  byControllerName(name: string): Controller {
    const rows = CONTROLLERS.filter(({ names }) => names.some((known) => namesController(known, name)));
    return this.#controller(rows, name);
  }

  /** Of an Ingress by its class, as the class, its default or the class's well-known name tells. */
  ofIngress(className: string | undefined): Controller {
    const { ingressClasses } = this.#model.objects;
    const ingressClass =
      className === undefined ? defaultClass(ingressClasses.values()) : ingressClasses.get(className);
    if (ingressClass?.spec.controller !== undefined) return this.byControllerName(ingressClass.spec.controller);
    if (className === undefined) return { state: 'unknown' };
    const rows = CONTROLLERS.filter(({ classes }) => classes.includes(className));
    return this.#controller(rows, className);
  }

  /**
   * Workloads whose pods carry this label, and `namespaceKey` with the namespace where that is given; else in the
   * namespace. What Gateways ask: all of one key at once.
   */
  workloadsOfGateway(
    nameKey: string,
    name: string,
    namespaceKey: string | undefined,
    namespace: string,
  ): readonly string[] {
    let byGateway = this.#byGateway.get(nameKey);
    if (byGateway === undefined) {
      byGateway = this.#groupByGateway(nameKey, namespaceKey);
      this.#byGateway.set(nameKey, byGateway);
    }
    return [...(byGateway.get(`${namespace}/${name}`) ?? [])].sort();
  }

  #groupByGateway(nameKey: string, namespaceKey: string | undefined): ReadonlyMap<string, ReadonlySet<string>> {
    const byGateway = new Map<string, Set<string>>();
    const add = (labels: Labels | undefined, own: string, workload: () => string): void => {
      const name = labelValue(labels, nameKey);
      if (name === undefined) return;
      const gateway = `${namespaceKey === undefined ? own : labelValue(labels, namespaceKey)}/${name}`;
      const workloads = byGateway.get(gateway);
      if (workloads === undefined) byGateway.set(gateway, new Set([workload()]));
      else workloads.add(workload());
    };
    const { pods, workloads } = this.#model.objects;
    for (const [key, pod] of pods) {
      const { labels, namespace = 'default' } = pod.metadata;
      if (!isFinished(pod)) add(labels, namespace, () => this.#model.workloadOfPod(key));
    }
    for (const [key, { metadata, spec }] of workloads) {
      if (this.#model.classOf(key) !== undefined)
        add(spec.template.metadata?.labels, metadata.namespace ?? 'default', () => key);
    }
    return byGateway;
  }

  #controller(rows: readonly KnownController[], name: string): Controller {
    const workloads = [...new Set(rows.flatMap((row) => this.#workloadsOf(row)))].sort();
    if (workloads.length > 0) return { state: 'known', workloads, name };
    return rows.some((row) => row.outside === true) ? { state: 'outside', name } : { state: 'unknown', name };
  }

  #workloadsOf(row: KnownController): readonly string[] {
    let workloads = this.#byRow.get(row);
    if (workloads === undefined) {
      const wanted = row.labels.map((labels) => Object.entries(labels));
      const fits = new Map<string, boolean>(); // a cluster has far fewer images than pods
      const imageFits = (image: string): boolean => {
        let fit = fits.get(image);
        if (fit === undefined) {
          fit = isImageOf(image, row.images);
          fits.set(image, fit);
        }
        return fit;
      };
      workloads = workloadsWhere(
        this.#model,
        (labels, spec) =>
          wanted.some((each) => carriesLabels(labels, each)) ||
          (row.images.length > 0 && spec.containers.some(({ image = '' }) => imageFits(image))),
      );
      this.#byRow.set(row, workloads);
    }
    return workloads;
  }
}

/** Workloads of which a pod, or the template where they have none, is such; each once, sorted. */
function workloadsWhere(
  model: PolicyModel,
  isSuch: (labels: Labels | undefined, spec: PodSpec) => boolean,
): readonly string[] {
  const found = new Set<string>();
  for (const [key, pod] of model.objects.pods) {
    if (isSuch(pod.metadata.labels, pod.spec) && !isFinished(pod)) found.add(model.workloadOfPod(key));
  }
  for (const [key, { spec }] of model.objects.workloads) {
    if (isSuch(spec.template.metadata?.labels, spec.template.spec) && model.classOf(key) !== undefined) found.add(key);
  }
  return [...found].sort();
}

function namesController(known: string, name: string): boolean {
  return known.endsWith('/*') ? name.startsWith(known.slice(0, -1)) : known === name;
}

/** Two that call themselves the default leave it open. */
function defaultClass(classes: Iterable<IngressClass>): IngressClass | undefined {
  const marked = [...classes].filter(
    ({ metadata }) => labelValue(metadata.annotations, 'ingressclass.kubernetes.io/is-default-class') === 'true',
  );
  return marked.length === 1 ? marked[0] : undefined;
}

import type { IngressClass, Labels } from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';
import type { Controller } from './entry.ts';
import type { PolicyModel } from './model.ts';
import { allContainers } from './service-table.ts';

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
  #faces: readonly Face[] | undefined;
  readonly #byRow = new Map<KnownController, readonly string[]>();

  constructor(model: PolicyModel) {
    this.#model = model;
  }

  /** Of an IngressClass or GatewayClass that names its controller. */
  byControllerName(name: string): Controller {
    return this.#controller(
      CONTROLLERS.filter(({ names }) => names.some((known) => namesController(known, name))),
      name,
    );
  }

  /** Of an Ingress by its class, as the class, its default or the class's well-known name tells. */
  ofIngress(className: string | undefined): Controller {
    const { ingressClasses } = this.#model.objects;
    const ingressClass =
      className === undefined ? defaultClass(ingressClasses.values()) : ingressClasses.get(className);
    if (ingressClass?.spec.controller !== undefined) return this.byControllerName(ingressClass.spec.controller);
    if (className === undefined) return { state: 'unknown' };
    return this.#controller(
      CONTROLLERS.filter(({ classes }) => classes.includes(className)),
      className,
    );
  }

  /** Workloads whose pods carry all these labels, in one namespace or anywhere. */
  workloadsWith(labels: Labels, namespace?: string): readonly string[] {
    return this.#all().flatMap((face) =>
      (namespace === undefined || face.namespace === namespace) && carries(face.labels, labels) ? [face.workload] : [],
    );
  }

  #controller(rows: readonly KnownController[], name: string): Controller {
    const workloads = [...new Set(rows.flatMap((row) => this.#workloadsOf(row)))].sort();
    if (workloads.length > 0) return { state: 'known', workloads, name };
    return rows.some((row) => row.outside === true) ? { state: 'outside', name } : { state: 'unknown', name };
  }

  #workloadsOf(row: KnownController): readonly string[] {
    let workloads = this.#byRow.get(row);
    if (workloads === undefined) {
      workloads = this.#all()
        .filter(
          (face) =>
            row.labels.some((labels) => carries(face.labels, labels)) ||
            face.images.some((image) => endsWithPath(image, row.images)),
        )
        .map(({ workload }) => workload);
      this.#byRow.set(row, workloads);
    }
    return workloads;
  }

  #all(): readonly Face[] {
    this.#faces ??= facesOf(this.#model);
    return this.#faces;
  }
}

/** A workload as the table knows it. */
interface Face {
  readonly workload: string;
  readonly namespace: string;
  readonly labels: Labels | undefined;
  /** Without registry's tag and digest. */
  readonly images: readonly string[];
}

function facesOf(model: PolicyModel): readonly Face[] {
  const faces = new Map<string, Face>();
  for (const [key, { metadata, spec }] of model.objects.pods) {
    if (model.classOf(key) === undefined) continue;
    const workload = model.workloadOfPod(key);
    // Pods of one workload are alike in what the table asks.
    if (faces.has(workload)) continue;
    const images = allContainers(spec).map(({ image }) => imagePath(image));
    faces.set(workload, { workload, namespace: metadata.namespace ?? 'default', labels: metadata.labels, images });
  }
  for (const [workload, { metadata, spec }] of model.objects.workloads) {
    if (model.classOf(workload) === undefined) continue;
    const images = allContainers(spec.template.spec).map(({ image }) => imagePath(image));
    const { labels } = spec.template.metadata ?? {};
    faces.set(workload, { workload, namespace: metadata.namespace ?? 'default', labels, images });
  }
  return [...faces.values()];
}

/** `registry.example:5000/a/b:1.2@sha256:…` → `registry.example:5000/a/b`. */
function imagePath(image = ''): string {
  const [named = ''] = image.split('@');
  const colon = named.lastIndexOf(':');
  return colon > named.lastIndexOf('/') ? named.slice(0, colon) : named;
}

function endsWithPath(image: string, paths: readonly string[]): boolean {
  return paths.some((path) => image === path || image.endsWith(`/${path}`));
}

function carries(labels: Labels | undefined, wanted: Labels): boolean {
  return Object.keys(wanted).every((key) => labelValue(labels, key) === wanted[key]);
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

import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { readByNamespace } from '#lib/kube/namespaced-map.ts';
import { type Labels, labelValue, type ObjectMeta, type Pod, type PodSpec } from '#lib/kube/objects.ts';
import { controllerOf } from '#lib/kube/workload-of-pod.ts';
import { isFinished } from './address-holders.ts';
import { carriesLabels } from './carries-labels.ts';
import { imagePath, imageTag, isImageOf } from './image-path.ts';
import { KNOWN_PLUGINS, type KnownPlugin } from './known-plugins.ts';
import { nodeNamesOf } from './nodes.ts';
import { allContainers } from './service-table.ts';
import type { ProfileName } from './types.ts';

/** One sign of a plugin: an object, its field and what stands there. */
export interface PluginEvidence {
  readonly object: string;
  readonly field: string;
  readonly value: string;
}

export interface DetectedPlugin {
  readonly plugin: string;
  /** Major and minor, where all agents have one and the same. */
  readonly version?: string;
  readonly profile?: ProfileName;
  /** Nodes on which it was seen. */
  readonly nodes: number;
  readonly enforces: 'yes' | 'no' | 'unknown';
  /** One sign of each kind. */
  readonly evidence: readonly PluginEvidence[];
}

export interface PluginDetection {
  /** On most nodes first. Several can share a cluster: one for addresses, one for policies; or a migration. */
  readonly plugins: readonly DetectedPlugin[];
  /** Nodes in the input, and those that only pods tell of. */
  readonly nodes: number;
  /** Two or more that may enforce policies are there: which of them binds a pod depends on its node. */
  readonly mixed: boolean;
  /** The preset to offer: of the only plugin that may enforce, where it was seen on every node. */
  readonly proposed?: ProfileName;
  /** As far as can be seen; nothing tests it. `no`: what was found does not enforce policies. */
  readonly enforces: 'yes' | 'no' | 'unknown';
}

interface Signs {
  readonly known: KnownPlugin;
  readonly nodes: Set<string>;
  readonly versions: Set<string>;
  readonly evidence: Map<string, PluginEvidence>;
}

/** What was found, and for each node the plugins that were seen there. */
interface Detected {
  readonly detection: PluginDetection;
  readonly byNode: ReadonlyMap<string, readonly DetectedPlugin[]>;
}

const detections = new WeakMap<ClusterObjects, Detected>();

/**
 * Which network plugin runs here, by the agents that are on every node, by what they wrote on the nodes, and by the API
 * groups that they brought. A group alone says nothing: definitions outlive their plugin. Computed once a revision.
 */
export function detectPlugin(objects: ClusterObjects): PluginDetection {
  return detectedIn(objects).detection;
}

/** Every node of the input, and those that only pods tell of, sorted, with the plugins that were seen on it. */
export function pluginsByNode(objects: ClusterObjects): ReadonlyMap<string, readonly DetectedPlugin[]> {
  return detectedIn(objects).byNode;
}

function detectedIn(objects: ClusterObjects): Detected {
  let detected = detections.get(objects);
  if (detected === undefined) {
    detected = detect(objects);
    detections.set(objects, detected);
  }
  return detected;
}

function detect(objects: ClusterObjects): Detected {
  const found = new Map<KnownPlugin, Signs>();
  const signsOf = (known: KnownPlugin): Signs => {
    const signs = found.get(known) ?? { known, nodes: new Set(), versions: new Set(), evidence: new Map() };
    found.set(known, signs);
    return signs;
  };
  const agents = readAgents(objects, signsOf);
  readAnnotations(objects, agents, signsOf);
  for (const signs of found.values()) readGroups(objects, signs);
  const seen = [...found.values()].map((signs) => ({ plugin: toPlugin(signs), nodes: signs.nodes }));
  seen.sort(({ plugin: a }, { plugin: b }) => b.nodes - a.nodes || (a.plugin < b.plugin ? -1 : 1));
  const names = nodeNamesOf(objects);
  const on = (name: string) => seen.flatMap(({ plugin, nodes }) => (nodes.has(name) ? [plugin] : []));
  return {
    detection: judge(
      seen.map(({ plugin }) => plugin),
      names.length,
    ),
    byNode: new Map(names.map((name) => [name, on(name)])),
  };
}

const agentPods = readByNamespace((pods: ReadonlyMap<string, Pod>) =>
  [...pods.values()].flatMap((pod) => {
    if (pod.spec.hostNetwork !== true || isFinished(pod)) return [];
    const known = pluginOf(pod.metadata.labels, pod.spec);
    return known === undefined ? [] : [{ pod, known }];
  }),
);

/** Node → the plugins whose agents run there. Agents are on the host network: a pod that merely carries the label is none. */
function readAgents(
  objects: ClusterObjects,
  signsOf: (known: KnownPlugin) => Signs,
): ReadonlyMap<string, ReadonlySet<KnownPlugin>> {
  const byNode = new Map<string, Set<KnownPlugin>>();
  for (const { pod, known } of agentPods(objects.pods).flat()) {
    const signs = signsOf(known);
    addAgent(signs, agentName(pod.metadata), pod.metadata.labels, pod.spec);
    const { nodeName } = pod.spec;
    if (nodeName === undefined) continue;
    signs.nodes.add(nodeName);
    const there = byNode.get(nodeName) ?? new Set();
    byNode.set(nodeName, there.add(known));
  }
  for (const { kind, metadata, spec } of objects.workloads.values()) {
    const { template } = spec;
    if (kind !== 'DaemonSet' || template.spec.hostNetwork !== true) continue;
    const known = pluginOf(template.metadata?.labels, template.spec);
    if (known === undefined) continue;
    addAgent(
      signsOf(known),
      `DaemonSet ${metadata.namespace}/${metadata.name}`,
      template.metadata?.labels,
      template.spec,
    );
  }
  return byNode;
}

function pluginOf(labels: Labels | undefined, spec: PodSpec): KnownPlugin | undefined {
  const has = (name: string) => spec.containers.some((container) => container.name === name);
  return KNOWN_PLUGINS.find(
    (known) =>
      (known.labels.some((wanted) => carriesLabels(labels, Object.entries(wanted))) ||
        agentImage(known, spec) !== undefined) &&
      (known.container === undefined || has(known.container)) &&
      (known.withoutContainer === undefined || !has(known.withoutContainer)),
  );
}

function agentImage({ images }: KnownPlugin, spec: PodSpec): string | undefined {
  return spec.containers.find(({ image = '' }) => isImageOf(image, images))?.image;
}

function agentName(meta: ObjectMeta): string {
  const owner = controllerOf(meta);
  const [kind, name] = owner === undefined ? ['Pod', meta.name] : [owner.kind, owner.name];
  return `${kind} ${meta.namespace}/${name}`;
}

function addAgent(
  { known, versions, evidence }: Signs,
  object: string,
  labels: Labels | undefined,
  spec: PodSpec,
): void {
  const wanted = known.labels.find((each) => carriesLabels(labels, Object.entries(each)));
  const [key] = Object.keys(wanted ?? {});
  if (key !== undefined && !evidence.has('label')) {
    evidence.set('label', { object, field: `labels.${key}`, value: labelValue(labels, key) ?? '' });
  }
  const image = agentImage(known, spec) ?? imageNamedLike(known, spec);
  if (image === undefined) return;
  if (!evidence.has('image'))
    evidence.set('image', { object, field: 'image', value: `${imagePath(image)}${withTag(image)}` });
  const version = /^v?(\d+\.\d+)/.exec(imageTag(image) ?? '')?.[1];
  if (version !== undefined) versions.add(version);
}

/** A mirror may call the image by the plugin's last word only: it counts beside a label that fits. */
function imageNamedLike({ images }: KnownPlugin, spec: PodSpec): string | undefined {
  const names = new Set(images.map((image) => image.slice(image.lastIndexOf('/') + 1)));
  return allContainers(spec).find(({ image = '' }) => {
    const path = imagePath(image);
    return names.has(path.slice(path.lastIndexOf('/') + 1));
  })?.image;
}

function withTag(image: string): string {
  const tag = imageTag(image);
  return tag === undefined ? '' : `:${tag}`;
}

/** A node that another plugin's agent runs on may still carry the annotation of an earlier one. */
function readAnnotations(
  { nodes }: ClusterObjects,
  agents: ReadonlyMap<string, ReadonlySet<KnownPlugin>>,
  signsOf: (known: KnownPlugin) => Signs,
): void {
  for (const [name, { metadata }] of nodes) {
    const there = agents.get(name);
    for (const known of KNOWN_PLUGINS) {
      const key = known.annotations.find((each) => labelValue(metadata.annotations, each) !== undefined);
      if (key === undefined || (there !== undefined && ![...there].some((each) => isSameFamily(each, known)))) continue;
      // Canal is Calico's agent, GKE's is Cilium's: their annotations are the same.
      const agent = [...(there ?? [])].find((each) => isSameFamily(each, known)) ?? known;
      const signs = signsOf(agent);
      signs.nodes.add(name);
      if (signs.evidence.has('annotation')) continue;
      const value = labelValue(metadata.annotations, key) ?? '';
      signs.evidence.set('annotation', { object: `Node ${name}`, field: `annotations.${key}`, value });
    }
  }
}

function isSameFamily(a: KnownPlugin, b: KnownPlugin): boolean {
  return (
    a === b || (a.profile !== undefined && a.profile === b.profile) || (a.plugin === 'Canal' && b.plugin === 'Flannel')
  );
}

function readGroups({ completeness }: ClusterObjects, { known, evidence }: Signs): void {
  for (const { resource, kind } of completeness.kinds) {
    const group = resource.slice(resource.indexOf('.') + 1);
    if (!known.groups.includes(group) || evidence.has('group')) continue;
    evidence.set('group', {
      object: `API group ${group}`,
      field: 'kinds',
      value: kind.slice(kind.lastIndexOf('/') + 1),
    });
  }
}

function toPlugin({ known, nodes, versions, evidence }: Signs): DetectedPlugin {
  const [version] = versions;
  return {
    plugin: known.plugin,
    ...(versions.size === 1 && version !== undefined ? { version } : {}),
    ...(known.profile === undefined ? {} : { profile: known.profile }),
    nodes: nodes.size,
    enforces: known.enforces,
    evidence: [...evidence.values()],
  };
}

function judge(plugins: readonly DetectedPlugin[], nodes: number): PluginDetection {
  const policy = plugins.filter(({ enforces }) => enforces !== 'no');
  const [only] = policy;
  const everywhere = only !== undefined && policy.length === 1 && only.nodes >= nodes;
  const proposed = everywhere ? only.profile : undefined;
  return {
    ...{ plugins, nodes, mixed: policy.length > 1 },
    ...(proposed === undefined ? {} : { proposed }),
    enforces: plugins.length > 0 && policy.length === 0 ? 'no' : everywhere ? only.enforces : 'unknown',
  };
}

import { parseAllDocuments, stringify } from 'yaml';
import type { SimulationAnswer } from '#lib/api/simulation-schemas.ts';
import { OUTPUT } from '#lib/text/en/simulate.ts';
import type { SimulatedChange } from './simulated-change.ts';

const POLICY_KINDS: ReadonlySet<string> = new Set([
  'NetworkPolicy',
  'ClusterNetworkPolicy',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
]);
const ADDED = 'ringfence-added.yaml';

/**
 * The proposal over the manifests that are there, as a kustomization: what is new is a resource of its own; of a policy
 * that is there the spec is replaced whole, since merging would keep rules that were to go; what goes is deleted.
 * Two files in one text, each under its name.
 */
export function kustomizationText(answer: SimulationAnswer, changes: readonly SimulatedChange[]): string {
  const changeOf = new Map(answer.objects.map((object) => [keyOf(object), object.change]));
  const added: string[] = [];
  const patches: unknown[] = [];
  for (const document of documentsOf(changes)) {
    const { kind, metadata } = document;
    const target = {
      kind,
      name: metadata.name,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    };
    if (changeOf.get(keyOf(target)) !== 'changed') added.push(write(document));
    else if (POLICY_KINDS.has(kind)) {
      patches.push({ target, patch: write([{ op: 'replace', path: '/spec', value: document.spec }]) });
    } else patches.push({ target, patch: write(document) });
  }
  for (const change of changes) {
    if (change.type === 'yaml') continue;
    const { apiVersion, kind, name, namespace } = change.object;
    const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
    const patch =
      change.type === 'remove'
        ? { $patch: 'delete', apiVersion, kind, metadata }
        : { apiVersion, kind, ...labelled(kind, metadata, change.labels) };
    patches.push({ target: { kind, ...metadata }, patch: write(patch) });
  }
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [OUTPUT.base, ...(added.length === 0 ? [] : [ADDED])],
    ...(patches.length === 0 ? {} : { patches }),
  };
  const files = [`# kustomization.yaml\n# ${OUTPUT.proposal}\n${write(kustomization)}`];
  if (added.length > 0) files.push(`# ${ADDED}\n${added.join('---\n')}`);
  return files.join('\n');
}

function labelled(
  kind: string,
  metadata: { readonly name: string },
  labels: Readonly<Record<string, string | null>>,
): object {
  if (kind === 'Namespace' || kind === 'Pod') return { metadata: { ...metadata, labels } };
  const template = { metadata: { labels } };
  return { metadata, spec: kind === 'CronJob' ? { jobTemplate: { spec: { template } } } : { template } };
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec?: unknown;
}

/** Whatever can be read as an object of Kubernetes; the rest has its place among the problems. */
function documentsOf(changes: readonly SimulatedChange[]): readonly Manifest[] {
  return changes
    .flatMap((change) => (change.type === 'yaml' ? parseAllDocuments(change.text) : []))
    .flatMap((document) => {
      if (document.errors.length > 0) return [];
      const value = document.toJS() as Partial<Manifest> | null;
      return typeof value?.kind === 'string' && typeof value.metadata?.name === 'string' ? [value as Manifest] : [];
    });
}

/** A manifest without a namespace is meant for `default`. */
const keyOf = ({ kind, namespace = 'default', name }: { kind: string; namespace?: string | undefined; name: string }) =>
  `${kind}/${namespace}/${name}`;

const write = (value: unknown): string => stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 });

import { Document, isMap, isScalar, visit } from 'yaml';
import type { ApiIngressRule, LabelSelector, Labels, NetworkPolicy, NetworkPolicyPeer } from '#lib/kube/objects.ts';
import type { ServedPort } from './served-ports.ts';

/** What a fix writes: the spec of a NetworkPolicy. */
export type PolicySpec = NetworkPolicy['spec'];

/** A word that no YAML version reads as anything but a string; everything else is quoted. */
const PLAIN = /^[A-Za-z][A-Za-z0-9]*(?:[-./_]+[A-Za-z0-9]+)*$/;
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;

/** Texts of parts of a spec that are kept: thousands of fixes have the same few rules, and writing them takes longest. */
const WRITTEN_MAX = 5_000;
const written = new Map<string, string>();

/** A NetworkPolicy as YAML. Names and labels come from strangers: the serialiser writes them, quoted where they could be misread. */
export function policyYaml(namespace: string, name: string, spec: PolicySpec, annotations?: Labels): string {
  const metadata = { name, namespace, ...(annotations === undefined ? {} : { annotations }) };
  const head = yamlOf({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata });
  const { policyTypes, ingress, egress } = spec;
  const members = Object.entries({ podSelector: spec.podSelector ?? {}, policyTypes, ingress, egress }).filter(
    ([, part]) => part !== undefined,
  );
  return `${head}spec:\n${members.map(([member, part]) => indented({ [member]: part })).join('')}`;
}

/** As the member of an object. No string takes more than a line: what is not plain is quoted. */
function indented(part: object): string {
  const key = JSON.stringify(part);
  let text = written.get(key);
  if (text === undefined) {
    const lines = yamlOf(part).slice(0, -1).split('\n');
    text = lines.map((line) => `  ${line}\n`).join('');
    if (written.size >= WRITTEN_MAX) written.clear();
    written.set(key, text);
  }
  return text;
}

function yamlOf(value: object): string {
  const document = new Document(plainObject(value), { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && (!PLAIN.test(node.value) || RESERVED.test(node.value))) {
        node.type = 'QUOTE_DOUBLE';
      }
    },
    Pair(_, pair) {
      // `{}` and `[]` must stay visible: an absent list means something else than an empty one.
      if (isMap(pair.value) && pair.value.items.length === 0) pair.value.flow = true;
      if (isScalar(pair.key) && typeof pair.key.value !== 'string') pair.key.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** Rules' `ports` for what a workload serves; undefined (every port) where that is not known. */
export function portEntries(served: readonly ServedPort[]): ApiIngressRule['ports'] {
  return served.length === 0 ? undefined : served.map(({ protocol, port }) => ({ protocol, port }));
}

export function podPeer(labels: Labels): NetworkPolicyPeer {
  return { podSelector: { matchLabels: labels } };
}

export function selectLabels(labels: Labels | undefined): LabelSelector {
  return labels === undefined ? {} : { matchLabels: labels };
}

/** `yaml` takes the entries of a Map in order and is not misled by a key `__proto__`. */
function plainObject(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainObject);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return new Map(entries.map(([key, entry]) => [key, plainObject(entry)]));
}

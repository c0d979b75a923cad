import { isCollection, isMap, isSeq, LineCounter, type Node, parseDocument, stringify } from 'yaml';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { NetworkPolicy } from '#lib/kube/objects.ts';
import type { PolicyRef, PolicyText } from './types.ts';

type Lines = { readonly from: number; readonly to: number };

/** The YAML of policies, with the lines of every rule; read when it is asked for. */
export class PolicyTexts {
  private readonly objects: ClusterObjects;
  private readonly known = new Map<string, PolicyText>();

  constructor(objects: ClusterObjects) {
    this.objects = objects;
  }

  /** Undefined where there is no such policy. */
  get(ref: PolicyRef): PolicyText | undefined {
    const key = `${ref.namespace}/${ref.name}`;
    const policy = ref.kind === 'NetworkPolicy' ? this.objects.networkPolicies.get(key) : undefined;
    if (policy === undefined) return undefined;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const text = fileText(policy, ref) ?? renderedText(policy, ref);
    this.known.set(key, text);
    return text;
  }
}

/** As it stands in the file, where that was kept and can be read again. */
function fileText(policy: NetworkPolicy, ref: PolicyRef): PolicyText | undefined {
  const { origin } = policy;
  if (origin?.text === undefined) return undefined;
  const paths = linesOfRules(origin.text, origin.line);
  if (paths === undefined) return undefined;
  return { policy: ref, source: 'file', file: origin.file, firstLine: origin.line, text: origin.text, paths };
}

/** As we write it: without status and managedFields, which nobody wrote. */
function renderedText(policy: NetworkPolicy, ref: PolicyRef): PolicyText {
  const { managedFields: _, ...metadata } = policy.metadata;
  const { apiVersion, kind, spec } = policy;
  const text = stringify({ apiVersion, kind, metadata, spec }, { aliasDuplicateObjects: false, lineWidth: 0 });
  return { policy: ref, source: 'rendering', firstLine: 1, text, paths: linesOfRules(text, 1) ?? {} };
}

/** JSON path of the spec and of each rule → lines; undefined where the text is no YAML with a spec. */
function linesOfRules(text: string, firstLine: number): Record<string, Lines> | undefined {
  const counter = new LineCounter();
  const document = parseDocument(text, { version: '1.1', uniqueKeys: false, lineCounter: counter, logLevel: 'silent' });
  const root = document.contents;
  if (!isMap(root)) return undefined;
  const spec = root.get('spec', true);
  if (!isMap(spec)) return undefined;
  const paths: Record<string, Lines> = {};
  const add = (path: string, node: unknown): void => {
    const range = isCollection(node) ? node.range : (node as Node | null | undefined)?.range;
    if (range === null || range === undefined) return;
    const from = counter.linePos(range[0]).line;
    // The node ends where the next begins: blank lines and comments between them are not its own.
    const end = range[0] + text.slice(range[0], range[1]).trimEnd().length;
    const to = counter.linePos(Math.max(range[0], end - 1)).line;
    paths[path] = { from: firstLine + from - 1, to: firstLine + to - 1 };
  };
  add('spec', spec);
  for (const direction of ['ingress', 'egress']) {
    const rules = spec.get(direction, true);
    if (!isSeq(rules)) continue;
    for (const [index, rule] of rules.items.entries()) add(`spec.${direction}[${index}]`, rule);
  }
  return paths;
}

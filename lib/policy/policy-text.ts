import { isMap, isNode, isSeq, LineCounter, parseDocument, stringify } from 'yaml';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { ClusterPolicy, NetworkPolicy } from '#lib/kube/objects.ts';
import { policyObject } from './policy-object.ts';
import type { PolicyRef, PolicyText } from './types.ts';

type Lines = { readonly from: number; readonly to: number };

/** The YAML of policies, with the lines of every rule; read when it is asked for. */
export class PolicyTexts {
  private readonly objects: ClusterObjects;

  constructor(objects: ClusterObjects) {
    this.objects = objects;
  }

  /** Undefined where there is no such policy. */
  get(ref: PolicyRef): PolicyText | undefined {
    const policy = policyObject(this.objects, ref);
    if (policy === undefined) return undefined;
    const known = texts.get(policy);
    if (known !== undefined) return known;
    const text = fileText(policy, ref) ?? renderedText(policy, ref);
    texts.set(policy, text);
    return text;
  }
}

/** Of every state that holds the policy: a proposal changes one and keeps the others. */
const texts = new WeakMap<NetworkPolicy | ClusterPolicy, PolicyText>();

/** As it stands in the file, where that was kept and can be read again. */
function fileText(policy: NetworkPolicy | ClusterPolicy, ref: PolicyRef): PolicyText | undefined {
  const { origin } = policy;
  if (origin?.text === undefined) return undefined;
  const paths = linesOfRules(origin.text, origin.line);
  if (paths === undefined) return undefined;
  return { policy: ref, source: 'file', file: origin.file, firstLine: origin.line, text: origin.text, paths };
}

/** As we write it: without status and managedFields, which nobody wrote. Lines are counted while writing. */
function renderedText(policy: NetworkPolicy | ClusterPolicy, ref: PolicyRef): PolicyText {
  const { managedFields: _, ...metadata } = policy.metadata;
  const { apiVersion, kind, spec } = policy;
  const { ingress, egress, ...subject } = spec;
  const lines = written({ apiVersion, kind, metadata });
  const paths: Record<string, Lines> = {};
  lines.push('spec:');
  const start = lines.length;
  // An empty spec still stands there: all pods, no rule.
  if (Object.keys(subject).length > 0) lines.push(...written(subject, INDENT));
  else if (ingress === undefined && egress === undefined) lines[start - 1] = 'spec: {}';
  for (const [direction, rules] of [['ingress', ingress] as const, ['egress', egress] as const]) {
    if (rules === undefined) continue;
    lines.push(`${INDENT}${direction}:${rules.length === 0 ? ' []' : ''}`);
    for (const [index, rule] of rules.entries()) {
      const from = lines.length + 1;
      lines.push(...written([rule], INDENT + INDENT));
      paths[`spec.${direction}[${index}]`] = { from, to: lines.length };
    }
  }
  paths.spec = { from: Math.min(start + 1, lines.length), to: lines.length };
  return { policy: ref, source: 'rendering', firstLine: 1, text: `${lines.join('\n')}\n`, paths };
}

const INDENT = '  ';

function written(value: unknown, indent = ''): string[] {
  const text = stringify(value, { aliasDuplicateObjects: false, lineWidth: 0 });
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? line : indent + line));
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
    const range = isNode(node) ? node.range : undefined;
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

import { isAbsolute, posix } from 'node:path';
import { stringify } from 'yaml';
import type { Gap } from '#lib/gdpr/types.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { KeptObject } from '#lib/kube/objects.ts';
import type { PolicyRef, PolicyText } from '#lib/policy/types.ts';
import type { Input } from './read-input.ts';

export interface Place {
  /** Relative: to `CLUSTER_BASE` where there is an index, else to where the command ran. */
  readonly uri: string;
  /** Among the run's artifacts; absent for a file of the reader's. */
  readonly index?: number;
  /** Counted from 1. */
  readonly lines: { readonly from: number; readonly to: number };
}

/**
 * Where gaps are: the deciding policy's text or the subject itself, embedded, since nobody else has a file of it. A policy
 * that was read from a file is told there, and its embedded text beside it.
 */
export interface Artifacts {
  of(gap: Gap): { readonly place: Place; readonly related?: Place };
  logicalOf(gap: Gap): object;
  /** As the run lists them, in the order in which they were asked for. */
  written(): readonly object[];
  logical(): readonly object[];
}

type Subject = Gap['subject'];

/**
 * What embedded artifacts are relative to. `k8s://prod/` + `crm/NetworkPolicy/allow-web.yaml`; not in one piece, as
 * GitHub refuses a whole file for one absolute address that is not of the checkout.
 */
export const CLUSTER_BASE = 'CLUSTER';

export function clusterBase({ cluster }: Pick<Input, 'cluster'>): string {
  return `k8s://${encodeURIComponent(cluster)}/`;
}

export function collectArtifacts({ objects, model }: Input): Artifacts {
  const artifacts = new Map<string, { readonly index: number; readonly text: string }>();
  const subjects = new Map<string, { readonly index: number; readonly subject: Subject }>();
  const embed = (subject: Subject, text: () => string): { readonly uri: string; readonly index: number } => {
    const uri = uriOf(subject);
    let artifact = artifacts.get(uri);
    if (artifact === undefined) {
      artifact = { index: artifacts.size, text: text() };
      artifacts.set(uri, artifact);
    }
    return { uri, index: artifact.index };
  };
  const linesIn = (uri: string): number => (artifacts.get(uri)?.text.trimEnd().split('\n').length ?? 1) || 1;
  return {
    of(gap) {
      const decided = decidingPolicy(gap);
      const policy = decided === undefined ? undefined : model().policyText(decided.policy);
      if (decided === undefined || policy === undefined) {
        const { uri, index } = embed(gap.subject, () => textOfSubject(objects, gap.subject));
        return { place: { uri, index, lines: { from: 1, to: linesIn(uri) } } };
      }
      const { uri, index } = embed(decided.policy, () => policy.text);
      const inFile = linesOf(policy, decided.path);
      const lines = inFile ?? { from: policy.firstLine, to: policy.firstLine + linesIn(uri) - 1 };
      const offset = policy.firstLine - 1;
      const place = { uri, index, lines: { from: lines.from - offset, to: lines.to - offset } };
      const file = policy.source === 'file' && policy.file !== undefined ? fileUri(policy.file) : undefined;
      return file === undefined ? { place } : { place: { uri: file, lines }, related: place };
    },
    logicalOf({ subject }) {
      const name = qualifiedName(subject);
      let known = subjects.get(name);
      if (known === undefined) {
        known = { index: subjects.size, subject };
        subjects.set(name, known);
      }
      return { fullyQualifiedName: name, index: known.index };
    },
    written: () =>
      [...artifacts].map(([uri, { text }]) => ({
        location: { uri, uriBaseId: CLUSTER_BASE },
        mimeType: 'application/yaml',
        contents: { text },
      })),
    logical: () =>
      [...subjects].map(([fullyQualifiedName, { subject }]) => ({
        name: subject.name,
        fullyQualifiedName,
        kind: 'resource',
      })),
  };
}

/** `ns/kind/name`, as everywhere; what is of the whole cluster has no namespace. */
function qualifiedName({ namespace, kind, name }: Subject): string {
  return namespace === '' ? `${kind}/${name}` : `${namespace}/${kind}/${name}`;
}

/** `crm/NetworkPolicy/allow-web.yaml` */
function uriOf(subject: Subject): string {
  return `${qualifiedName(subject).split('/').map(encodeURIComponent).join('/')}.yaml`;
}

/** A file below the folder in which the command ran: what a repository's viewer can open. */
function fileUri(file: string): string | undefined {
  const path = posix.normalize(file.replaceAll('\\', '/'));
  if (isAbsolute(file) || path.startsWith('../') || path === '-') return undefined;
  return path.split('/').map(encodeURIComponent).join('/');
}

/** The first rule or policy that the witness names; else the subject, where it is a policy. */
function decidingPolicy({ witness, subject }: Gap): { readonly policy: PolicyRef; readonly path?: string } | undefined {
  for (const { because } of witness) {
    for (const { policy, path } of because) if (policy !== undefined) return { policy, path };
  }
  return /NetworkPolicy$/.test(subject.kind) ? { policy: subject } : undefined;
}

/** Of the rule itself, or of the nearest rule that holds the path. */
function linesOf({ paths }: PolicyText, path: string | undefined): Place['lines'] | undefined {
  if (path === undefined) return undefined;
  const [, rule = path] = /^(spec\.(?:in|e)gress\[\d+\])/.exec(path) ?? [];
  return paths[path] ?? paths[rule];
}

/** The object as it is kept, without what nobody wrote; what is no object is named. */
function textOfSubject(objects: ClusterObjects, { namespace, kind, name }: Subject): string {
  const kept: KeptObject | undefined =
    kind === 'Namespace'
      ? objects.namespaces.get(name)
      : (objects.workloads.get(`${namespace}/${kind}/${name}`) ?? objects.pods.get(`${namespace}/${name}`));
  if (kept === undefined || kept.kind !== kind) {
    return stringify({ kind, metadata: { ...(namespace === '' ? {} : { namespace }), name } });
  }
  const { origin: _origin, ...object } = kept;
  const { managedFields: _fields, ...metadata } = kept.metadata;
  return stringify({ ...object, metadata }, { aliasDuplicateObjects: false });
}

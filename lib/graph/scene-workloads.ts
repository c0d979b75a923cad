import type { Classification, Gap, Severity } from '#lib/gdpr/types.ts';
import { SEVERITIES } from '#lib/gdpr/types.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import type { Isolated } from '#lib/policy/types.ts';
import type { SceneInput } from './scene-input.ts';
import type { FencePost, SceneNode } from './types.ts';

/** What the map says of one workload, before it has a place. */
export interface WorkloadFacts {
  readonly key: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly pods: number;
  readonly hostNetwork: boolean;
  readonly ingress: FencePost;
  readonly egress: FencePost;
  readonly classification: Classification;
  readonly gaps?: { readonly worst: Severity; readonly count: number };
}

/** `ns/Kind/name` → its parts. */
export function splitWorkload(key: string): { namespace: string; kind: string; name: string } {
  const [namespace = '', kind = '', ...rest] = key.split('/');
  return { namespace, kind, name: rest.join('/') };
}

/** Of one revision: its pictures and matrices tell the same of a workload. */
const factsOf = new WeakMap<SceneInput, readonly WorkloadFacts[]>();

/** Facts of every workload, sorted by key. */
export function workloadFacts(input: SceneInput): readonly WorkloadFacts[] {
  let facts = factsOf.get(input);
  if (facts === undefined) {
    facts = gatherFacts(input);
    factsOf.set(input, facts);
  }
  return facts;
}

function gatherFacts(input: SceneInput): readonly WorkloadFacts[] {
  const { model } = input;
  const gapsBySubject = groupGaps(input.gaps);
  return model.workloads.map((key) => {
    const classes = [...model.classesOfWorkload(key)];
    const pods = classes.reduce((sum, [, count]) => sum + count, 0);
    const gaps = gapsBySubject.get(key);
    return {
      key,
      ...splitWorkload(key),
      pods,
      hostNetwork: classes.length > 0 && classes.every(([id]) => model.classes[id]?.hostNetwork === true),
      ingress: fencePost(model, classes, 'ingress'),
      egress: fencePost(model, classes, 'egress'),
      classification: input.classificationOf(key),
      ...gapBadge(gaps),
    };
  });
}

function groupGaps(gaps: readonly Gap[]): Map<string, Gap[]> {
  const bySubject = new Map<string, Gap[]>();
  for (const gap of gaps) {
    const key = `${gap.subject.namespace}/${gap.subject.kind}/${gap.subject.name}`;
    const list = bySubject.get(key);
    if (list === undefined) bySubject.set(key, [gap]);
    else list.push(gap);
  }
  return bySubject;
}

/** Worst severity and number; the badge bubbles up to every group that holds the gap. */
export function gapBadge(gaps: readonly Gap[] = []): Pick<SceneNode, 'gaps'> {
  const open = gaps.filter(({ result }) => result !== 'WAIVED');
  const worst = SEVERITIES.find((severity) => open.some((gap) => gap.severity === severity));
  return worst === undefined ? {} : { gaps: { worst, count: open.length } };
}

/** The badge of what holds several others. */
export function joinBadges(badges: readonly SceneNode['gaps'][]): Pick<SceneNode, 'gaps'> {
  const own = badges.filter((badge) => badge !== undefined);
  const worst = SEVERITIES.find((severity) => own.some((badge) => badge.worst === severity));
  return worst === undefined ? {} : { gaps: { worst, count: own.reduce((sum, { count }) => sum + count, 0) } };
}

/** The share of isolated pods; a workload scaled to zero counts its classes as one pod each. */
function fencePost(
  model: PolicyModel,
  classes: readonly (readonly [number, number])[],
  direction: 'ingress' | 'egress',
): FencePost {
  let isolated = 0;
  let total = 0;
  let partly = false;
  let depends = false;
  for (const [id, count] of classes) {
    const gate = model.gate({ type: 'class', class: id }, direction);
    const weight = Math.max(1, count);
    total += weight;
    if (gate.isolated === 'yes') isolated += weight;
    if (gate.isolated === 'partly') partly = true;
    if (gate.isolated === 'depends') depends = true;
  }
  return {
    isolated: total === 0 ? 0 : isolated / total,
    ...(partly ? { partly } : {}),
    ...(depends ? { depends } : {}),
  };
}

/** The post of one gate. */
export function postOf(isolated: Isolated): FencePost {
  return {
    isolated: isolated === 'yes' ? 1 : 0,
    ...(isolated === 'partly' ? { partly: true } : {}),
    ...(isolated === 'depends' ? { depends: true } : {}),
  };
}

/** Nothing is closed to anybody behind the post. */
export const isOpenPost = (post: FencePost): boolean =>
  post.isolated === 0 && post.partly !== true && post.depends !== true;

/** The word for the sentence that goes with a post. */
export const postWord = (post: FencePost): 'yes' | 'no' | 'partly' | 'depends' => {
  if (post.depends === true) return 'depends';
  if (post.isolated === 1) return 'yes';
  if (post.isolated > 0) return 'depends';
  return post.partly === true ? 'partly' : 'no';
};

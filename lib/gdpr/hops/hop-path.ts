import type { Revision } from '#lib/api/cluster-types.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import type { HopPath, PathGate, PathLink } from '#lib/api/hops-schemas.ts';
import type { PolicyModel, SingleEnd } from '#lib/policy/model.ts';
import { classGraph } from '#lib/policy/paths/class-graph.ts';
import { NO_PORTS } from '#lib/policy/port-set.ts';
import type { Gate } from '#lib/policy/types.ts';
import { PATH } from '#lib/text/en/hops.ts';
import { noSuchWay } from '#lib/text/en/server.ts';
import type { Classification } from '../types.ts';
import { certainFirst, type HopWalks, hopWalks } from './hop-walks.ts';
import type { HopsQuestion } from './hops-view.ts';
import { wordsOf } from './step-ports.ts';

export interface PathContext {
  readonly revision: Revision;
  readonly classificationOf: (workload: string) => Classification;
  readonly gapOn: (from: string, to: string) => PathLink['gap'];
}

/** A workload with the class of it that a way goes through. */
interface Step {
  readonly classId: number;
  readonly workload: string;
}

/**
 * One of the shortest ways between a pod and a workload, connection by connection in the order in which one would take
 * them, with what admits each. Ways are told workload by workload and numbered in a stable order.
 * @throws RingfenceError NOT_FOUND where there is no way, or not so many.
 */
export function hopPath(
  model: PolicyModel,
  question: Pick<HopsQuestion, 'end' | 'direction'> & { readonly to: string; readonly n: number },
  { revision, classificationOf, gapOn }: PathContext,
): HopPath {
  const walks = hopWalks(model, question.end, question.direction);
  const { to, n } = question;
  const near = walks.nearest.get(to);
  const paths = (near?.classes ?? []).reduce((sum, classId) => sum + (walks.may.ways[classId] as number), 0);
  if (near === undefined || n >= paths) throw new RingfenceError('NOT_FOUND', noSuchWay(walks.start.name, to));
  const steps = wayTo(walks, near.classes, to, n);
  if (walks.direction === 'in') steps.reverse();
  const links = steps.slice(1).map((target, i) => linkOf(model, walks, steps[i] as Step, target, gapOn));
  return {
    ...{ revision, to, index: n, paths, links },
    classes: steps.map(({ workload }) => classificationOf(workload).dataClass),
  };
}

/** The n-th of the shortest ways, from the start: whole groups of ways are skipped by their number. */
function wayTo(walks: HopWalks, classes: readonly number[], to: string, n: number): Step[] {
  const { may, start, workloads } = walks;
  let left = n;
  const ordered = [...classes].sort((x, y) => isCertain(walks, y) - isCertain(walks, x));
  let here = ordered.find((classId) => {
    const own = may.ways[classId] as number;
    if (left < own) return true;
    left -= own;
    return false;
  }) as number;
  const steps: Step[] = [{ classId: here, workload: to }];
  for (let hop = may.hops[here] as number; hop > 1; hop--) {
    for (const classId of certainFirst(walks, here)) {
      const ways = may.ways[classId] as number;
      const own = workloads[classId] ?? [];
      if (left >= ways * own.length) {
        left -= ways * own.length;
        continue;
      }
      steps.unshift({ classId, workload: own[Math.floor(left / ways)] as string });
      left %= ways;
      here = classId;
      break;
    }
  }
  const first = certainFirst(walks, here)[left] ?? (start.classes[0] as number);
  steps.unshift({ classId: first, workload: start.workload });
  return steps;
}

function isCertain({ may, must }: HopWalks, classId: number): number {
  return must.hops[classId] === may.hops[classId] ? 1 : 0;
}

function linkOf(model: PolicyModel, { start }: HopWalks, from: Step, to: Step, gapOn: PathContext['gapOn']): PathLink {
  const [source, target] = pairOf(model, podsOf(model, from, start), podsOf(model, to, start));
  const { must, may, reasons } = model.relation(source, target);
  const { egress, ingress } = model.explain(source, target);
  const [out, into] = [gateOf(egress), gateOf(ingress)];
  const gap = gapOn(from.workload, to.workload);
  return {
    ...{ from: from.workload, to: to.workload },
    ask: { from: source.pod ?? from.workload, to: target.pod ?? to.workload },
    ports: wordsOf({ must, may }),
    verdict: must === NO_PORTS ? 'depends' : 'allow',
    reasons: must === NO_PORTS ? reasons : [],
    ...{ egress: out, ingress: into, text: gatesText(out, into) },
    ...(gap === undefined ? {} : { gap }),
  };
}

type PodEnd = Extract<SingleEnd, { type: 'class' }>;

/** Pods of a workload in a class, or in those that it stands for; a workload without pods as itself. */
function podsOf(model: PolicyModel, { classId, workload }: Step, start: HopWalks['start']): readonly PodEnd[] {
  const { representatives } = classGraph(model, 'may');
  if (workload === start.workload && start.key !== start.workload && start.classes.includes(classId)) {
    return [{ type: 'class', class: classId, pod: start.key }];
  }
  const ends: PodEnd[] = [];
  for (const own of model.classesOfWorkload(workload).keys()) {
    if ((representatives[own] ?? own) !== classId) continue;
    const pods = (model.classes[own]?.pods ?? []).filter((pod) => model.workloadOfPod(pod) === workload);
    for (const pod of pods) ends.push({ type: 'class', class: own, pod });
    if (pods.length === 0) ends.push({ type: 'class', class: own });
  }
  return ends;
}

/** Two different pods with the connection, for certain where some have; which ones matters on the host network only. */
function pairOf(model: PolicyModel, from: readonly PodEnd[], to: readonly PodEnd[]): readonly [PodEnd, PodEnd] {
  let open: readonly [PodEnd, PodEnd] | undefined;
  for (const source of from) {
    for (const target of to) {
      if (source.pod !== undefined && source.pod === target.pod) continue;
      const { must, may } = model.relation(source, target);
      if (must !== NO_PORTS) return [source, target];
      if (may !== NO_PORTS) open ??= [source, target];
    }
  }
  return open ?? [from[0] as PodEnd, to[0] as PodEnd];
}

function gateOf({ isolated, rules }: Gate): PathGate {
  if (isolated === 'none') return { state: 'none' };
  const admitting = rules.find(({ outcome }) => outcome === 'admits');
  if (admitting !== undefined) return { state: 'rule', policy: admitting.policy, rule: admitting.rule };
  const undecided = rules.find(({ outcome }) => outcome === 'depends');
  if (undecided !== undefined) return { state: 'depends', policy: undecided.policy, rule: undecided.rule };
  // No rule lets it through: where it may pass all the same, an exception of the network decides.
  return { state: isolated === 'yes' || isolated === 'depends' ? 'depends' : 'open' };
}

function gatesText(egress: PathGate, ingress: PathGate): string {
  if (egress.state === 'open' && ingress.state === 'open') return PATH.bothOpen;
  const words = [gateWord(egress, PATH.sourceOpen), gateWord(ingress, PATH.targetOpen)];
  return [...new Set(words)].join('; ');
}

function gateWord({ state, policy, rule = 0 }: PathGate, open: string): string {
  switch (state) {
    case 'open':
      return open;
    case 'none':
      return PATH.noGate;
    case 'rule':
      return policy === undefined ? open : PATH.rule(policy.name, rule);
    case 'depends':
      return policy === undefined ? PATH.depends : `${PATH.rule(policy.name, rule)} ${PATH.depends}`;
  }
}

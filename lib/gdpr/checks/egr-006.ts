import type { ApiEgressRule } from '#lib/kube/objects.ts';
import { normaliseRanges, subtractRanges } from '#lib/policy/address-ranges.ts';
import { classRelationsOf } from '#lib/policy/class-relations.ts';
import type { SingleEnd } from '#lib/policy/model.ts';
import { NO_PORTS, type PortSet, portsJson } from '#lib/policy/port-set.ts';
import type { DependsReason } from '#lib/policy/types.ts';
import { anyAddress, EGR_002, EGR_006 } from '#lib/text/en/checks/egr.ts';
import { classNote } from '#lib/text/en/data-classes.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { byClusterPolicy } from '#lib/text/en/witness.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isInScope } from '../data-class.ts';
import { type DeclaredCopies, declaredCopies, isCopy, rulesForCopies } from '../declared-copies.ts';
import { egressYaml, hasOpenEgress, openingRule, replacedRuleYaml } from '../egress-fixes.ts';
import { egressTargets } from '../egress-targets.ts';
import { classEnd } from '../ends.ts';
import { isHostDoubtOnly } from '../host-doubt.ts';
import { knownPorts } from '../known-ports.ts';
import { lazyFix } from '../lazy-fix.ts';
import { nodePairs, nodePairsWith, type PodEnd } from '../node-pairs.ts';
import { addressesEnd, outsideReach } from '../outside-reach.ts';
import { arePrivate } from '../own-addresses.ts';
import type { ReachingWorkloads } from '../reaching-workloads.ts';
import { coversName, recipientRanges } from '../recipients.ts';
import { dnsRules, findResolvers, isResolver } from '../resolvers.ts';
import { isSameApplication } from '../same-application.ts';
import { deriveSeverity, type Exposure } from '../severity.ts';
import type { Gap, WitnessHop } from '../types.ts';
import { type HopEnd, type RuleRef, witnessHop } from '../witness.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

/** In the fingerprint: who accepts one kind has not accepted a worse one. */
type TargetKind = 'internet' | 'private' | 'other-controller' | 'other-environment' | 'workload';

/** Somebody whom a store has no reason to call. */
interface Target {
  readonly kind: TargetKind;
  readonly certain: boolean;
  readonly exposure: Exposure;
  /** Where the level of §2.2 does not say it. */
  readonly exposedBy?: string;
  readonly from: PodEnd;
  readonly to: HopEnd;
  readonly name: string;
  readonly ports: PortSet;
  readonly reasons: readonly DependsReason[];
  readonly because: readonly string[];
  readonly rule?: RuleRef;
}

/**
 * A store of personal data that may start connections to anybody but DNS, its own application, and its declared replicas
 * and backups (gdpr.md §3, EGR-006). Judged by the most exposed of these: what is certain, and beside it what may be worse.
 */
export const egr006: Check = {
  id: 'EGR-006',
  looksAt: 'pods',
  run: (context) => {
    const gaps: Gap[] = [];
    let passed = 0;
    let notApplicable = 0;
    const notEvaluated: string[] = [];
    for (const workload of context.workloads.values()) {
      if (!isInScope(context.classOf(workload)) || workload.store === undefined) {
        notApplicable++;
        continue;
      }
      const copies = declaredCopies(context, workload);
      const { certain, possible } = worstTargets(context, workload, copies);
      if (certain === undefined && possible !== undefined && isHostDoubt(possible)) {
        notEvaluated.push(EGR_006.hostNetwork(workload.key, possible.name));
        continue;
      }
      const worse = possible !== undefined && !isHostDoubt(possible) && possible.exposure > (certain?.exposure ?? 0);
      const told = [certain, worse ? possible : undefined].filter((target) => target !== undefined);
      const found = told.flatMap((target) => gapOf(context, workload, copies, target) ?? []);
      gaps.push(...found);
      if (found.length === 0) passed++;
    }
    return { gaps, passed, notApplicable, notEvaluated };
  },
};

function isHostDoubt({ certain, to, reasons }: Target): boolean {
  return !certain && to.workload?.hostNetwork === true && isHostDoubtOnly(reasons);
}

/** The most exposed of what is certain, and of what is only possible; what no policy settles comes last. */
interface WorstTargets {
  readonly certain?: Target;
  readonly possible?: Target;
}

function worst(found: WorstTargets, target: Target): WorstTargets {
  const side = target.certain ? 'certain' : 'possible';
  const known = found[side];
  if (known === undefined) return { ...found, [side]: target };
  if (isHostDoubt(known) !== isHostDoubt(target)) return isHostDoubt(target) ? found : { ...found, [side]: target };
  return target.exposure > known.exposure ? { ...found, [side]: target } : found;
}

function worstTargets(context: CheckContext, workload: WorkloadFacts, copies: DeclaredCopies): WorstTargets {
  let found: WorstTargets = {};
  for (const id of workload.classes)
    for (const target of outsideTargets(context, id, copies)) found = worst(found, target);
  // No workload is more exposed than the internet: an open store need not be compared with every other workload.
  if (found.certain?.exposure === 4) return found;
  // One that tells neither its controller nor its environment has no target inside that is another's.
  const { controller, environment } = context.dataOf(workload);
  const most = controller === undefined && environment === undefined ? 2 : 3;
  for (const target of insideTargets(context, workload, copies)) {
    found = worst(found, target);
    if (found.certain !== undefined && found.certain.exposure >= most) return found;
  }
  return found;
}

function* outsideTargets(context: CheckContext, id: number, { recipients }: DeclaredCopies): Generator<Target> {
  const { parts, names } = outsideReach(context, id);
  for (const { family, label, must, may, reasons, possible, certain } of parts) {
    const copies = normaliseRanges(recipients.flatMap((recipient) => recipientRanges(recipient)[family]));
    const outside = subtractRanges(certain, copies);
    const sure = must !== NO_PORTS && outside.length > 0;
    const ranges = sure ? outside : subtractRanges(possible, copies);
    if (ranges.length === 0) continue;
    const isPrivate = arePrivate(family, ranges);
    yield {
      kind: isPrivate ? 'private' : 'internet',
      certain: sure,
      exposure: isPrivate ? 3 : 4,
      ...(isPrivate ? { exposedBy: EGR_006.privateNetwork } : {}),
      from: classEnd(id),
      to: { end: label === 'internet' ? internetOf(context, id, family, ranges) : addressesEnd(family, ranges) },
      name: label === 'internet' ? anyAddress : label,
      ports: sure ? must : may,
      reasons: sure ? [] : reasons,
      because: !sure && outside.length === 0 ? [EGR_002.mayBeOwn(label)] : [],
    };
  }
  for (const { name, rule, must, may, reasons } of names) {
    if (recipients.some(({ fqdns }) => fqdns.some((declared) => coversName(declared, name)))) continue;
    const sure = must !== NO_PORTS;
    const ports = sure ? must : may;
    const to = { end: { type: 'internet' } as const };
    const why = sure ? [] : reasons;
    yield {
      kind: 'internet',
      certain: sure,
      exposure: 4,
      from: classEnd(id),
      to,
      name,
      ports,
      reasons: why,
      because: [],
      rule,
    };
  }
}

/** The end that people know, where it is among what is meant. */
function internetOf(
  context: CheckContext,
  id: number,
  family: 'IPv4' | 'IPv6',
  ranges: Parameters<typeof addressesEnd>[1],
): SingleEnd {
  const internet: SingleEnd = { type: 'internet', family };
  return context.model.relation(classEnd(id), internet).may === NO_PORTS ? addressesEnd(family, ranges) : internet;
}

function* insideTargets(context: CheckContext, workload: WorkloadFacts, copies: DeclaredCopies): Generator<Target> {
  for (const { from, to, other } of insidePairs(context, workload, copies)) {
    const { must, may, reasons } = context.model.relation(from, to);
    if (may === NO_PORTS) continue;
    const sure = must !== NO_PORTS;
    yield {
      certain: sure,
      ...exposureOf(context, workload, other),
      from,
      to: { end: to, workload: other },
      name: other.key,
      ports: sure ? must : may,
      reasons: sure ? [] : reasons,
      because: [],
    };
  }
}

interface InsidePair {
  readonly from: PodEnd;
  readonly to: PodEnd;
  readonly other: WorkloadFacts;
}

/** Whom a store has no reason to call and may perhaps: class by class, then who shares a node with one of its pods. */
function* insidePairs(
  context: CheckContext,
  workload: WorkloadFacts,
  copies: DeclaredCopies,
): Generator<InsidePair, void, undefined> {
  for (const id of workload.classes) {
    for (const target of egressTargets(context, id)) {
      for (const other of context.workloadsOfClass.get(target) ?? [])
        if (isOutsider(workload, other, copies)) yield { from: classEnd(id), to: classEnd(target), other };
    }
  }
  for (const { own, other, workload: owner } of nodePairs(context, workload))
    if (isOutsider(workload, owner, copies)) yield { from: own, to: other, other: owner };
}

function isOutsider(workload: WorkloadFacts, other: WorkloadFacts, copies: DeclaredCopies): boolean {
  return (
    other.count > 0 && !isResolver(other) && !isSameApplication(workload, other) && !isCopy(copies, workload, other)
  );
}

/** "3 … other environment / other controller · 2 other namespace, same environment" (gdpr.md §2.2). */
function exposureOf(
  context: CheckContext,
  workload: WorkloadFacts,
  other: WorkloadFacts,
): Pick<Target, 'kind' | 'exposure' | 'exposedBy'> {
  const [own, theirs] = [context.dataOf(workload), context.dataOf(other)];
  const differ = <T>(a: T | undefined, b: T | undefined): boolean => a !== undefined && b !== undefined && a !== b;
  if (differ(own.controller?.value, theirs.controller?.value))
    return { kind: 'other-controller', exposure: 3, exposedBy: EGR_006.otherController };
  if (differ(own.environment?.value, theirs.environment?.value))
    return { kind: 'other-environment', exposure: 3, exposedBy: EGR_006.otherEnvironment };
  return { kind: 'workload', exposure: 2 };
}

function gapOf(
  context: CheckContext,
  workload: WorkloadFacts,
  copies: DeclaredCopies,
  target: Target,
): Gap | undefined {
  const { name } = workload;
  const classification = context.classOf(workload);
  const upTo = !target.certain;
  const { exposure, exposedBy } = target;
  const severity = deriveSeverity({
    ...classification,
    exposure,
    upTo,
    ...(exposedBy === undefined ? {} : { exposedBy }),
  });
  if (severity === undefined) return undefined;
  const from = { end: target.from, workload };
  const ports = portsJson(target.ports);
  const hop = witnessHop(context, from, target.to, ports, upTo ? 'depends' : 'allow', target.rule);
  const inside = target.to.workload?.key;
  // A claim about the outside has no workload behind it; an open store would have nearly all of them.
  const peers = inside === undefined ? [] : outsiders(context, workload, copies, upTo ? 'may' : 'must');
  const others = () => ('list' in peers ? peers.list().filter((key) => key !== inside).length : 0);
  return buildGap(context, {
    check: 'EGR-006',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity,
    title: EGR_006.title(name, target.name, upTo),
    summary: () => EGR_006.summary(name, target.name, ports, upTo, others()) + classNote(classification),
    subject: workload,
    witness: [hop],
    peers,
    classification,
    fix: () => fixOf(context, workload, copies, target.from.class, hop),
    unknownBecause: [...dependsBecause(target.reasons), ...target.because],
    identity: { peer: `outbound:${target.kind}`, direction: 'egress' },
  });
}

/** The workloads of other applications that are open to the store. */
function outsiders(
  context: CheckContext,
  workload: WorkloadFacts,
  copies: DeclaredCopies,
  side: 'must' | 'may',
): ReachingWorkloads {
  const { relations } = classRelationsOf(context.model);
  const isOpen = ({ from, to }: InsidePair): boolean => {
    const known = from.pod === undefined ? knownPorts(relations, from.class, to.class, side) : undefined;
    return (known ?? context.model.relation(from, to)[side]) !== NO_PORTS;
  };
  const list = (): readonly string[] => {
    const keys = new Set<string>();
    for (const pair of insidePairs(context, workload, copies))
      if (!keys.has(pair.other.key) && isOpen(pair)) keys.add(pair.other.key);
    return [...keys].sort();
  };
  return {
    list: () => {
      const last = lastLists.get(context);
      if (last?.workload === workload && last.side === side) return last.names;
      const names = list();
      lastLists.set(context, { workload, side, names });
      return names;
    },
    has: (key) => {
      const other = context.workloads.get(key);
      if (other === undefined || !isOutsider(workload, other, copies)) return false;
      const open = (from: number, to: number) => isOpen({ from: classEnd(from), to: classEnd(to), other });
      if (workload.classes.some((from) => other.classes.some((to) => open(from, to)))) return true;
      const beside = nodePairsWith(context, workload).get(other) ?? [];
      return beside.some(({ own, other: to }) => isOpen({ from: own, to, other }));
    },
  };
}

/** Whoever reads a gap whole asks several times; the lists of all would be millions of names. */
const lastLists = new WeakMap<
  CheckContext,
  { readonly workload: WorkloadFacts; readonly side: 'must' | 'may'; readonly names: readonly string[] }
>();

function fixOf(
  context: CheckContext,
  workload: WorkloadFacts,
  copies: DeclaredCopies,
  id: number,
  hop: WitnessHop,
): Gap['fix'] {
  const dns = (): readonly ApiEgressRule[] => dnsRules(findResolvers(context), context);
  if (hasOpenEgress(context, id)) {
    return lazyFix(EGR_006.fix, () =>
      egressYaml(context, workload, 'egress', [...dns(), ...rulesForCopies(context, workload, copies)]),
    );
  }
  const rule = openingRule(hop);
  if (rule?.policy !== undefined && rule.policy.kind !== 'NetworkPolicy')
    return { yaml: '', note: byClusterPolicy(rule.policy) };
  return lazyFix(EGR_006.fixRule, () =>
    replacedRuleYaml(context, rule, (each) => [
      ...(givesDns(each) ? dns() : []),
      ...rulesForCopies(context, workload, copies),
    ]),
  );
}

/** Whether a rule may be the one by which pods of other namespaces are asked for names. */
function givesDns({ to, ports }: ApiEgressRule): boolean {
  const meansPods = to === undefined || to.some(({ namespaceSelector }) => namespaceSelector !== undefined);
  return meansPods && (ports === undefined || ports.some(({ port }) => port === undefined || port === 53));
}

import { getOr } from '#lib/get-or.ts';
import { entrySet } from '#lib/policy/exposure.ts';
import type { PolicyModel, SingleEnd } from '#lib/policy/model.ts';
import { nodeGroups } from '#lib/policy/node-groups.ts';
import { UNPLACED } from '#lib/policy/paths/places.ts';
import { hasPort } from '#lib/policy/port-set.ts';
import type { DependsReason } from '#lib/policy/types.ts';
import { EXP_005, entriesUnread, reachUnknown } from '#lib/text/en/checks/exp.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { closeAddressesYaml } from '../close-addresses.ts';
import { classEnd } from '../ends.ts';
import { enteredWorkloads } from '../entered.ts';
import { type InfrastructureEnd, type InfrastructureEnds, infrastructureEnds } from '../infrastructure-ends.ts';
import { lazyFix } from '../lazy-fix.ts';
import { servedToJson } from '../served-ports.ts';
import { type DerivedSeverity, liftedSeverity } from '../severity.ts';
import { nodesOfClass } from '../telling-classes.ts';
import type { Gap } from '../types.ts';
import { witnessHop } from '../witness.ts';
import { podsByNode } from '../workload-connection.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

/**
 * Metadata service, kubelet or API server within reach of what the internet enters or of special categories
 * (gdpr.md §3, EXP-005). One finding for each workload, with a hop for each of the three.
 */
export const exp005: Check = {
  id: 'EXP-005',
  run: (context) => {
    const entered = enteredWorkloads(context);
    const { notRead } = entrySet(context.model);
    const subjects = [...context.workloads.values()].filter(
      (workload) => entered.may.has(workload.key) || isSpecialCategory(context, workload),
    );
    const unread = notRead.length === 0 ? [] : [entriesUnread(notRead)];
    const notApplicable = context.workloads.size - subjects.length;
    if (subjects.length === 0) return { gaps: [], passed: 0, notApplicable, notEvaluated: unread };
    const ends = infrastructureEnds(context.model);
    const asked = new Map<string, readonly Reached[]>();
    const gaps = subjects.flatMap((workload) => gapOf(context, workload, ends, asked) ?? []);
    const notEvaluated = [
      ...unread,
      ...(ends.hasNodes ? [] : [EXP_005.noNodes]),
      ...(ends.hasApi ? [] : [EXP_005.noApi]),
      ...([...asked.values()].flat().some(isOnlyOwnNode) ? [EXP_005.ownNode] : []),
    ];
    return { gaps, passed: subjects.length - gaps.length, notApplicable, notEvaluated };
  },
};

function isSpecialCategory(context: CheckContext, workload: WorkloadFacts): boolean {
  return context.classOf(workload).dataClass === 'special' && workload.count > 0;
}

interface Reached {
  readonly to: InfrastructureEnd;
  readonly certain: boolean;
  readonly reasons: readonly DependsReason[];
}

/** The first end of each kind that the pods of a workload in a class reach, what is certain before what may be. */
function reachedBy(
  context: CheckContext,
  workload: WorkloadFacts,
  id: number,
  { all }: InfrastructureEnds,
): readonly Reached[] {
  const found = new Map<InfrastructureEnd['what'], Reached>();
  const isAsked = nodesApart(context.model, ownNodes(context.model, workload, id));
  for (const to of all) {
    if (found.get(to.what)?.certain === true || !isAsked(to)) continue;
    const relation = context.model.relation(endTowards(context.model, workload, id, to), to.end);
    if (hasPort(relation.must, to.protocol, to.port)) {
      found.set(to.what, { to, certain: true, reasons: [] });
    } else if (hasPort(relation.may, to.protocol, to.port)) {
      const reasons = relation.uncertain.flatMap(({ reason, ports }) =>
        hasPort(ports, to.protocol, to.port) ? [reason] : [],
      );
      const known = found.get(to.what);
      // What only the own node of a pod may let pass is nothing that a policy decides: better another reason.
      if (known === undefined || isOnlyOwnNode(known)) found.set(to.what, { to, certain: false, reasons });
    }
  }
  return [...found.values()];
}

/** Whether a pod connects to its own node whatever its policies say, so that each workload has to be asked of its own pods. */
function countsOwnNodes({ profile }: PolicyModel): boolean {
  return profile.podToOwnNode === 'allow';
}

/** The nodes that are the own of some pod, of the workload where its own count, else of the class. */
function ownNodes(model: PolicyModel, workload: WorkloadFacts, id: number): readonly string[] {
  return countsOwnNodes(model) ? [...podsByNode(model, workload, id).keys()] : nodesOfClass(model, id);
}

/** Towards a node a pod of the workload: one on that node, else one that may come to it, else any. */
function endTowards(model: PolicyModel, workload: WorkloadFacts, id: number, { end }: InfrastructureEnd): SingleEnd {
  if (end.type !== 'node' || !countsOwnNodes(model)) return classEnd(id);
  const own = podsByNode(model, workload, id);
  const pod = own.get(end.name) ?? own.get(UNPLACED) ?? own.values().next().value;
  return pod === undefined ? classEnd(id) : { ...classEnd(id), pod };
}

/** Of thousands of nodes that no rule tells apart the first that is nobody's own, and those that are. */
function nodesApart(model: PolicyModel, ownNodes: readonly string[]): (to: InfrastructureEnd) => boolean {
  const groups = groupsOf(model);
  const own = new Set(ownNodes);
  const asked = new Set<string>();
  return ({ what, end, protocol, port }) => {
    if (end.type !== 'node' || own.has(end.name)) return true;
    const group = `${what} ${protocol} ${port} ${groups.get(end.name)}`;
    if (asked.has(group)) return false;
    asked.add(group);
    return true;
  };
}

const groupsIn = new WeakMap<PolicyModel, ReadonlyMap<string, number>>();

/** Node → the number of its group. */
function groupsOf(model: PolicyModel): ReadonlyMap<string, number> {
  return getOr(
    groupsIn,
    model,
    () => new Map(nodeGroups(model).flatMap((names, group) => names.map((name) => [name, group] as const))),
  );
}

/** Rows 58 and 59: no rule closes it, whatever it says. */
function isOnlyOwnNode({ certain, reasons }: Reached): boolean {
  return !certain && reasons.every((reason) => reason === 'own-node');
}

/** Many workloads have the same gate: nodes are asked once for each, and for each set of own nodes where these count. */
function askedOnce(
  context: CheckContext,
  workload: WorkloadFacts,
  id: number,
  ends: InfrastructureEnds,
  asked: Map<string, readonly Reached[]>,
): readonly Reached[] {
  const podClass = context.model.classes[id];
  const gate = context.model.gate(classEnd(id), 'egress');
  const status = context.model.objects.pods.get(podClass?.pods[0] ?? '')?.status;
  const families = [...(status?.podIPs ?? []).map(({ ip }) => ip), status?.podIP ?? ''].map((ip) => ip.includes(':'));
  const key = JSON.stringify([
    podClass?.hostNetwork === true ? id : -1,
    gate.policies.map(({ kind, namespace, name }) => [kind, namespace, name]),
    families,
    gate.reasons.length === 0 ? '' : id,
    ...(countsOwnNodes(context.model) ? ownNodes(context.model, workload, id).toSorted() : []),
  ]);
  let reached = asked.get(key);
  if (reached === undefined) {
    reached = reachedBy(context, workload, id, ends);
    asked.set(key, reached);
  }
  return reached;
}

function gapOf(
  context: CheckContext,
  workload: WorkloadFacts,
  ends: InfrastructureEnds,
  asked: Map<string, readonly Reached[]>,
): Gap | undefined {
  const { must } = enteredWorkloads(context);
  const isSubject = must.has(workload.key) || isSpecialCategory(context, workload);
  const reached = new Map<InfrastructureEnd['what'], Reached & { readonly from: number }>();
  for (const from of workload.classes) {
    for (const each of askedOnce(context, workload, from, ends, asked)) {
      // "While no automountServiceAccountToken use is known."
      if ((each.to.what === 'api' && token(workload) === true) || isOnlyOwnNode(each)) continue;
      const known = reached.get(each.to.what);
      if (known === undefined || (each.certain && !known.certain)) reached.set(each.to.what, { ...each, from });
    }
  }
  const certain = [...reached.values()].filter((each) => each.certain);
  const upTo = certain.length === 0 || !isSubject;
  const shown = certain.length > 0 ? certain : [...reached.values()];
  if (shown.length === 0) return undefined;
  const what = shown.map(({ to }) => to.what);
  const reasons = new Set(shown.flatMap((each) => each.reasons));
  return buildGap(context, {
    check: 'EXP-005',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity: severityOf(context, workload, upTo),
    title: EXP_005.title(workload.name, what, upTo),
    summary: EXP_005.summary({
      ...{ name: workload.name, reached: what, upTo, tokenOff: token(workload) === false },
      isEntry: enteredWorkloads(context).may.has(workload.key),
    }),
    subject: workload,
    witness: shown.map(({ to, from, certain: sure }) =>
      witnessHop(
        context,
        { end: endTowards(context.model, workload, from, to), workload },
        { end: to.end },
        servedToJson([{ protocol: to.protocol, port: to.port }]),
        sure ? 'allow' : 'depends',
      ),
    ),
    peers: [],
    classification: context.classOf(workload),
    fix: () => fixOf(context, workload, ends, what, upTo),
    unknownBecause: [...(isSubject ? [] : [reachUnknown]), ...dependsBecause([...reasons])],
    // What more is reached than somebody accepted is another gap.
    identity: { peer: what.toSorted().join(' '), direction: 'egress' },
  });
}

/** What its pods say; undefined where none does. */
function token({ pods, controller }: WorkloadFacts): boolean | undefined {
  const said = [...pods.map(({ spec }) => spec), controller?.spec.template.spec].map(
    (spec) => spec?.automountServiceAccountToken,
  );
  return said.includes(true) ? true : said.includes(false) ? false : undefined;
}

/** "Medium; high for w ∈ E with egress unrestricted." */
function severityOf(context: CheckContext, workload: WorkloadFacts, upTo: boolean): DerivedSeverity {
  const isUnrestricted = workload.classes.some((id) => {
    const { isolated } = context.model.gate(classEnd(id), 'egress');
    return isolated === 'no' || isolated === 'none';
  });
  const isLifted = isUnrestricted && enteredWorkloads(context).may.has(workload.key);
  const lifted: DerivedSeverity | undefined = isLifted ? { severity: 'high', derivation: EXP_005.lifted } : undefined;
  return liftedSeverity('EXP-005', 'medium', lifted, upTo);
}

function fixOf(
  context: CheckContext,
  workload: WorkloadFacts,
  { all }: InfrastructureEnds,
  what: readonly InfrastructureEnd['what'][],
  upTo: boolean,
): Gap['fix'] {
  if (upTo) return { yaml: '', note: EXP_005.fixUnknown };
  const addresses = [...new Set(all.filter((end) => what.includes(end.what)).flatMap((end) => end.addresses))];
  const write = () => closeAddressesYaml(context, workload, addresses);
  return write() === '' ? { yaml: '', note: EXP_005.fixByHand } : lazyFix(EXP_005.fix, write);
}

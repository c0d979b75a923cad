import { NO_PORTS, portsJson } from '#lib/policy/port-set.ts';
import { ENF_002, SYSTEM_AGENT_REASONS } from '#lib/text/en/checks/enf.ts';
import { classWords } from '#lib/text/en/data-classes.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isInScope, isPersonal } from '../data-class.ts';
import { classEnd } from '../ends.ts';
import { withinServed } from '../served-ports.ts';
import type { DerivedSeverity } from '../severity.ts';
import { systemAgentOf } from '../system-agents.ts';
import type { Gap, WitnessHop } from '../types.ts';
import { witnessHop } from '../witness.ts';
import type { WorkloadFacts } from '../workload-facts.ts';
import { worstFirst } from '../worst-first.ts';

/** A workload on the host network that handles personal data, stands beside it or can reach it (gdpr.md §3, ENF-002). */
export const enf002: Check = {
  id: 'ENF-002',
  looksAt: 'pods',
  run: (context) => {
    const gaps: Gap[] = [];
    let passed = 0;
    let notApplicable = 0;
    let neighbours: Neighbours | undefined;
    for (const workload of context.workloads.values()) {
      if (!workload.hostNetwork) {
        notApplicable++;
        continue;
      }
      neighbours ??= neighboursOf(context);
      const touch = touched(context, workload, neighbours);
      if (touch === undefined && !isInScope(context.classOf(workload))) passed++;
      else gaps.push(gapOf(context, workload, touch));
    }
    return { gaps, passed, notApplicable, notEvaluated: [] };
  },
};

interface Neighbours {
  /** P*, worst first. */
  readonly workloads: readonly WorkloadFacts[];
  /** Node → the worst of P* with a pod there. */
  readonly onNode: ReadonlyMap<string, WorkloadFacts>;
}

function neighboursOf(context: CheckContext): Neighbours {
  const inScope = [...context.workloads.values()].filter((each) => isInScope(context.classOf(each)));
  // Those on the host network are subjects themselves: agents that stand beside each other say nothing.
  const workloads = worstFirst(
    context,
    inScope.filter(({ hostNetwork }) => !hostNetwork),
  );
  const onNode = new Map<string, WorkloadFacts>();
  for (const workload of workloads) {
    for (const { spec } of workload.pods) {
      if (spec.nodeName !== undefined && !onNode.has(spec.nodeName)) onNode.set(spec.nodeName, workload);
    }
  }
  return { workloads, onNode };
}

/** Personal data that is beside the workload, or to which it has a way. */
interface Touch {
  readonly other: WorkloadFacts;
  readonly node?: string;
  readonly hop?: WitnessHop;
}

/** The same node first: that is certain, and known of most. Personal data before data of unknown class. */
function touched(context: CheckContext, workload: WorkloadFacts, { workloads, onNode }: Neighbours): Touch | undefined {
  let beside: Touch | undefined;
  for (const { spec } of workload.pods) {
    const other = spec.nodeName === undefined ? undefined : onNode.get(spec.nodeName);
    if (other === undefined || spec.nodeName === undefined) continue;
    if (isPersonal(context.classOf(other).dataClass)) return { other, node: spec.nodeName };
    beside ??= { other, node: spec.nodeName };
  }
  for (const other of workloads) {
    if (beside !== undefined && !isPersonal(context.classOf(other).dataClass)) return beside;
    const hop = wayTo(context, workload, other);
    if (hop !== undefined) return { other, hop };
  }
  return beside;
}

/** A connection that is allowed or depends; of its ports those are told that the other end serves, where some are open. */
function wayTo(context: CheckContext, from: WorkloadFacts, to: WorkloadFacts): WitnessHop | undefined {
  for (const source of from.classes) {
    for (const target of to.classes) {
      const { must, may } = context.model.relation(classEnd(source), classEnd(target));
      const open = must === NO_PORTS ? may : must;
      if (open === NO_PORTS) continue;
      const ports = withinServed(open, to.served) ?? portsJson(open);
      const ends = [
        { end: classEnd(source), workload: from },
        { end: classEnd(target), workload: to },
      ] as const;
      return witnessHop(context, ends[0], ends[1], ports, must === NO_PORTS ? 'depends' : 'allow');
    }
  }
  return undefined;
}

function gapOf(context: CheckContext, workload: WorkloadFacts, touch: Touch | undefined): Gap {
  const classification = context.classOf(workload);
  const spec = workload.controller?.spec.template.spec ?? workload.pods[0]?.spec ?? { containers: [] };
  const agent = isPersonal(classification.dataClass) ? undefined : systemAgentOf(spec);
  const nodes = [...new Set(workload.pods.flatMap(({ spec: { nodeName } }) => nodeName ?? []))].sort();
  const field = workload.controller === undefined ? 'spec.hostNetwork' : 'spec.template.spec.hostNetwork';
  return buildGap(context, {
    check: 'ENF-002',
    result: 'FAIL',
    severity: severityOf(context, workload, touch, agent?.id),
    title: ENF_002.title(workload.name),
    summary: () =>
      [
        ENF_002.own(workload.name, `${field}: true`, ENF_002.onNodes(nodes)),
        isPersonal(classification.dataClass) ? ENF_002.ownData : '',
        classification.dataClass === 'unknown' ? ENF_002.ownUnknown : '',
        touch?.node === undefined ? '' : ENF_002.sameNode(touch.other.key, touch.node),
        touch?.hop === undefined ? '' : ENF_002.reaches(touch.other.key, touch.hop.verdict === 'allow'),
        agent === undefined ? '' : ENF_002.agent(SYSTEM_AGENT_REASONS[agent.id]),
      ].join(''),
    subject: workload,
    witness: touch?.hop === undefined ? [] : [touch.hop],
    peers: touch === undefined ? [] : [touch.other.key],
    classification,
    fix: { yaml: '', note: ENF_002.fix },
    identity: { peer: 'host-network', direction: '' },
  });
}

function severityOf(
  context: CheckContext,
  workload: WorkloadFacts,
  touch: Touch | undefined,
  agent: keyof typeof SYSTEM_AGENT_REASONS | undefined,
): DerivedSeverity {
  const { derivation } = ENF_002;
  const { dataClass, basis } = context.classOf(workload);
  if (isPersonal(dataClass)) {
    // §2.2: one level less for a class that is only inferred.
    const severity = basis === 'inferred' ? 'medium' : 'high';
    return { severity, derivation: derivation.own(severity, classWords(dataClass), basis) };
  }
  if (agent !== undefined) return { severity: 'info', derivation: derivation.agent(agent) };
  if (touch !== undefined && isPersonal(context.classOf(touch.other).dataClass)) {
    return { severity: 'medium', derivation: derivation.known };
  }
  if (dataClass === 'unknown') return { severity: 'medium', derivation: derivation.ownUnknown };
  return { severity: 'low', derivation: derivation.unknown };
}

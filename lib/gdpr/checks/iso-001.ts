import { policyObject } from '#lib/policy/policy-object.ts';
import { ISO_001 } from '#lib/text/en/checks/iso-001.ts';
import { classNote } from '#lib/text/en/data-classes.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { byClusterPolicy, ruleOf } from '#lib/text/en/witness.ts';
import { askedWorkloads } from '../asked-subjects.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isInScope } from '../data-class.ts';
import { declaredClients } from '../declared-clients.ts';
import { classEnd, phantom } from '../ends.ts';
import { portEntries } from '../fix-yaml.ts';
import { allowClientsYaml, changedPolicyYaml, clientsInside, peersOf, replaceAt } from '../fixes.ts';
import { lazyFix } from '../lazy-fix.ts';
import { type PhantomExposure, type PhantomHit, phantomExposure } from '../phantom-exposure.ts';
import { ruleIndex } from '../policy-rules.ts';
import { type CountedWorkloads, reachingWorkloads } from '../reaching-workloads.ts';
import { deriveSeverity } from '../severity.ts';
import type { Gap, WitnessHop } from '../types.ts';
import { witnessHop } from '../witness.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

/** A pod without labels in another namespace reaches personal data on a port that it serves (gdpr.md §3, ISO-001). */
export const iso001: Check = {
  id: 'ISO-001',
  each: 'workload',
  run: (context, asked) => {
    const gaps: Gap[] = [];
    let passed = 0;
    let notApplicable = 0;
    for (const workload of askedWorkloads(context, asked)) {
      if (!isInScope(context.classOf(workload))) {
        notApplicable++;
        continue;
      }
      const exposure = phantomExposure(context, workload);
      const gap = exposure.hit === undefined ? undefined : gapOf(context, workload, exposure, exposure.hit);
      if (gap === undefined) passed++;
      else gaps.push(gap);
    }
    return { gaps, passed, notApplicable, notEvaluated: [] };
  },
};

function gapOf(
  context: CheckContext,
  workload: WorkloadFacts,
  exposure: PhantomExposure,
  hit: PhantomHit,
): Gap | undefined {
  const classification = context.classOf(workload);
  const upTo = exposure.certain.length === 0;
  // Its own line sets exposure 3 also where a rule admits the pods of some namespaces only; the words say which.
  const wide = exposure.anyPod || upTo;
  const namespaces = wide ? undefined : exposure.certain;
  const exposedBy = namespaces === undefined ? {} : { exposedBy: ISO_001.exposedBy(namespaces) };
  const severity = deriveSeverity({ ...classification, exposure: 3, upTo, ...exposedBy });
  if (severity === undefined) return undefined;
  const hop = witnessHop(
    context,
    { end: phantom(hit.namespace) },
    { end: classEnd(hit.class), workload },
    hit.ports,
    upTo ? 'depends' : 'allow',
  );
  const peers = reachingWorkloads(context, workload, upTo ? 'may' : 'must');
  return buildGap(context, {
    check: 'ISO-001',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity,
    title: ISO_001.title(workload.name, namespaces, upTo),
    summary: () => summaryOf(context, workload, hit, hop, peers.count(), upTo) + classNote(classification),
    subject: workload,
    witness: [hop],
    peers,
    classification,
    fix: () => fixOf(context, workload, hop, peers),
    unknownBecause: dependsBecause(exposure.reasons),
    identity: { peer: 'any-pod', direction: 'ingress' },
  });
}

function openingRule(hop: WitnessHop) {
  return hop.because.find(
    (reason) => reason.gate === 'ingress' && reason.kind === 'rule' && reason.policy !== undefined,
  );
}

function summaryOf(
  context: CheckContext,
  workload: WorkloadFacts,
  hit: PhantomHit,
  hop: WitnessHop,
  peers: number,
  upTo: boolean,
): string {
  if (upTo) return ISO_001.summaryUnknown(workload.name);
  const rule = openingRule(hop);
  const { namespace, name, served } = workload;
  if (rule?.policy === undefined) return ISO_001.summaryOpen(namespace, name, hit.ports, peers, served.length > 0);
  const policy = policyObject(context.model.objects, rule.policy);
  const number = ruleOf(ruleIndex(rule.path), policy?.spec.ingress?.length ?? 0);
  return ISO_001.summaryRule(rule.policy.name, number, name, hit.ports, peers);
}

function fixOf(context: CheckContext, workload: WorkloadFacts, hop: WitnessHop, peers: CountedWorkloads): Gap['fix'] {
  if (hop.verdict === 'depends') return { yaml: '', note: ISO_001.fixUnknown };
  const clients = clientsInside(context, workload, peers);
  const declared = declaredClients(context, workload, peers.list);
  const more = declared.map(({ peer }) => peer);
  const policy = openingRule(hop)?.policy;
  if (policy === undefined) {
    const note = ISO_001.fixNew(clients.length, declared.length, peers.count() - clients.length - declared.length);
    return lazyFix(note, () => allowClientsYaml(context, workload, clients, more));
  }
  if (policy.kind !== 'NetworkPolicy') return { yaml: '', note: byClusterPolicy(policy) };
  const index = ruleIndex(openingRule(hop)?.path);
  return lazyFix(ISO_001.fixRule(declared.length), () => {
    const from = [...peersOf(context, clients), ...more];
    return changedPolicyYaml(context, policy, (spec) => {
      const ports = spec.ingress?.[index]?.ports ?? portEntries(workload.served);
      const narrowed = from.length === 0 ? undefined : { from, ...(ports === undefined ? {} : { ports }) };
      return { ...spec, ingress: replaceAt(spec.ingress, index, narrowed) };
    });
  });
}

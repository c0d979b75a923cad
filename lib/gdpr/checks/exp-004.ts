import { entrySet } from '#lib/policy/exposure.ts';
import type { RuleInForce } from '#lib/policy/model.ts';
import { policyObject } from '#lib/policy/policy-object.ts';
import { EXP_004, entriesUnread } from '#lib/text/en/checks/exp.ts';
import { classNote } from '#lib/text/en/data-classes.ts';
import { entrySentence } from '#lib/text/en/entries.ts';
import { ruleOf } from '#lib/text/en/witness.ts';
import { askedWorkloads } from '../asked-subjects.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isInScope } from '../data-class.ts';
import { type AskedEntry, reachesEntry, waysInto } from '../entered.ts';
import { entryHops } from '../entry-witness.ts';
import { lazily } from '../lazily.ts';
import { lazyFix } from '../lazy-fix.ts';
import { servicePatchYaml } from '../service-patch.ts';
import { liftedSeverity } from '../severity.ts';
import type { Gap } from '../types.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

/**
 * A way in on which the client's address may be rewritten, and an ingress rule that relies on it: by the contract of
 * Kubernetes nobody can say what passes (gdpr.md §3, EXP-004).
 */
export const exp004: Check = {
  id: 'EXP-004',
  each: 'workload',
  run: (context, asked) => {
    const gaps: Gap[] = [];
    let passed = 0;
    let notApplicable = 0;
    const { notRead, byWorkload } = entrySet(context.model);
    const rules = lazily(() => blockRules(context));
    for (const workload of askedWorkloads(context, asked)) {
      if (!isInScope(context.classOf(workload)) || !byWorkload.has(workload.key)) notApplicable++;
      else {
        const gap = gapOf(context, workload, rules);
        if (gap === undefined) passed++;
        else gaps.push(gap);
      }
    }
    const notEvaluated = notRead.length === 0 ? [] : [entriesUnread(notRead)];
    return { gaps, passed, notApplicable, notEvaluated };
  },
};

/** Class → ingress rules at its gate that name addresses, or that admit anyone. */
type BlockRules = ReadonlyMap<number, readonly RuleInForce[]>;

function blockRules({ model }: CheckContext): BlockRules {
  const found = new Map<number, RuleInForce[]>();
  for (const { subjects, rules } of model.policies) {
    const own = rules.filter(
      ({ direction, blocks, anyPeer, action }) =>
        direction === 'ingress' && (blocks.length > 0 || (anyPeer && action === 'allow')),
    );
    if (own.length === 0) continue;
    for (const id of subjects) {
      const list = found.get(id);
      if (list === undefined) found.set(id, [...own]);
      else list.push(...own);
    }
  }
  return found;
}

/** Undecided because of the rewriting, and not where another rule lets everybody in anyway. */
function isUndecided({ entry, answer }: AskedEntry): boolean {
  const isRewritten = entry.source === 'may-be-rewritten' || (entry.controller?.state ?? 'known') !== 'known';
  return isRewritten && answer.verdict === 'depends';
}

function gapOf(context: CheckContext, workload: WorkloadFacts, rules: () => BlockRules): Gap | undefined {
  // "DSR/eBPF data planes that keep the client IP."
  if (context.dataMap.cni.preservesClientIP === true) return undefined;
  const undecided = waysInto(context, workload.key).filter(isUndecided);
  const relied = undecided.flatMap((way) => {
    const own = way.entry.classes
      .flatMap((id) => rules().get(id) ?? [])
      .filter(({ ports, namedPorts }) => namedPorts.length > 0 || reachesEntry(ports, way.entry));
    // Who is admitted whatever the address is relies on none.
    const isOpen = own.some((rule) => rule.anyPeer && !rule.notUnderstood && reachesEntry(rule.ports, way.entry));
    const rule = isOpen ? undefined : own.find(({ blocks }) => blocks.length > 0);
    return rule === undefined ? [] : [{ way, rule }];
  });
  const [first] = relied;
  if (first === undefined) return undefined;
  const { way, rule } = first;
  const classification = context.classOf(workload);
  const policy = policyObject(context.model.objects, rule.policy);
  return buildGap(context, {
    check: 'EXP-004',
    result: 'UNKNOWN',
    severity: liftedSeverity('EXP-004', 'medium', undefined, true),
    title: EXP_004.title(workload.name),
    summary: () =>
      EXP_004.summary(
        workload.name,
        entrySentence(way.entry),
        rule.policy.name,
        ruleOf(rule.index, policy?.spec.ingress?.length ?? 0),
        rule.blocks.map(({ cidr }) => cidr),
      ) + classNote(classification),
    subject: workload,
    witness: entryHops(context, way, workload),
    peers: [],
    classification,
    fix: () => fixOf(relied.map((each) => each.way)),
    unknownBecause: [EXP_004.because],
    identity: { peer: 'rewritten-source', direction: 'ingress' },
  });
}

function fixOf(ways: readonly AskedEntry[]): Gap['fix'] {
  const objects = ways.map(({ entry: { object } }) => object);
  if (objects.some(({ kind }) => kind !== 'Service')) return { yaml: '', note: EXP_004.fixGateway };
  const services = [...new Map(objects.map((object) => [`${object.namespace}/${object.name}`, object]))];
  return lazyFix(EXP_004.fixLocal(services.map(([key]) => key)), () =>
    services
      .map(([, { namespace = '', name }]) => servicePatchYaml(namespace, name, { externalTrafficPolicy: 'Local' }))
      .join('---\n'),
  );
}

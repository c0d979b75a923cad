import type { Direction } from '#lib/kube/objects.ts';
import type { SingleEnd } from '#lib/policy/model.ts';
import { NO_PORTS, portsFromJson, portsJson } from '#lib/policy/port-set.ts';
import { ISO_002 } from '#lib/text/en/checks/iso-001.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isInScope, worstClass } from '../data-class.ts';
import { otherNamespaces, phantom } from '../ends.ts';
import { policyYaml } from '../fix-yaml.ts';
import { newPolicyName } from '../fixes.ts';
import { lazyFix } from '../lazy-fix.ts';
import { policiesInside } from '../policies-beside.ts';
import { dnsRules, findResolvers } from '../resolvers.ts';
import { deriveSeverity } from '../severity.ts';
import type { Classification, Gap, WitnessHop } from '../types.ts';
import { closedHop, witnessHop } from '../witness.ts';

const INTERNET: SingleEnd = { type: 'internet' };

/**
 * §2.2 names no level for a namespace without default deny. The check's own line does: "medium (special: high)" is the
 * row of exposure 2, and of no other. Nobody is reached yet, only whoever comes next. The whole row is taken, not the two
 * cells alone: "§2.2 applies", and for workloads of class unknown the catalogue says so once more ("with the unknown
 * column of §2.2"). So unknown and pseudonymised are low here, and an inferred class is one level less.
 */
const EXPOSURE_WITHOUT_DEFAULT_DENY = 2;

/** A namespace with personal data whose phantom pod is not isolated; one result per direction (gdpr.md §3, ISO-002). */
export const iso002: Check = {
  id: 'ISO-002',
  each: 'unplaced',
  run: (context) => {
    const gaps: Gap[] = [];
    let passed = 0;
    let notApplicable = 0;
    for (const namespace of context.model.namespaces) {
      const inScope = (context.workloadsByNamespace.get(namespace) ?? [])
        .map((workload) => context.classOf(workload))
        .filter(isInScope);
      const worst = worstClass(inScope);
      for (const direction of ['ingress', 'egress'] as const) {
        if (worst === undefined) {
          notApplicable++;
          continue;
        }
        const gap = gapOf(context, namespace, direction, worst);
        if (gap === undefined) passed++;
        else gaps.push(gap);
      }
    }
    return { gaps, passed, notApplicable, notEvaluated: [] };
  },
};

function gapOf(
  context: CheckContext,
  namespace: string,
  direction: Direction,
  classification: Classification,
): Gap | undefined {
  const { isolated, reasons } = context.model.gate(phantom(namespace), direction);
  if (isolated === 'yes' || isolated === 'none') return undefined;
  const upTo = isolated === 'depends';
  const partly = isolated === 'partly';
  const severity = deriveSeverity({
    ...classification,
    exposure: EXPOSURE_WITHOUT_DEFAULT_DENY,
    exposedBy: ISO_002.exposedBy,
    upTo,
  });
  if (severity === undefined) return undefined;
  const hop = hopOf(context, namespace, direction, upTo ? 'depends' : 'allow');
  const missed = policiesInside(context, namespace).filter((entry) => entry[direction]).length;
  return buildGap(context, {
    check: 'ISO-002',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity,
    title: partly ? ISO_002.titlePartly(namespace, direction) : ISO_002.title(namespace, direction, upTo),
    summary: partly
      ? ISO_002.summaryPartly(namespace, direction)
      : upTo
        ? ISO_002.summaryUnknown(namespace, direction)
        : ISO_002.summary(namespace, direction, missed),
    subject: { namespace, kind: 'Namespace', name: namespace },
    witness: hop === undefined ? [] : [hop],
    peers: [],
    classification,
    fix: fixOf(context, namespace, direction),
    unknownBecause: dependsBecause(reasons),
    identity: { peer: 'phantom', direction },
  });
}

/**
 * With a pod without labels elsewhere or with the internet, whichever connects first, on the ports that this very pair
 * has. Where the gate is open and every other one closed, what the gate lets through, and who closes it.
 */
function hopOf(
  context: CheckContext,
  namespace: string,
  direction: Direction,
  verdict: 'allow' | 'depends',
): WitnessHop | undefined {
  const self = phantom(namespace);
  const side = verdict === 'allow' ? 'must' : 'may';
  const pairWith = (end: SingleEnd) => (direction === 'egress' ? ([self, end] as const) : ([end, self] as const));
  for (const end of strangers(context, namespace, direction)) {
    const [from, to] = pairWith(end);
    const ports = context.model.relation(from, to)[side];
    if (ports.id !== NO_PORTS.id) return witnessHop(context, { end: from }, { end: to }, portsJson(ports), verdict);
  }
  for (const end of strangers(context, namespace, direction)) {
    const [from, to] = pairWith(end);
    const { allows } = context.model.explain(from, to)[direction];
    const ports = verdict === 'allow' ? allows.allow : allows.depends;
    if (portsFromJson(ports) !== NO_PORTS) return closedHop(context, { end: from }, { end: to }, ports, { direction });
  }
  return undefined;
}

/** One after the other: of thousands the first connects mostly. */
function* strangers(
  { model }: CheckContext,
  namespace: string,
  direction: Direction,
): Generator<SingleEnd, void, undefined> {
  if (direction === 'egress') yield INTERNET;
  for (const { name } of otherNamespaces(model, namespace)) yield phantom(name);
  if (direction === 'ingress') yield INTERNET;
}

function fixOf(context: CheckContext, namespace: string, direction: Direction): Gap['fix'] {
  if (direction === 'ingress') {
    const spec = { podSelector: {}, policyTypes: ['Ingress'] } as const;
    return lazyFix(ISO_002.fixIngress, () =>
      policyYaml(namespace, newPolicyName(context, namespace, 'default-deny', 'ingress'), spec),
    );
  }
  return lazyFix(ISO_002.fixEgress, () => {
    const egress = dnsRules(findResolvers(context), context);
    return policyYaml(namespace, newPolicyName(context, namespace, 'default-deny', 'egress'), {
      podSelector: {},
      policyTypes: ['Egress'],
      egress,
    });
  });
}

import { formatAddress, parseCidr } from '#lib/policy/address.ts';
import { intersectPorts, NO_PORTS, portsFromJson, portsJson } from '#lib/policy/port-set.ts';
import { MIN_001 } from '#lib/text/en/checks/min.ts';
import { NO_SOURCE } from '#lib/text/en/checks/obs.ts';
import { classNote } from '#lib/text/en/data-classes.ts';
import { baseSeverity } from '../base-severity.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isInScope, isSpecial } from '../data-class.ts';
import { classEnd } from '../ends.ts';
import { narrowingFix } from '../narrowing/narrowing-fix.ts';
import type { ObservedEnd } from '../observed-pairs.ts';
import { notObserved, timeOf } from '../observed-sample.ts';
import type { Gap, WitnessHop } from '../types.ts';
import { type UnseenPermission, unseenPermissions } from '../unused-permissions.ts';
import { type HopEnd, witnessHop } from '../witness.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const MOST_HOPS = 3;

/** What may connect to personal data, or leave it, and was not seen to (gdpr.md §3, MIN-001): by workload and direction. */
export const min001: Check = {
  id: 'MIN-001',
  looksAt: 'pods',
  run: (context) => {
    const { observed } = context;
    if (observed === undefined) return { gaps: [], passed: 0, notApplicable: 0, notEvaluated: [NO_SOURCE] };
    const { days, all, isCut } = unseenPermissions(context, observed);
    const gaps: Gap[] = [];
    const notEvaluated: string[] = isCut ? [MIN_001.noRoom] : [];
    let passed = 0;
    for (const { subject, direction, permissions } of bySubject(context, all)) {
      const of = (state: UnseenPermission['state']) => permissions.filter((each) => each.state === state);
      const [unused, perhaps, notEnough] = [of('unused'), of('perhaps'), of('not-enough')];
      if (notEnough.length > 0) {
        const share = Math.min(...notEnough.map((each) => each.share));
        notEvaluated.push(MIN_001.notEnough(subject.key, notEnough.length, share, days));
      }
      if (perhaps.length > 0) notEvaluated.push(MIN_001.perhaps(subject.key, perhaps.length));
      if (unused.length > 0) gaps.push(gapOf(context, subject, direction, unused, days));
      else if (notEnough.length + perhaps.length === 0) passed++;
    }
    return { gaps, passed, notApplicable: 0, notEvaluated };
  },
};

interface OfSubject {
  readonly subject: WorkloadFacts;
  /** `ingress`: others may connect to it. */
  readonly direction: 'ingress' | 'egress';
  readonly permissions: UnseenPermission[];
}

/** A permission between two workloads of P* is the server's. */
function bySubject(context: CheckContext, all: readonly UnseenPermission[]): Iterable<OfSubject> {
  const groups = new Map<string, OfSubject>();
  const add = (subject: WorkloadFacts, direction: OfSubject['direction'], permission: UnseenPermission): void => {
    const key = `${subject.key} ${direction}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { subject, direction, permissions: [permission] });
    else known.permissions.push(permission);
  };
  for (const permission of all) {
    const { from, to } = permission;
    if (to.type === 'workload' && isInScope(context.classOf(to.workload))) add(to.workload, 'ingress', permission);
    else if (from.type === 'workload' && isInScope(context.classOf(from.workload)))
      add(from.workload, 'egress', permission);
  }
  return groups.values();
}

function gapOf(
  context: CheckContext,
  subject: WorkloadFacts,
  direction: OfSubject['direction'],
  unused: readonly UnseenPermission[],
  days: number,
): Gap {
  const { namespace, kind, name } = subject;
  const classification = context.classOf(subject);
  const { traffic } = context.observed ?? {};
  const share = Math.min(...unused.map((each) => each.share));
  const since = Math.max(...unused.map((each) => each.since));
  const byPolicy = unused.some((each) => each.since === since && each.byPolicy);
  const others = [...new Set(unused.map(({ edge }) => (direction === 'ingress' ? edge.from : edge.to)))].sort();
  const begin = traffic === undefined ? 0 : traffic.window.to - days * DAY_MS;
  return buildGap(context, {
    check: 'MIN-001',
    result: 'FAIL',
    severity: baseSeverity('MIN-001', isSpecial(classification.dataClass) ? 'medium' : 'low', classification, false),
    title: MIN_001.title(name, others.length, direction, days),
    summary: () =>
      [
        MIN_001.summary({ name, direction, others: others.map(plainEnd), days, share }),
        since > begin ? MIN_001.younger(timeOf(since), byPolicy) : '',
        classNote(classification),
      ].join(''),
    subject: { namespace, kind, name },
    witness: unused.slice(0, MOST_HOPS).flatMap((permission) => hopOf(context, permission) ?? []),
    peers: others.filter((end) => context.workloads.has(end)),
    classification,
    fix: () => narrowingFix(context, subject, direction),
    ...(traffic === undefined ? {} : { observed: notObserved(traffic, begin, share) }),
    identity: { peer: 'unused', direction },
  });
}

/** What the rules let through, which nobody was seen to use. */
function hopOf(context: CheckContext, { edge, from, to }: UnseenPermission): WitnessHop | undefined {
  const opened = portsFromJson(edge.ports ?? { TCP: [], UDP: [], SCTP: [] });
  for (const source of hopEnds(from)) {
    for (const target of hopEnds(to)) {
      const ports = intersectPorts(context.model.relation(source.end, target.end).must, opened);
      if (ports !== NO_PORTS) return witnessHop(context, source, target, portsJson(ports), 'allow');
    }
  }
  return undefined;
}

function hopEnds(end: ObservedEnd): readonly HopEnd[] {
  if (end.type === 'workload') {
    const { workload } = end;
    return workload.classes.map((id) => ({ end: classEnd(id), workload }));
  }
  const cidr = end.type === 'address' ? parseCidr(end.cidr) : undefined;
  if (cidr === undefined) return [];
  const { family, first, last } = cidr;
  const range = { first: formatAddress(family, first), last: formatAddress(family, last) };
  return [{ end: { type: 'address', family, ...range } }];
}

function plainEnd(end: string): string {
  return end.startsWith('ip:') ? end.slice('ip:'.length) : end;
}

import type { ContradictionReason, JoinedEdge } from '#lib/flows/observed.ts';
import { NO_SOURCE, OBS_001 } from '#lib/text/en/checks/obs.ts';
import { baseSeverity } from '../base-severity.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isPersonal } from '../data-class.ts';
import { isRecent } from '../observed-facts.ts';
import { observedHop } from '../observed-hop.ts';
import { classOfPair, type ObservedPair, observedPair, peerOfPair } from '../observed-pairs.ts';
import { observedSample } from '../observed-sample.ts';
import { liftedSeverity } from '../severity.ts';
import type { Gap } from '../types.ts';

/** It says that the claim holds, and not that it may not: the gap is a certain one. */
const NO_EXCUSE: ReadonlySet<ContradictionReason> = new Set(['not-enforced']);
const MOST_HOPS = 3;

/** What passed in the last day though nothing in force allows it (gdpr.md §3, OBS-001). One gap for each pair of ends. */
export const obs001: Check = {
  id: 'OBS-001',
  run: (context) => {
    const { observed } = context;
    if (observed === undefined) return { gaps: [], passed: 0, notApplicable: 0, notEvaluated: [NO_SOURCE] };
    const recent = observed.joinedThen().edges.filter((edge) => isRecent(edge, observed.traffic));
    const contradicting = new Map<string, ObservedPair[]>();
    const passed = new Set<string>();
    let unjudged = 0;
    let refused = 0;
    for (const edge of recent) {
      if (edge.state === 'used') passed.add(`${edge.from}\n${edge.to}`);
      if (edge.refusedThoughAllowed === true) refused++;
      if (edge.state === 'unjudged' && edge.seen?.verdict === 'allowed') unjudged++;
      const pair = edge.state === 'seen-denied' ? observedPair(context, edge) : undefined;
      if (pair === undefined) continue;
      const key = `${pair.subject.key}\n${pair.direction}\n${peerOfPair(pair)}`;
      const known = contradicting.get(key);
      if (known === undefined) contradicting.set(key, [pair]);
      else known.push(pair);
      passed.delete(`${edge.from}\n${edge.to}`);
    }
    return {
      gaps: [...contradicting.values()].map((pairs) => gapOf(context, pairs)),
      passed: passed.size,
      notApplicable: 0,
      notEvaluated: [
        ...(unjudged === 0 ? [] : [OBS_001.unjudged(unjudged)]),
        ...(refused === 0 ? [] : [OBS_001.refusedThoughAllowed(refused)]),
      ],
    };
  },
};

function gapOf(context: CheckContext, pairs: readonly ObservedPair[]): Gap {
  const [first] = pairs as readonly [ObservedPair];
  const { subject, direction, edge } = first;
  const { namespace, kind, name } = subject;
  const classification = classOfPair(context, first);
  const excuses = pairs.map((pair) => excusesOf(pair.edge));
  const upTo = excuses.every(({ length }) => length > 0);
  const because = upTo ? [...new Set(excuses.flat())] : [];
  const traffic = context.observed?.traffic;
  const observed =
    traffic &&
    observedSample(
      traffic,
      pairs.map((pair) => pair.edge),
    );
  return buildGap(context, {
    check: 'OBS-001',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity: isPersonal(classification.dataClass)
      ? baseSeverity('OBS-001', 'high', classification, upTo)
      : liftedSeverity('OBS-001', 'medium', undefined, upTo),
    title: OBS_001.title(edge.from, edge.to, upTo),
    summary: () => (observed === undefined ? '' : OBS_001.summary(observed, because, possibleCauses(pairs))),
    subject: { namespace, kind, name },
    witness: pairs.slice(0, MOST_HOPS).map((pair) => observedHop(pair.edge, 'deny')),
    peers: [...new Set(pairs.flatMap(({ other }) => (other.type === 'workload' ? [other.workload.key] : [])))].sort(),
    classification,
    fix: { yaml: '', note: OBS_001.fix },
    unknownBecause: because,
    ...(observed === undefined ? {} : { observed }),
    identity: { peer: peerOfPair(first), direction },
  });
}

/** What may be behind it and excuses nothing: that policies are not enforced, or what nothing speaks for. */
function possibleCauses(pairs: readonly ObservedPair[]): readonly string[] {
  return [...new Set(pairs.flatMap(({ edge }) => edge.reasons.map(({ sentence }) => sentence)))];
}

/** Known causes that may explain it without anything being wrong. */
function excusesOf({ reasons }: JoinedEdge): readonly string[] {
  return reasons.filter(({ reason, likely }) => likely && !NO_EXCUSE.has(reason)).map(({ sentence }) => sentence);
}

import type { FlowEdge } from '#lib/flows/flow-row.ts';
import { type Judge, judgeOf } from '#lib/flows/join/judge-pair.ts';
import { sumEdges } from '#lib/flows/join/sum-edges.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import type { ObservedFacts } from './observed-facts.ts';
import { observedSample } from './observed-sample.ts';
import type { FlowsAfter } from './types.ts';

/** Broken flows that are listed. */
const MOST_LISTED = 20;

type Fate = 'stays' | 'breaks' | 'may-break' | 'not-judged' | 'denied-today';

/**
 * What becomes of the flows that passed and that the policies do not deny today, where another state is in force. What
 * depends today passed nonetheless: it breaks where nothing admits it any more, and may break where less is admitted.
 */
export function flowsAfter(model: PolicyModel, facts: ObservedFacts, after: PolicyModel): FlowsAfter {
  const [today, later] = [judgeOf(model), judgeOf(after)];
  const counts: Record<Fate, number> = { stays: 0, breaks: 0, 'may-break': 0, 'not-judged': 0, 'denied-today': 0 };
  const broken: FlowEdge[] = [];
  for (const edge of passedFlows(facts)) {
    const fate = fateOf(edge, today, later);
    counts[fate]++;
    if (fate === 'breaks') broken.push(edge);
  }
  const { window, flows } = observedSample(
    facts.traffic,
    broken.map((seen) => ({ ...seen, seen })),
    MOST_LISTED,
  );
  const { leftOut } = facts.traffic;
  return {
    observed: counts.stays + counts.breaks + counts['may-break'],
    breaks: counts.breaks,
    mayBreak: counts['may-break'],
    ...(counts['not-judged'] === 0 ? {} : { notJudged: counts['not-judged'] }),
    ...(leftOut === 0 ? {} : { leftOut }),
    window,
    flows,
  };
}

/** One of each ends, port and protocol. */
function passedFlows({ traffic }: ObservedFacts): readonly FlowEdge[] {
  const passed = traffic.edges.filter(({ verdict }) => verdict === 'allowed' || verdict === 'would-deny');
  const groups = Map.groupBy(passed, ({ from, to, port, protocol, directionUnknown }) =>
    JSON.stringify([from, to, port, protocol, directionUnknown]),
  );
  return [...groups.values()].map(sumEdges);
}

function fateOf(edge: FlowEdge, today: Judge, later: Judge): Fate {
  const { from, to, port, protocol } = edge;
  const fate = fateBetween(edge, today, later);
  if (!edge.directionUnknown) return fate;
  // It is one of the two, and what breaks one of them may break it.
  const fates = [fate, fateBetween({ from: to, to: from, port, protocol }, today, later)];
  if (fates.some((one) => one === 'breaks' || one === 'may-break')) return 'may-break';
  return fates.find((one) => one !== 'denied-today') ?? 'denied-today';
}

type Ends = Pick<FlowEdge, 'from' | 'to' | 'port' | 'protocol'>;

function fateBetween({ from, to, port, protocol }: Ends, today: Judge, later: Judge): Fate {
  const before = today.allowed(from, to, port, protocol);
  if (before === false) return 'denied-today';
  const after = later.allowed(from, to, port, protocol);
  if (after === true) return 'stays';
  if (before === undefined && after === undefined) return 'not-judged';
  if (after === false) return before === undefined ? 'may-break' : 'breaks';
  const isSame = before === after && today.admits(from, to) === later.admits(from, to);
  return isSame ? 'stays' : 'may-break';
}

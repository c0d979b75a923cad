import { judgeOf } from '#lib/flows/join/judge-pair.ts';
import type { JoinedEdge } from '#lib/flows/observed.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { joinedWith, type ObservedFacts } from './observed-facts.ts';
import { observedSample } from './observed-sample.ts';
import type { FlowsAfter } from './types.ts';

/** Broken flows that are listed. */
const MOST_LISTED = 20;

/** What becomes of the flows that were observed and are allowed, where another state is in force. */
export function flowsAfter(model: PolicyModel, facts: ObservedFacts, after: PolicyModel): FlowsAfter {
  const judge = judgeOf(after);
  const used = joinedWith(model, facts).edges.filter(({ state }) => state === 'used');
  const broken: JoinedEdge[] = [];
  let mayBreak = 0;
  for (const edge of used) {
    const allowed = judge.allowed(edge.from, edge.to, edge.port, edge.protocol);
    if (allowed === false) broken.push(edge);
    else if (allowed !== true) mayBreak++;
  }
  const { window, flows } = observedSample(facts.traffic, broken, MOST_LISTED);
  return { observed: used.length, breaks: broken.length, mayBreak, window, flows };
}

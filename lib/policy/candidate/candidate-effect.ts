import { CANDIDATE } from '#lib/text/en/candidate.ts';
import { portTransitions } from '../diff/transition.ts';
import type { ChangeGroup, ModelDiff } from '../diff/types.ts';
import type { EndGroup } from '../expand-endpoint.ts';
import type { PolicyModel } from '../model.ts';
import { NO_PORTS } from '../port-set.ts';
import type { CandidateEffect } from './types.ts';

export interface Measured {
  readonly effect: CandidateEffect;
  readonly others: readonly string[];
  /** What changes beside what was asked; 0: nothing. */
  readonly cost: number;
}

const NAMED = 5;

/** Changes that were not asked for weigh alike, whatever their direction; losing DNS weighs more than any connection. */
const DNS_WEIGHT = 1000;

/** What a candidate changes beside the connections between the asked ends, workload by workload. */
export function effectOf(
  model: PolicyModel,
  diff: ModelDiff,
  from: readonly EndGroup[],
  to: readonly EndGroup[],
): Measured {
  const isAsked = askedPairs(model, from, to);
  let [asked, opens, closes, outside, unlisted] = [0, 0, 0, 0, 0];
  const others: string[] = [];
  for (const change of diff.changes) {
    unlisted += change.unlisted;
    const verb = verbOf(change);
    for (const { id, ranges } of change.peers) {
      const [source, target] = change.direction === 'ingress' ? [id, change.subject] : [change.subject, id];
      if (isAsked(source, target, ranges)) {
        asked++;
        continue;
      }
      if (verb !== 'closes') opens++;
      if (verb !== 'opens') closes++;
      if (ranges !== undefined) outside++;
      if (others.length < NAMED) others.push(CANDIDATE.change(verb, source, target));
    }
  }
  const isolates = diff.isolation.filter(({ before, after }) => before === 'no' && after !== 'no').length;
  const dns = diff.dns.filter(({ change }) => change !== 'restored').length;
  const effect = { asked, opens: opens + unlisted, closes, outside, isolates, dns };
  return { effect, others, cost: effect.opens + closes + isolates / 100 + dns * DNS_WEIGHT };
}

function verbOf({ before, after }: ChangeGroup): 'opens' | 'closes' | 'changes' {
  const { opened, possiblyOpened, closed, ruledOut } = portTransitions(before, after);
  const more = opened !== NO_PORTS || possiblyOpened !== NO_PORTS;
  const less = closed !== NO_PORTS || ruledOut !== NO_PORTS;
  return more === less ? 'changes' : more ? 'opens' : 'closes';
}

type Ranges = ChangeGroup['peers'][number]['ranges'];
type IsAsked = (source: string, target: string, ranges: Ranges) => boolean;

/** Addresses that were asked for are outside: every part of them counts as asked where such an end was asked. */
function askedPairs(model: PolicyModel, from: readonly EndGroup[], to: readonly EndGroup[]): IsAsked {
  const sides = [from, to].map((groups) => ({
    workloads: new Set(groups.flatMap(({ members }) => members.map((member) => workloadOf(model, member)))),
    outside: new Set(
      groups.flatMap(({ end, example }) => (end.type === 'address' || end.type === 'internet' ? [example] : [])),
    ),
  }));
  const [sources, targets] = sides;
  const isOutside = (ends: ReadonlySet<string>, id: string, ranges: Ranges): boolean =>
    ranges !== undefined && (ends.has(id) || ranges.every(([first, last]) => first === last && ends.has(first)));
  const holds = (side: (typeof sides)[number] | undefined, id: string, ranges: Ranges): boolean =>
    side !== undefined && (side.workloads.has(id) || isOutside(side.outside, id, ranges));
  return (source, target, ranges) => holds(sources, source, ranges) && holds(targets, target, ranges);
}

function workloadOf(model: PolicyModel, member: string): string {
  return model.objects.pods.has(member) ? model.workloadOfPod(member) : member;
}

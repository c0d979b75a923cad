import { OBSERVED } from '#lib/text/en/observed.ts';
import type { FlowEdge } from '../flow-row.ts';
import {
  byLikelihood,
  type ContradictionGrounds,
  changesOf,
  clocksApart,
  hasHost,
  isClientPort,
  isEvaluated,
  isSince,
  NEAR_MS,
  namedPolicies,
  policyToldOf,
  type Reason,
} from './contradiction-reasons.ts';
import type { Judge } from './judge-pair.ts';
import type { JudgeInTime, JudgesInTime } from './judges-in-time.ts';

const because = (reason: Reason['reason'], likely: boolean, ...sentences: readonly string[]): readonly Reason[] => [
  { reason, likely, sentence: sentences.join(' ') },
];

/**
 * Why something was refused that all policies of its time allow for certain (traffic.md §2.6): what is likely first, then
 * what is possible, each in the order of `CONTRADICTION_REASONS`.
 * @param at by whose policies it is allowed.
 */
export function refusalReasons(
  edge: FlowEdge,
  at: JudgeInTime,
  judges: JudgesInTime,
  grounds: ContradictionGrounds,
): readonly Reason[] {
  const changes = changesOf(edge, at, grounds.changes);
  const near = changes.findLast(({ at }) => at >= edge.first - NEAR_MS && at <= edge.last + NEAR_MS)?.at;
  const change = near ?? changes.find(({ at }) => at > edge.first)?.at;
  const found = byLikelihood([
    ...policyChanged(edge, judges, changes, grounds),
    ...hostNetwork(edge, at),
    ...otherKind(edge),
    ...replyMisread(edge, at.judge),
    ...clocksApart(edge, change, grounds),
    ...reportedOnly(edge),
    ...pluginBehind(edge, near),
    ...identityStale(edge, judges),
  ]);
  // that somebody only says so explains more than what is possible of whatever was refused
  return edge.trust === 'datapath' ? found : found.filter(({ likely }) => likely);
}

function policyChanged(
  edge: FlowEdge,
  { all, knownFrom }: JudgesInTime,
  changes: ContradictionGrounds['changes'],
  { passed }: ContradictionGrounds,
): readonly Reason[] {
  const { before, refusedByGone, passedSince } = OBSERVED.refusal;
  const kept = all[0]?.since ?? Number.NEGATIVE_INFINITY;
  // what was in force before a change is known where a model of then is, and it allows it
  const unknown = changes.filter(({ at }) => at > edge.first && (at <= kept || kept === Number.NEGATIVE_INFINITY));
  if (unknown.length > 0) return because('policy-changed', true, ...unknown.slice(0, 3).map(policyToldOf));
  const gone = namedPolicies(edge, 'deny').find(
    ({ kind, key }) => kind === 'NetworkPolicy' && all.at(-1)?.model.objects.networkPolicies.has(key) === false,
  );
  if (gone !== undefined) return because('policy-changed', true, refusedByGone(`${gone.kind} ${gone.key}`));
  const since = passed(edge).find((other) => isSince(other, edge))?.first;
  if (since !== undefined) return because('policy-changed', true, passedSince(since));
  return edge.first < knownFrom ? because('policy-changed', false, before(knownFrom)) : [];
}

function hostNetwork({ from, to }: FlowEdge, { model }: JudgeInTime): readonly Reason[] {
  return [from, to].some((end) => hasHost(model, end)) ? because('host-network', true, OBSERVED.refusal.host) : [];
}

/** What the source names. Where policies of other kinds were read, nothing is allowed for certain, and this is not asked. */
function otherKind(edge: FlowEdge): readonly Reason[] {
  const named = namedPolicies(edge, 'deny').filter(({ kind }) => !isEvaluated(kind));
  const { otherKind: names, othersPerhaps } = OBSERVED.refusal;
  return named.length > 0
    ? because('other-policy-kind', true, names(named.map(({ kind, key }) => `${kind} ${key}`)))
    : because('other-policy-kind', false, othersPerhaps);
}

/** It was then an attempt of the other end, or what belongs to a connection that the plugin had forgotten. */
function replyMisread({ from, to, port, protocol }: FlowEdge, judge: Judge): readonly Reason[] {
  if (!isClientPort(port)) return [];
  return because('reply-misread', judge.allowed(to, from, null, protocol) !== true, OBSERVED.refusal.reply(port));
}

function reportedOnly({ trust }: FlowEdge): readonly Reason[] {
  return trust === 'datapath' ? [] : because('reported-only', true, OBSERVED.refusal.reported);
}

function pluginBehind({ last }: FlowEdge, near: number | undefined): readonly Reason[] {
  const { behind, behindPerhaps } = OBSERVED.refusal;
  if (near === undefined) return because('plugin-behind', false, behindPerhaps);
  return because('plugin-behind', last - near <= NEAR_MS, behind(near));
}

function identityStale(edge: FlowEdge, judges: JudgesInTime): readonly Reason[] {
  const changed = judges.changedAt(edge.from, edge.to);
  const isNear = changed >= edge.first - NEAR_MS && changed <= edge.last + NEAR_MS;
  return isNear ? because('identity-stale', true, OBSERVED.reason.identity(changed)) : [];
}

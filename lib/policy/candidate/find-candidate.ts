import type { NetworkPolicyPort } from '#lib/kube/objects.ts';
import { CANDIDATE } from '#lib/text/en/candidate.ts';
import { ask, explain, type Question } from '../ask.ts';
import { compileModel } from '../compile-model.ts';
import { diffModels } from '../diff/diff-models.ts';
import type { EndGroup } from '../expand-endpoint.ts';
import { manifestText } from '../manifest-text.ts';
import type { PolicyModel } from '../model.ts';
import { pairsOf } from '../pairs.ts';
import { proposedState } from '../propose.ts';
import { isSamePod } from '../reachability.ts';
import type { Verdict } from '../types.ts';
import { blockDrafts } from './block-drafts.ts';
import { effectOf, type Measured } from './candidate-effect.ts';
import { chosenEnds } from './chosen-ends.ts';
import type { Draft } from './draft.ts';
import { openDrafts } from './open-drafts.ts';
import type { CandidateAnswer, Wanted } from './types.ts';

/** More sets of labels than these make rules that nobody reads. */
const MAX_ENDS = 8;

const GOAL: Readonly<Record<Wanted, Verdict>> = { open: 'allow', block: 'deny' };

/**
 * The smallest change of NetworkPolicies that makes a connection allowed, or denied, for all that was asked. Each change
 * is put through the engine, and only what does it for certain is offered; of these the one that changes least beside
 * it. Costs a compilation for each change that is tried and a diff for each that does it.
 * Throws as `ask`.
 */
export function findCandidate(model: PolicyModel, question: Question, wants: Wanted): CandidateAnswer {
  const answer = ask(model, question);
  if (answer.verdict === GOAL[wants]) return { wants, sentence: CANDIDATE.already[wants] };
  const from = chosenEnds(model, question.from, 'from', {});
  const to = chosenEnds(model, question.to, 'to', question);
  if (from.ends.length > MAX_ENDS || to.ends.length > MAX_ENDS) return { wants, sentence: CANDIDATE.tooMany };
  const pairs = pairsOf(model, from.groups, to.groups);
  const port = numberOf(question);
  const input = { model, from: from.ends, to: to.ends };
  const drafts =
    wants === 'open'
      ? openDrafts({ ...input, ports: rulePorts(question, to.groups) })
      : blockDrafts({ ...input, pairs, port });
  const best = bestOf(model, question, GOAL[wants], drafts, from.groups, to.groups);
  if (best === undefined) return { wants, sentence: whyNone(model, question, wants, pairs, drafts.length) };
  const { draft, measured } = best;
  return {
    wants,
    sentence: CANDIDATE.found(wants, draft.steps.length),
    candidate: {
      yaml: draft.policies.map(manifestText).join('---\n'),
      steps: draft.steps.map(({ policy: { kind, metadata }, isNew, sentence }) => ({
        policy: { kind, namespace: metadata.namespace ?? 'default', name: metadata.name },
        isNew,
        sentence,
      })),
      effect: measured.effect,
      effectSentence: CANDIDATE.effect(measured.effect),
      others: measured.others,
    },
  };
}

function bestOf(
  model: PolicyModel,
  question: Question,
  goal: Verdict,
  drafts: readonly Draft[],
  from: readonly EndGroup[],
  to: readonly EndGroup[],
): { readonly draft: Draft; readonly measured: Measured } | undefined {
  let best: { readonly draft: Draft; readonly measured: Measured } | undefined;
  for (const draft of drafts) {
    const { objects } = proposedState(model, { upserts: draft.policies, removes: [], labels: [] });
    const after = compileModel(objects, model.profile, model);
    if (ask(after, question).verdict !== goal) continue;
    const measured = effectOf(model, diffModels(model, after), from, to);
    if (best === undefined || measured.cost < best.measured.cost) best = { draft, measured };
    if (measured.cost === 0) break;
  }
  return best;
}

function whyNone(
  model: PolicyModel,
  question: Question,
  wants: Wanted,
  pairs: ReturnType<typeof pairsOf>,
  tried: number,
): string {
  if (pairs.every(({ example }) => isSamePod(example.from, example.to))) return CANDIDATE.itself;
  const { egress, ingress, reasons } = explain(model, question);
  const decisive = wants === 'open' ? 'denies' : 'admits';
  const admin = [...egress.rules, ...ingress.rules].filter(
    ({ tier, outcome }) => tier === 'Admin' && outcome === decisive,
  );
  if (admin.length > 0) {
    const policies = new Map(admin.map(({ policy }) => [`${policy.kind}/${policy.name}`, policy]));
    return CANDIDATE.adminDecides([...policies.values()]);
  }
  if (reasons.length > 0) return CANDIDATE.stillDepends(reasons);
  return tried === 0 ? CANDIDATE.noGate(wants) : CANDIDATE.nothingFound;
}

function numberOf({ port, protocol = 'TCP' }: Question) {
  return typeof port === 'number' ? { protocol, port } : undefined;
}

/** The ports of a rule for what was asked; where a Service translates, those of its backends. */
function rulePorts({ port, protocol }: Question, to: readonly EndGroup[]): readonly NetworkPolicyPort[] | undefined {
  const translated = to.flatMap((group) => (group.port === undefined ? [] : [group.port]));
  if (translated.length > 0) {
    const unique = new Map(translated.map((each) => [`${each.protocol}/${each.port}`, each]));
    return [...unique.values()];
  }
  if (port !== undefined) return [{ protocol: protocol ?? 'TCP', port }];
  return protocol === undefined ? undefined : [{ protocol }];
}

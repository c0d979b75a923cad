import { BECAUSE } from '#lib/text/en/because.ts';
import { policyName } from '#lib/text/en/policy-name.ts';
import type { Judged, VerdictAnswer } from './ask.ts';
import type { PolicyModel } from './model.ts';
import { isSamePod } from './reachability.ts';
import type { ExplainedRule, Gate } from './types.ts';

/**
 * The grounds of an answer in short lines, as `probe` prints them: of the only pair, or of one pair for each verdict,
 * which each line then names.
 */
export function because(model: PolicyModel, { examples, hasOtherPairs }: VerdictAnswer): readonly string[] {
  if (!hasOtherPairs) return examples.flatMap((judged) => groundsOfPair(model, judged));
  return examples.flatMap((judged) => {
    const { fromId, toId } = judged.pair.example;
    return groundsOfPair(model, judged).map((ground) => BECAUSE.ofPair(fromId, toId, ground));
  });
}

/** What lets a pair connect in spite of its gates goes before them (rows 56, 58, 62, 63). */
function groundsOfPair(model: PolicyModel, { pair, port, verdict }: Judged): readonly string[] {
  const { from, to } = pair.example;
  if (!model.shareFamily(from, to)) return [BECAUSE.noSharedFamily];
  const isSelf = isSamePod(from, to);
  const viaService = pair.to.viaService === true;
  if (isSelf && !viaService) return [BECAUSE.self];
  // Through its Service a pod meets its own gates, as any other pod that is like it.
  const other = isSelf && from.type === 'class' ? ({ type: 'class', class: from.class } as const) : undefined;
  const { egress, ingress } = model.explain(other ?? from, other ?? to, port);
  const closed = (gate: Gate): boolean => verdict === 'allow' && port !== undefined && !lets(gate, port);
  if (isSelf && (closed(egress) || closed(ingress))) return [BECAUSE.selfViaService];
  return [
    ...(closed(egress) ? [BECAUSE.toOwnNode] : groundsOfGate(egress)),
    ...(closed(ingress) ? [BECAUSE.fromOwnNode] : groundsOfGate(ingress)),
  ];
}

function lets({ isolated, allows }: Gate, { protocol, port }: NonNullable<Judged['port']>): boolean {
  return isolated === 'none' || allows.allow[protocol].some(([first, last]) => first <= port && port <= last);
}

const DECISIVE: Readonly<Partial<Record<ExplainedRule['outcome'], string>>> = {
  ...{ admits: 'admits', denies: 'denies', passes: 'passes', depends: 'depends' },
};

function groundsOfGate(gate: Gate): readonly string[] {
  const { direction } = gate;
  if (gate.isolated === 'none') return [BECAUSE.noGate(direction)];
  const decisive = gate.rules.filter(({ outcome }) => DECISIVE[outcome] !== undefined);
  const lines = decisive.map(({ policy, tier, path, outcome }) =>
    BECAUSE.rule(direction, policyName(policy, tier), path, DECISIVE[outcome] ?? outcome),
  );
  if (decisive.some(({ outcome }) => outcome !== 'passes')) return lines;
  if (gate.isolated === 'no') return [...lines, BECAUSE.notIsolated(direction)];
  const asked = gate.rules.filter(({ tier, outcome }) => tier === undefined && outcome !== 'not-reached');
  const clusterWide = gate.policies.some(({ kind }) => kind !== 'NetworkPolicy');
  const isUndecided = gate.isolated === 'depends';
  if (clusterWide && asked.length === 0 && !isUndecided) return [...lines, BECAUSE.noRuleDecides(direction)];
  const isolating = clusterWide ? gate.policies.filter(({ kind }) => kind === 'NetworkPolicy') : gate.policies;
  const names = isolating.map((policy) => policyName(policy));
  return [...lines, BECAUSE.noRuleAdmits(direction, isUndecided, names)];
}

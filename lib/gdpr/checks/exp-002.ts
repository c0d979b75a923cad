import type { FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import type { DependsReason } from '#lib/policy/types.ts';
import { EXP_002, reachUnknown } from '#lib/text/en/checks/exp.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { entrySentence } from '#lib/text/en/entries.ts';
import { buildGap } from '../build-gap.ts';
import { chainHops } from '../chain-hops.ts';
import type { Check, CheckContext } from '../check.ts';
import { closeCutYaml } from '../close-cut.ts';
import { isSpecial } from '../data-class.ts';
import { isDeclared } from '../declared-connections.ts';
import { isCertain, proxyOn, wayInto, waysInto } from '../entered.ts';
import { entryHops } from '../entry-witness.ts';
import {
  INTERNET,
  type InternetChain,
  type InternetChains,
  internetChains,
  workloadsOnChains,
} from '../internet-chains.ts';
import { cutInside, smallestCut } from '../internet-cut.ts';
import { lazily } from '../lazily.ts';
import { lazyFix } from '../lazy-fix.ts';
import { lazyPeers } from '../peer-workloads.ts';
import { deriveSeverity } from '../severity.ts';
import type { Gap } from '../types.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

/** Connections on a chain, at most. */
const MAX_HOPS = 3;

/** A chain from the internet to special categories, convictions or children's data (gdpr.md §3, EXP-002). */
export const exp002: Check = {
  id: 'EXP-002',
  run: (context) => {
    const subjects = [...context.workloads.values()].filter(
      (workload) => isSpecial(context.classOf(workload).dataClass) && workload.count > 0,
    );
    const notApplicable = context.workloads.size - subjects.length;
    if (subjects.length === 0) return { gaps: [], passed: 0, notApplicable, notEvaluated: [] };
    const gaps: Gap[] = [];
    let passed = 0;
    const must = followed(context, 'must');
    const may = lazily(() => followed(context, 'may'));
    for (const workload of subjects) {
      const gap = gapOf(context, workload, must) ?? gapOf(context, workload, may());
      if (gap === undefined) passed++;
      else gaps.push(gap);
    }
    return { gaps, passed, notApplicable, notEvaluated: [] };
  },
};

interface Followed {
  readonly side: FollowedRelation;
  readonly chains: InternetChains;
  readonly onChainsTo: (target: WorkloadFacts, shown: InternetChain) => readonly WorkloadFacts[];
}

function followed(context: CheckContext, side: FollowedRelation): Followed {
  const chains = internetChains(context, side, MAX_HOPS);
  return { side, chains, onChainsTo: workloadsOnChains(context, side, MAX_HOPS, chains) };
}

function gapOf(
  context: CheckContext,
  workload: WorkloadFacts,
  { side, chains, onChainsTo }: Followed,
): Gap | undefined {
  const chain = chains.shortestTo(workload);
  if (chain === undefined) return undefined;
  const classification = context.classOf(workload);
  const upTo = side === 'may';
  const severity = deriveSeverity({ ...classification, exposure: 4, hops: chain.hops, upTo });
  if (severity === undefined) return undefined;
  const way = wayInto(context, chain.path[1] ?? '', side, chain.begin[1]?.classId);
  const reasons = new Set<DependsReason>(way?.answer.reasons);
  const first = context.workloads.get(chain.path[1] ?? '');
  const entry = way === undefined || first === undefined ? [] : entryHops(context, way, first);
  const witness = [
    ...entry,
    ...chainHops(context, chain.begin.slice(1), side, reasons, leavesFlows(context, chain)),
    ...chainHops(context, chain.steps, side, reasons),
  ];
  const { flows } = context.dataMap;
  const because = [...(way?.origin === 'unknown' ? [reachUnknown] : []), ...dependsBecause([...reasons])];
  return buildGap(context, {
    check: 'EXP-002',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity,
    title: EXP_002.title(workload.name, chain.hops, upTo),
    summary: () => {
      const entry = way === undefined ? undefined : entrySentence(way.entry);
      const cut = smallestCut(context, workload, side);
      const words = EXP_002.summary({ ...chain, proxy: proxyOn(way), entry, declared: flows.length > 0, upTo });
      const cutWords = cut === undefined ? '' : EXP_002.cut(cut.connections, cut.parts);
      return words + cutWords + (context.observed === undefined ? EXP_002.noFlows : '');
    },
    subject: workload,
    witness,
    // All that it leads through, and not only the chain that is shown: a waiver tells by them whether others came.
    peers: lazyPeers(() => onChainsTo(workload, chain)),
    classification,
    fix: () => (upTo ? { yaml: '', note: EXP_002.fixUnknown } : fixOf(context, workload)),
    unknownBecause: because,
    // A shorter chain is worse than what somebody accepted.
    identity: { peer: INTERNET, direction: 'ingress', port: `${chain.hops}` },
  });
}

/** Where a chain leaves what is declared, what is certain and declared is not what it follows. */
function leavesFlows(context: CheckContext, { begin }: InternetChain) {
  return (from: WorkloadFacts, to: WorkloadFacts): boolean =>
    to.key !== begin.at(-1)?.workload || !isDeclared(context, context.dataMap.flows, from, to, 'must');
}

function fixOf(context: CheckContext, workload: WorkloadFacts): Gap['fix'] {
  const cut = cutInside(context, workload, 'must');
  if (cut === undefined) {
    const ways = waysInto(context, workload.key).filter(isCertain);
    return { yaml: '', note: EXP_002.fixEntry(ways.map(({ entry }) => entrySentence(entry))) };
  }
  const yaml = closeCutYaml(context, cut);
  if (yaml === '') return { yaml: '', note: EXP_002.fixMany(cut.connections) };
  return lazyFix(EXP_002.fix(EXP_002.cutOf(cut.parts)), () => yaml);
}

import type { FollowedRelation } from '#lib/policy/paths/class-graph.ts';
import { reachTree } from '#lib/policy/paths/reach-tree.ts';
import type { DependsReason } from '#lib/policy/types.ts';
import { ISO_006 } from '#lib/text/en/checks/iso.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { buildGap } from '../build-gap.ts';
import { chainHops } from '../chain-hops.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Pseudonymisation } from '../data-map/types.ts';
import { withoutPods } from '../internet-chains.ts';
import { narrowIngressFix } from '../narrow-ingress.ts';
import { neighbourHop } from '../neighbour-hop.ts';
import { groupNeighbours } from '../neighbours.ts';
import { type DerivedSeverity, liftedSeverity } from '../severity.ts';
import type { Gap } from '../types.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

/** Connections on an indirect chain, at most. */
const MAX_HOPS = 3;
const MAX_CLIENTS = 40;

/** Pseudonymised data and what undoes it, connected within one domain (gdpr.md §3, ISO-006). */
export const iso006: Check = {
  id: 'ISO-006',
  run: (context) => {
    const domains = domainsOf(context);
    const gaps: Gap[] = [];
    const notEvaluated: string[] = [];
    let [passed, subjects] = [0, 0];
    for (const domain of domains) {
      subjects += domain.data.length + domain.unread.length;
      notEvaluated.push(...domain.unread.map((label) => ISO_006.unreadPart(label, domain.name)));
      if (domain.additional.length === 0) {
        notEvaluated.push(ISO_006.nothingKept(domain.name));
        continue;
      }
      for (const data of domain.data) {
        const own = gapsOf(context, domain, data);
        gaps.push(...own);
        if (own.length > 0) continue;
        if (domain.unread.length > 0) notEvaluated.push(ISO_006.besideUnreadPart(data.name, domain.name));
        else passed++;
      }
    }
    return { gaps, passed, notApplicable: context.workloads.size - subjects, notEvaluated };
  },
};

interface Domain {
  readonly name: string;
  readonly data: readonly WorkloadFacts[];
  readonly additional: readonly WorkloadFacts[];
  /** "The pseudonymiser itself": it may reach both, and no chain through it counts. */
  readonly pseudonymisers: ReadonlySet<string>;
  /** Labels of workloads whose part is no part. */
  readonly unread: readonly string[];
}

function domainsOf(context: CheckContext): readonly Domain[] {
  const parts = [...context.workloads.values()].flatMap((workload) => {
    const { pseudonymisation, role } = context.dataOf(workload);
    if (pseudonymisation === undefined || workload.count === 0) return [];
    const { domain, part } = pseudonymisation.value;
    const { source } = pseudonymisation;
    return [{ workload, domain, source, part: role?.value === 'pseudonymiser' ? 'pseudonymiser' : part }];
  });
  const of = (list: typeof parts, part: Pseudonymisation['part']): readonly WorkloadFacts[] =>
    list.flatMap((each) => (each.part === part ? [each.workload] : []));
  return [...Map.groupBy(parts, ({ domain }) => domain)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, list]) => ({
      name,
      data: of(list, 'data'),
      additional: of(list, 'additional-information'),
      pseudonymisers: new Set(of(list, 'pseudonymiser').map(({ key }) => key)),
      unread: list.flatMap(({ part, source }) => (part === 'unknown' ? [source] : [])),
    }));
}

function gapsOf(context: CheckContext, domain: Domain, data: WorkloadFacts): readonly Gap[] {
  const gaps: Gap[] = [];
  const apart: WorkloadFacts[] = [];
  for (const additional of domain.additional) {
    const direct = directGap(context, domain, data, additional, true);
    if (direct === undefined) apart.push(additional);
    else gaps.push(direct);
    // "Also: k's egress reaches d's store."
    const back = data.store === undefined ? undefined : directGap(context, domain, additional, data, false);
    if (back !== undefined) gaps.push(back);
  }
  return [...gaps, ...farGaps(context, domain, data, apart)];
}

function severityOf(base: 'high' | 'info', upTo: boolean): DerivedSeverity {
  return liftedSeverity('ISO-006', base, undefined, upTo);
}

/** @param forward from the data to the additional information; else back. */
function directGap(
  context: CheckContext,
  domain: Domain,
  from: WorkloadFacts,
  to: WorkloadFacts,
  forward: boolean,
): Gap | undefined {
  const certain = neighbourHop(context, to, 'ingress', 'must', [from]);
  const found = certain ?? neighbourHop(context, to, 'ingress', 'may', [from]);
  if (found === undefined) return undefined;
  const upTo = certain === undefined;
  const source = context.dataOf(from).pseudonymisation?.source ?? '';
  const words = forward ? ISO_006.summaryData : ISO_006.summaryBack;
  return buildGap(context, {
    check: 'ISO-006',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity: severityOf('high', upTo),
    title: ISO_006.title(from.name, to.name, true, upTo),
    summary: words(from.name, to.name, domain.name, source, found.ports, upTo),
    subject: from,
    witness: [found.hop],
    peers: [to.key],
    classification: context.classOf(from),
    fix: () => {
      if (upTo) return { yaml: '', note: ISO_006.fixUnknown };
      const clients = clientsBut(context, to, from);
      if (clients.length > MAX_CLIENTS) return { yaml: '', note: ISO_006.fixByHand };
      return narrowIngressFix(context, to, found.hop, clients, {
        open: ISO_006.fix,
        rule: ISO_006.fix,
        host: ISO_006.host,
      });
    },
    unknownBecause: dependsBecause(found.reasons),
    identity: { peer: `${domain.name}:${to.key}`, direction: 'egress' },
  });
}

function clientsBut(context: CheckContext, to: WorkloadFacts, from: WorkloadFacts): readonly WorkloadFacts[] {
  const today = groupNeighbours(context, 'in', 'must', (other) => (other === from ? undefined : 'client'));
  return [...(today(to).get('client') ?? [])].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Chains past the pseudonymiser to what the data does not reach directly. */
function farGaps(
  context: CheckContext,
  domain: Domain,
  data: WorkloadFacts,
  apart: readonly WorkloadFacts[],
): readonly Gap[] {
  if (apart.length === 0) return [];
  const avoiding = withoutPods(context).union(domain.pseudonymisers);
  const tree = (relation: FollowedRelation) => reachTree(context.model, [data.key], MAX_HOPS, { relation, avoiding });
  const must = tree('must');
  const may = apart.every(({ key }) => must.pathTo(key) !== undefined) ? must : tree('may');
  return apart.flatMap((additional) => {
    const certain = must.pathTo(additional.key);
    const path = certain ?? may.pathTo(additional.key);
    if (path === undefined) return [];
    const upTo = certain === undefined;
    const reasons = new Set<DependsReason>();
    const gap = buildGap(context, {
      check: 'ISO-006',
      result: upTo ? 'UNKNOWN' : 'FAIL',
      severity: severityOf('info', upTo),
      title: ISO_006.title(data.name, additional.name, false, upTo),
      summary: ISO_006.summaryFar(
        path.map(({ workload }) => workload),
        domain.name,
      ),
      subject: data,
      witness: chainHops(context, path, upTo ? 'may' : 'must', reasons),
      peers: [],
      classification: context.classOf(data),
      fix: { yaml: '', note: upTo ? ISO_006.fixUnknown : ISO_006.fixFar },
      unknownBecause: dependsBecause([...reasons]),
      identity: { peer: `${domain.name}:${additional.key}:far`, direction: 'egress' },
    });
    return [gap];
  });
}

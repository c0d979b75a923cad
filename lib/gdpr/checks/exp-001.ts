import { EXP_001, reachUnknown } from '#lib/text/en/checks/exp.ts';
import { classNote } from '#lib/text/en/data-classes.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { entrySentence } from '#lib/text/en/entries.ts';
import { askedWorkloads } from '../asked-subjects.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isInScope } from '../data-class.ts';
import { type AskedEntry, isCertain, waysInto } from '../entered.ts';
import { entryHops } from '../entry-witness.ts';
import { clientsInside } from '../fixes.ts';
import { isStorePort } from '../heuristics/store-sign.ts';
import { lazyFix } from '../lazy-fix.ts';
import { isMetricsPort } from '../metrics-ports.ts';
import { ingressRules, narrowIngressFix } from '../narrow-ingress.ts';
import { reachingWorkloads } from '../reaching-workloads.ts';
import { servicePatchYaml } from '../service-patch.ts';
import { deriveSeverity } from '../severity.ts';
import type { Gap, WitnessHop } from '../types.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

/** Somebody outside gets to a store of personal data on a port where it answers for its data (gdpr.md §3, EXP-001). */
export const exp001: Check = {
  id: 'EXP-001',
  each: 'workload',
  run: (context, asked) => {
    const gaps: Gap[] = [];
    let passed = 0;
    let notApplicable = 0;
    for (const workload of askedWorkloads(context, asked)) {
      if (!isInScope(context.classOf(workload)) || workload.store === undefined) {
        notApplicable++;
        continue;
      }
      const own = gapsOf(context, workload);
      gaps.push(...own);
      if (own.length === 0) passed++;
    }
    return { gaps, passed, notApplicable, notEvaluated: [] };
  },
};

/** What is certain, and beside it what may be worse. */
function gapsOf(context: CheckContext, workload: WorkloadFacts): readonly Gap[] {
  const ways = waysInto(context, workload.key).filter(({ entry }) => isDataPort(workload, entry.port));
  const certain = widest(ways.filter(isCertain));
  const possible = widest(ways.filter((way) => !isCertain(way)));
  const known = certain[0] === undefined ? 0 : exposureOf(certain[0]);
  const maybe = possible[0] === undefined ? 0 : exposureOf(possible[0]);
  return [...gapOf(context, workload, certain), ...(maybe > known ? gapOf(context, workload, possible) : [])];
}

/** A store may also tell its figures: where it has other ports, those for figures do not count; all others do. */
function isDataPort(workload: WorkloadFacts, port: number | undefined): boolean {
  if (port === undefined || isStorePort(port) || !isMetricsPort(workload, port)) return true;
  return workload.served.every((each) => isMetricsPort(workload, each.port));
}

/** The ways of the highest exposure. */
function widest(ways: readonly AskedEntry[]): readonly AskedEntry[] {
  const most = Math.max(...ways.map(exposureOf));
  return ways.filter((way) => exposureOf(way) === most);
}

/** "Private load balancer, loadBalancerSourceRanges → exposure 3, not 4"; addresses that a rule names are the same. */
function exposureOf({ origin }: AskedEntry): 3 | 4 {
  return origin === 'named' || origin === 'private' ? 3 : 4;
}

function gapOf(context: CheckContext, workload: WorkloadFacts, ways: readonly AskedEntry[]): readonly Gap[] {
  const [way] = ways;
  if (way === undefined) return [];
  const classification = context.classOf(workload);
  const upTo = !isCertain(way);
  const { origin } = way;
  const exposedBy = origin === 'named' || origin === 'private' ? { exposedBy: EXP_001.exposedBy[origin] } : {};
  const severity = deriveSeverity({ ...classification, exposure: exposureOf(way), upTo, ...exposedBy });
  if (severity === undefined) return [];
  const witness = entryHops(context, way, workload);
  const gap = buildGap(context, {
    check: 'EXP-001',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity,
    title: EXP_001.title(workload.name, origin, upTo),
    summary: () => summaryOf(ways, workload, witness, upTo) + classNote(classification),
    subject: workload,
    witness,
    peers: [...new Set(ways.flatMap((each) => proxies(each)))].sort(),
    classification,
    fix: () => fixOf(context, workload, ways, witness),
    unknownBecause: [
      ...(origin === 'unknown' ? [reachUnknown] : []),
      ...dependsBecause([...new Set(ways.flatMap(({ answer }) => answer.reasons))]),
    ],
    identity: { peer: origin === 'unknown' ? 'internet' : origin, direction: 'ingress' },
  });
  return [gap];
}

function proxies({ entry, answer }: AskedEntry): readonly string[] {
  return entry.controller?.state === 'known' ? answer.clients : [];
}

function summaryOf(
  ways: readonly AskedEntry[],
  workload: WorkloadFacts,
  witness: readonly WitnessHop[],
  upTo: boolean,
): string {
  const [way] = ways;
  const last = witness.at(-1);
  if (way === undefined || last === undefined) return '';
  if (upTo) return EXP_001.summaryUnknown(workload.name, entrySentence(way.entry));
  return EXP_001.summary(
    workload.name,
    entrySentence(way.entry),
    ways.length - 1,
    last.ports,
    ingressRules(last).length > 0,
  );
}

/** Closing the Service is the smallest change where Services open all of it; else the store's own gate. */
function fixOf(
  context: CheckContext,
  workload: WorkloadFacts,
  ways: readonly AskedEntry[],
  witness: readonly WitnessHop[],
): Gap['fix'] {
  const opening = ways.map(({ entry: { object } }) => object);
  if (opening.every(({ kind }) => kind === 'Service')) {
    const services = [...new Map(opening.map((object) => [`${object.namespace}/${object.name}`, object]))];
    return lazyFix(EXP_001.fixService(services.map(([key]) => key)), () =>
      services
        .map(([, { namespace = '', name }]) =>
          servicePatchYaml(namespace, name, { type: 'ClusterIP', externalIPs: null, loadBalancerSourceRanges: null }),
        )
        .join('---\n'),
    );
  }
  if (ways.every((way) => !isCertain(way))) return { yaml: '', note: EXP_001.fixUnknown };
  const closed = new Set(ways.flatMap(proxies));
  const clients = clientsInside(context, workload, reachingWorkloads(context, workload, 'must'), closed);
  return narrowIngressFix(context, workload, witness.at(-1), clients, EXP_001.fixPolicy(clients.length));
}

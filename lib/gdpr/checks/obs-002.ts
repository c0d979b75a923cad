import { NO_SOURCE, OBS_002 } from '#lib/text/en/checks/obs.ts';
import { classNote } from '#lib/text/en/data-classes.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { worstClass } from '../data-class.ts';
import { knownServiceOf } from '../known-service-of.ts';
import { isRecent } from '../observed-facts.ts';
import { observedHop } from '../observed-hop.ts';
import { classOfPair, isOutside, type ObservedPair, observedPair } from '../observed-pairs.ts';
import { isDeclaredPair } from '../observed-recipients.ts';
import { observedSample } from '../observed-sample.ts';
import { isResolver } from '../resolvers.ts';
import { isSameApplication } from '../same-application.ts';
import { type DerivedSeverity, deriveSeverity, type SeverityInput } from '../severity.ts';
import type { Classification, Gap } from '../types.ts';

const DNS_PORT = 53;
const MOST_HOPS = 3;

/** What an observed flow leads to, from the view of the workload that the gap is about. */
type Kind = 'application' | 'inside' | 'clients' | 'addresses' | 'name';

/**
 * Allowed flows with personal data of the last day that nobody declared (gdpr.md §3, OBS-002). One gap for each workload
 * and kind of other ends, and one for each name outside. Name resolution, probes of nodes and flows of which nobody knows
 * an end are left out. In its own application a workload is at exposure 0 (§2.2), where only personal data has a severity.
 */
export const obs002: Check = {
  id: 'OBS-002',
  run: (context) => {
    const { observed } = context;
    if (observed === undefined) return { gaps: [], passed: 0, notApplicable: 0, notEvaluated: [NO_SOURCE] };
    const undeclared = new Map<string, ObservedPair[]>();
    let passed = 0;
    let unjudged = 0;
    for (const edge of observed.joined().edges) {
      if ((edge.state !== 'used' && edge.state !== 'unjudged') || !isRecent(edge, observed.traffic)) continue;
      const pair = observedPair(context, edge);
      if (pair === undefined || !pair.inScope || isNameResolution(pair)) continue;
      if (edge.state === 'unjudged' || pair.other.type === 'other') {
        if (!edge.from.startsWith('host') && !edge.to.startsWith('host')) unjudged++;
      } else if (isDeclaredPair(context, pair)) passed++;
      else {
        const key = [pair.subject.key, pair.direction, peerOf(pair)].join('\n');
        const known = undeclared.get(key);
        if (known === undefined) undeclared.set(key, [pair]);
        else known.push(pair);
      }
    }
    const gaps: Gap[] = [];
    for (const pairs of undeclared.values()) {
      const gap = gapOf(context, pairs);
      if (gap === undefined) passed += pairs.length;
      else gaps.push(gap);
    }
    const notEvaluated = unjudged === 0 ? [] : [OBS_002.unjudged(unjudged)];
    return { gaps, passed, notApplicable: 0, notEvaluated };
  },
};

function isNameResolution({ edge, other }: ObservedPair): boolean {
  return edge.port === DNS_PORT && other.type === 'workload' && isResolver(other.workload);
}

function kindOf({ subject, direction, other }: ObservedPair): Kind {
  if (isOutside(other)) return direction === 'ingress' ? 'clients' : other.type === 'name' ? 'name' : 'addresses';
  return other.type === 'workload' && isSameApplication(subject, other.workload) ? 'application' : 'inside';
}

/** In the fingerprint: it stays while other ends of the kind come and go. */
function peerOf(pair: ObservedPair): string {
  const kind = kindOf(pair);
  return kind === 'name' ? pair.otherId : `observed-${kind}`;
}

function gapOf(context: CheckContext, pairs: readonly ObservedPair[]): Gap | undefined {
  const [first] = pairs as readonly [ObservedPair];
  const { traffic } = context.observed ?? {};
  const { subject, direction } = first;
  const { namespace, kind, name } = subject;
  const classes = pairs.map((pair) => classOfPair(context, pair));
  const classification = worstClass(classes) ?? context.classOf(subject);
  const severity = severityOf(kindOf(first), classification);
  if (severity === undefined || traffic === undefined) return undefined;
  const observed = observedSample(
    traffic,
    pairs.map(({ edge }) => edge),
  );
  const others = [...new Set(pairs.map(({ otherId }) => otherId))].sort();
  return buildGap(context, {
    check: 'OBS-002',
    result: 'FAIL',
    severity,
    title: titleOf(first, others.length),
    summary: () => OBS_002.summary(observed, others) + knownWords(first) + classNote(classification),
    subject: { namespace, kind, name },
    witness: pairs.slice(0, MOST_HOPS).map(({ edge }) => observedHop(edge, 'allow')),
    peers: [...new Set(pairs.flatMap(({ other }) => (other.type === 'workload' ? [other.workload.key] : [])))].sort(),
    classification,
    fix: { yaml: '', note: noteOf(first) },
    observed,
    identity: { peer: peerOf(first), direction },
  });
}

/** Medium inside and high outside for personal data, by the columns of §2.2 for all others. */
function severityOf(kind: Kind, { dataClass, basis }: Classification): DerivedSeverity | undefined {
  const of = (exposure: SeverityInput['exposure'], exposedBy: string) =>
    deriveSeverity({
      ...{ dataClass, basis, exposure, exposedBy, upTo: false },
      ...(exposure === 4 ? { cap: 'high' as const, capBecause: OBS_002.cap } : {}),
    });
  if (kind === 'application') return of(0, OBS_002.exposedBy.application);
  if (kind === 'inside') return of(2, OBS_002.exposedBy.inside);
  return of(4, kind === 'clients' ? OBS_002.exposedBy.clients : OBS_002.exposedBy.outside);
}

function titleOf(pair: ObservedPair, others: number): string {
  const { title } = OBS_002;
  const { name } = pair.subject;
  switch (kindOf(pair)) {
    case 'application':
      return title.application(name);
    case 'clients':
      return title.clients(name);
    case 'addresses':
      return title.addresses(name);
    case 'name':
      return title.name(name, pair.other.type === 'name' ? pair.other.name : '');
    case 'inside':
      return pair.direction === 'ingress' ? title.into(name, others) : title.outOf(name, others);
  }
}

function knownWords({ other }: ObservedPair): string {
  const known = other.type === 'name' ? knownServiceOf(other.name) : undefined;
  return known === undefined ? '' : OBS_002.known(known.service, known.does);
}

function noteOf(pair: ObservedPair): string {
  const kind = kindOf(pair);
  if (kind === 'clients') return OBS_002.fixClients;
  return isOutside(pair.other) ? OBS_002.fixOutside : OBS_002.fixInside;
}

import { parseAddress, parseCidr } from '#lib/policy/address.ts';
import { intersectRanges, normaliseRanges } from '#lib/policy/address-ranges.ts';
import { portTransitions } from '#lib/policy/diff/transition.ts';
import type { ChangedPeer, DnsChange, ModelDiff } from '#lib/policy/diff/types.ts';
import { letsIn } from '#lib/policy/entry-verdict.ts';
import { entrySet } from '#lib/policy/exposure.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { hasPort, NO_PORTS, unitePorts } from '#lib/policy/port-set.ts';
import { propose } from '#lib/policy/propose.ts';
import type { Verdict } from '#lib/policy/types.ts';
import { effectSentence, fixWarnings } from '#lib/text/en/fix-effect.ts';
import { flowsAfter } from './broken-flows.ts';
import type { CheckContext } from './check.ts';
import { matchesWorkload } from './data-map/match.ts';
import type { DataMap, DeclaredFlow } from './data-map/types.ts';
import { diffGaps } from './diff-gaps.ts';
import { fixProposal } from './fix-proposal.ts';
import type { FixEffect } from './types.ts';

/** What a fix does to the world, but for the gap that asks. Plain data. */
export type TriedFix = Omit<FixEffect, 'closesGap'> & { readonly closedFingerprints: ReadonlySet<string> };

/** Gaps of one namespace often have one fix. */
const verified = new WeakMap<CheckContext, Map<string, TriedFix | undefined>>();

/**
 * Puts a fix through the engine and through all checks, as a proposal: connections that it closes and opens, gaps that it
 * closes and opens, and what needs saying before it is applied: names that no longer resolve, ways in from outside and
 * declared flows that end. Undefined where there is nothing to apply. Costs a compilation and a run of all checks.
 * @param fingerprint of the gap that the fix is for.
 */
export function verifyFix(context: CheckContext, yaml: string, fingerprint: string): FixEffect | undefined {
  const tried = tryFix(context, yaml);
  if (tried === undefined) return undefined;
  const { closedFingerprints, ...effect } = tried;
  const closesGap = closedFingerprints.has(fingerprint);
  const warnings = closesGap ? effect.warnings : [fixWarnings.staysOpen, ...effect.warnings];
  return { ...effect, closesGap, warnings };
}

/** The same for whichever gap asks; undefined where there is nothing to apply. Computed once. */
export function tryFix(context: CheckContext, yaml: string): TriedFix | undefined {
  const known = triedIn(context);
  if (!known.has(yaml)) known.set(yaml, effectOn(context, yaml));
  return known.get(yaml);
}

/** Takes what somebody else found who tried the fix in a context of the same inputs. */
export function takeTriedFix(context: CheckContext, yaml: string, tried: TriedFix | undefined): void {
  triedIn(context).set(yaml, tried);
}

function triedIn(context: CheckContext): Map<string, TriedFix | undefined> {
  let known = verified.get(context);
  if (known === undefined) {
    known = new Map();
    verified.set(context, known);
  }
  return known;
}

function effectOn(context: CheckContext, yaml: string): TriedFix | undefined {
  const proposal = yaml === '' ? undefined : fixProposal(context.model, yaml);
  if (proposal === undefined) return undefined;
  const { after, diff } = propose(context.model, proposal);
  const { counts } = diff;
  const closes = counts.closed.connections + counts['ruled-out'].connections;
  const opens = counts.opened.connections + counts['possibly-opened'].connections;
  const outside = counts.closed.outside + counts['ruled-out'].outside;
  const gaps = diffGaps(context.reportOf(context.model), context.reportOf(after));
  const briefs = (list: typeof gaps.opened) =>
    list.map(({ id, check, severity, title }) => ({ id, check, severity, title }));
  const { observed } = context;
  const flows = observed === undefined ? undefined : flowsAfter(context.model, observed, after);
  const losses = [...lostNames(diff), ...lostEntries(context, after), ...lostFlows(context, diff)];
  return {
    closes,
    opens,
    sentence: effectSentence({
      closes,
      opens,
      outside,
      closedGaps: gaps.closed.length,
      openedGaps: gaps.opened.length,
      ...(flows === undefined ? {} : { flows }),
    }),
    gaps: { closed: briefs(gaps.closed), opened: briefs(gaps.opened) },
    warnings: [
      ...(flows === undefined || flows.breaks === 0 ? [] : [fixWarnings.breaksFlows(flows)]),
      ...(flows === undefined || flows.mayBreak === 0 ? [] : [fixWarnings.mayBreakFlows(flows)]),
      ...(flows?.leftOut === undefined || closes + outside === 0 ? [] : [fixWarnings.flowsLeftOut(flows)]),
      ...losses,
      ...(gaps.opened.length === 0 ? [] : [fixWarnings.opensGaps(gaps.opened.map(({ title }) => title))]),
      ...(flows === undefined && closes + outside > 0 && losses.length === 0 ? [fixWarnings.noFlowsKnown] : []),
    ],
    ...(flows === undefined ? {} : { flows }),
    closedFingerprints: new Set(gaps.closed.map((gap) => gap.fingerprint)),
  };
}

function lostNames({ dns }: ModelDiff): readonly string[] {
  const worse = (change: DnsChange['change']) =>
    [...new Set(dns.filter((each) => each.change === change).map(({ workload }) => workload))].sort();
  const [cutOff, depends] = [worse('cut-off'), worse('depends')];
  return [
    ...(cutOff.length === 0 ? [] : [fixWarnings.cutsDns(cutOff)]),
    ...(depends.length === 0 ? [] : [fixWarnings.mayCutDns(depends)]),
  ];
}

/** Ways in from outside by which less gets through than today: nobody for certain any more, or nobody at all. */
function lostEntries({ model }: CheckContext, after: PolicyModel): readonly string[] {
  const standing = new Map(entrySet(after).entries.map((entry) => [entryKey(entry), letsIn(after, entry)]));
  const lost = entrySet(model).entries.flatMap((entry) => {
    const [was, is] = [letsIn(model, entry), standing.get(entryKey(entry))];
    if (
      is !== undefined &&
      RANK[is.verdict] >= RANK[was.verdict] &&
      is.clients.length >= Math.min(was.clients.length, 1)
    ) {
      return [];
    }
    if (was.verdict === 'deny') return [];
    const maybe = is !== undefined && is.verdict !== 'deny' && is.clients.length > 0;
    return [fixWarnings.cutsEntry(entry.via, entry.object, entry.workload, maybe)];
  });
  return [...new Set(lost)];
}

const RANK: Readonly<Record<Verdict, number>> = { allow: 2, depends: 1, deny: 0 };

function entryKey({
  workload,
  via,
  object,
  path,
  protocol,
  port,
}: ReturnType<typeof entrySet>['entries'][number]): string {
  return JSON.stringify([workload, via, object.namespace, object.name, path, protocol, port]);
}

/** Declared flows, and declared consumers, of which a part would no longer be possible. */
function lostFlows(context: CheckContext, diff: ModelDiff): readonly string[] {
  const { dataMap, workloads } = context;
  const lost = new Set<string>();
  for (const { subject, direction, before, after, peers } of diff.changes) {
    const { closed, ruledOut } = portTransitions(before, after);
    const gone = unitePorts(closed, ruledOut);
    if (gone === NO_PORTS) continue;
    const asks = ({ ports }: DeclaredFlow) =>
      ports.length === 0 || ports.some(({ protocol, port }) => hasPort(gone, protocol, port));
    for (const { id, ranges } of peers) {
      const [from, to] = direction === 'ingress' ? [id, subject] : [subject, id];
      for (const flow of dataMap.flows) {
        const covers =
          matchesWorkload(flow.from, from) && (matchesWorkload(flow.to, to) || isRecipient(flow, ranges, dataMap));
        if (covers && asks(flow)) lost.add(fixWarnings.cutsFlow(from, flow.to, flow.line));
        // Where a recipient is known by name only, any address outside may be its.
        else if (matchesWorkload(flow.from, from) && isNamedOnly(flow, ranges, dataMap) && asks(flow))
          lost.add(fixWarnings.mayCutFlow(from, flow.to, flow.line));
      }
      const target = workloads.get(to);
      const consumers = target === undefined ? [] : (context.dataOf(target).consumers?.value ?? []);
      if (consumers.some((reference) => matchesWorkload(reference, from))) lost.add(fixWarnings.cutsConsumer(from, to));
    }
  }
  return [...lost].sort();
}

function isNamedOnly({ to }: DeclaredFlow, ranges: ChangedPeer['ranges'], { recipients }: DataMap): boolean {
  return ranges !== undefined && recipients.some(({ id, cidrs }) => to === `recipient:${id}` && cidrs.length === 0);
}

/** Whether addresses that the diff names hold some of a declared recipient's. */
function isRecipient({ to }: DeclaredFlow, ranges: ChangedPeer['ranges'], { recipients }: DataMap): boolean {
  const recipient = recipients.find(({ id }) => to === `recipient:${id}`);
  if (recipient === undefined || ranges === undefined) return false;
  return recipient.cidrs.some((text) => {
    const cidr = parseCidr(text);
    return (
      cidr !== undefined &&
      ranges.some(([first, last]) => {
        const [low, high] = [parseAddress(first), parseAddress(last)];
        if (low === undefined || high === undefined || low.family !== cidr.family) return false;
        return (
          intersectRanges(normaliseRanges([{ first: low.value, last: high.value }]), normaliseRanges([cidr])).length > 0
        );
      })
    );
  });
}

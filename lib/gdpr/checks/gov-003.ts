import { GOV_003 } from '#lib/text/en/checks/gov-003.ts';
import { adequacyTable } from '../adequacy/standing.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext, CheckOutcome } from '../check.ts';
import { unobservedNodes } from '../observed-nodes.ts';
import { liftedSeverity } from '../severity.ts';
import type { Gap } from '../types.ts';
import { ageOfTable, hoursOfOldEvidence, TABLE_DAYS, unreadKinds } from '../unfounded-passes.ts';
import type { WaiverHealth } from '../waivers/types.ts';

/** In a sentence; the gap has all of them as peers. */
const PEERS_SHOWN = 5;
const NO_CLASS = { dataClass: 'unknown', basis: 'unknown', source: GOV_003.aboutEvidence, dataAtRest: false } as const;

/**
 * Evidence or waiver out of date (gdpr.md §3, GOV-003). One finding per kind that could not be read, per waiver, for the
 * age of the evidence and of the adequacy table. What nobody can know here is told as not evaluated.
 */
export const gov003: Check = { id: 'GOV-003', looksAt: 'time', run: evidenceHealth };

function evidenceHealth(context: CheckContext): CheckOutcome {
  const gaps: Gap[] = [];
  const notEvaluated: string[] = [GOV_003.review];
  let passed = 0;
  const tell = (found: Found): void => {
    if (found === 'passed') passed++;
    else if ('unknown' in found) notEvaluated.push(found.unknown);
    else gaps.push(gapOf(context, found));
  };
  const unread = unreadKinds(context.model);
  passed += context.model.objects.completeness.kinds.length - unread.length;
  for (const kind of unread) {
    const { title, summary, fix } = GOV_003.kind;
    const subject = { kind: 'Resource', name: kind.resource };
    tell({ subject, peer: 'unread', title: title(kind.resource), summary: summary(kind), note: fix(kind.resource) });
  }
  tell(ageOfEvidence(context));
  for (const health of context.waiverHealth) for (const found of ofWaiver(health)) tell(found);
  tell(tableHealth(context));
  tell(coverageOfFlows(context));
  return { gaps, passed, notApplicable: context.waiverHealth.length === 0 ? 1 : 0, notEvaluated };
}

interface Stale {
  readonly subject: { readonly kind: string; readonly name: string };
  /** What it is about in the fingerprint. */
  readonly peer: string;
  readonly title: string;
  readonly summary: string;
  readonly note: string;
  readonly peers?: readonly string[];
}
type Found = 'passed' | { readonly unknown: string } | Stale;

function ageOfEvidence(context: CheckContext): Found {
  const hours = hoursOfOldEvidence(context);
  if (hours === 'unknown') return { unknown: GOV_003.age.unknown };
  if (hours === undefined) return 'passed';
  const { title, summary, fix } = GOV_003.age;
  return {
    subject: { kind: 'Evidence', name: 'inputs' },
    peer: 'age',
    title: title(hours),
    summary,
    note: fix,
  };
}

/** Whether so much of the last day was observed at every node that a silence says something. */
function coverageOfFlows({ model, observed }: CheckContext): Found {
  const { none, unknown, title, summary, fix } = GOV_003.flows;
  if (observed === undefined) return { unknown: none };
  const nodes = unobservedNodes(model, observed);
  if (nodes === undefined) return { unknown };
  if (nodes.length === 0) return 'passed';
  return {
    subject: { kind: 'Evidence', name: 'traffic' },
    peer: 'coverage',
    title,
    summary: summary(nodes, PEERS_SHOWN),
    note: fix,
  };
}

function tableHealth(context: CheckContext): Found {
  const { title, summary, fix, none, noTime } = GOV_003.table;
  const table = adequacyTable(context);
  if (table === undefined) return { unknown: none };
  const days = ageOfTable(context);
  if (days === undefined) return { unknown: noTime };
  if (days <= TABLE_DAYS) return 'passed';
  return {
    subject: { kind: 'AdequacyTable', name: 'adequacy' },
    peer: 'age',
    title: title(table.checkedOn),
    summary: summary(days),
    note: fix,
  };
}

function ofWaiver({ waiver, state, gaps, newPeers }: WaiverHealth): readonly Found[] {
  const { id, check, expiresAt } = waiver;
  const words = GOV_003.waiver;
  const stale = (title: string, summary: string, note: string, peers?: readonly string[]): readonly Found[] => [
    { subject: { kind: 'Waiver', name: id }, peer: peers === undefined ? state : 'grown', title, summary, note, peers },
  ];
  switch (state) {
    case 'no-time':
      return [{ unknown: words.noTime(id) }];
    case 'expired':
      return stale(words.expired(id), words.expiredSummary(check, expiresAt, gaps.length), words.expiredFix);
    case 'unused':
      return stale(words.unused(id), words.unusedSummary(check), words.unusedFix);
    case 'ambiguous':
      return stale(words.ambiguous(id), words.ambiguousSummary(gaps), words.ambiguousFix);
    case 'over-broad':
      return stale(words.overBroad(id), words.overBroadSummary(check, gaps), words.overBroadFix);
    case 'in-force':
      if (newPeers === undefined) return [{ unknown: words.peersUnknown(id) }];
      if (newPeers.length === 0) return ['passed'];
      return stale(words.grown(id), words.grownSummary(newPeers, PEERS_SHOWN), words.grownFix, newPeers);
  }
}

function gapOf(context: CheckContext, { subject, peer, title, summary, note, peers = [] }: Stale): Gap {
  return buildGap(context, {
    check: 'GOV-003',
    result: 'FAIL',
    severity: liftedSeverity('GOV-003', 'medium', undefined, false),
    title,
    summary,
    subject: { namespace: '', ...subject },
    witness: [],
    peers,
    classification: NO_CLASS,
    fix: { yaml: '', note },
    identity: { peer, direction: '' },
  });
}

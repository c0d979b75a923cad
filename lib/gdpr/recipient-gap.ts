import { RECIPIENT } from '#lib/text/en/checks/egr.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { baseSeverity } from './base-severity.ts';
import { buildGap } from './build-gap.ts';
import type { CheckContext, CheckOutcome } from './check.ts';
import type { CheckId } from './check-table.ts';
import { worstClass } from './data-class.ts';
import type { Recipient } from './data-map/types.ts';
import { type RecipientReach, recipientReach } from './recipient-reach.ts';
import { isRecipientOfData } from './recipients.ts';
import type { Classification, Gap, Severity } from './types.ts';

/** What a check says of one recipient that personal data can reach. */
export type RecipientFinding =
  | { readonly type: 'pass' }
  | { readonly type: 'not-applicable' }
  | { readonly type: 'not-evaluated'; readonly why: string }
  | RecipientClaim;

export interface RecipientClaim {
  readonly type: 'gap';
  readonly base: Severity;
  readonly title: (upTo: boolean) => string;
  readonly summary: string;
  readonly fix: string;
  /** Of one recipient there may be several claims of one check. */
  readonly about?: string;
  /** Why the claim itself is not certain, whoever can connect. */
  readonly unknownBecause?: readonly string[];
}

/**
 * Runs a check over the recipients of the DataMap: one finding for each. Nobody in P* can reach it, it is one's own, or
 * it is declared to get no data: not applicable.
 */
export function perRecipient(
  context: CheckContext,
  check: CheckId,
  look: (recipient: Recipient) => readonly RecipientFinding[],
): CheckOutcome {
  const gaps: Gap[] = [];
  const notEvaluated: string[] = [];
  let passed = 0;
  let notApplicable = 0;
  for (const recipient of context.dataMap.recipients) {
    const reach = isRecipientOfData(recipient) ? recipientReach(context, recipient) : undefined;
    if (reach === undefined) {
      notApplicable++;
      continue;
    }
    const findings = look(recipient);
    const claims = findings.filter((finding) => finding.type === 'gap');
    for (const claim of claims) gaps.push(gapOf(context, check, recipient, reach, claim));
    const open = findings.flatMap((finding) => (finding.type === 'not-evaluated' ? [finding.why] : []));
    notEvaluated.push(...open);
    if (claims.length > 0 || open.length > 0) continue;
    if (findings.some(({ type }) => type === 'pass')) passed++;
    else notApplicable++;
  }
  return { gaps, passed, notApplicable, notEvaluated };
}

const NO_CLASS: Classification = { dataClass: 'unknown', basis: 'unknown', source: '', dataAtRest: false };

function gapOf(
  context: CheckContext,
  check: CheckId,
  recipient: Recipient,
  reach: RecipientReach,
  claim: RecipientClaim,
): Gap {
  const { id } = recipient;
  const { certain, workloads, hop, reasons, addressUnknown } = reach;
  const classification = worstClass(workloads.map((workload) => context.classOf(workload))) ?? NO_CLASS;
  const doubts = claim.unknownBecause ?? [];
  const upTo = !certain || doubts.length > 0;
  const peers = workloads.map(({ key }) => key);
  return buildGap(context, {
    check,
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity: baseSeverity(check, claim.base, classification, upTo),
    title: claim.title(upTo),
    summary: `${claim.summary} ${RECIPIENT.reachedBy(peers, !certain)}`,
    subject: { namespace: '', kind: 'Recipient', name: id },
    witness: [hop],
    peers,
    classification,
    fix: { yaml: '', note: claim.fix },
    unknownBecause: [...doubts, ...dependsBecause(reasons), ...(addressUnknown ? [RECIPIENT.addressUnknown(id)] : [])],
    // No port is meant: the field tells the claims of one recipient apart.
    identity: { peer: `recipient:${id}`, direction: 'egress', port: claim.about ?? '' },
  });
}

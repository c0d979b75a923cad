import type { PolicyModel } from '#lib/policy/model.ts';
import { articleHooks } from './articles.ts';
import type { CheckContext } from './check.ts';
import { CHECK_TABLE, type CheckId } from './check-table.ts';
import { fingerprint } from './fingerprint.ts';
import { lazily } from './lazily.ts';
import type { ReachingWorkloads } from './reaching-workloads.ts';
import type { DerivedSeverity } from './severity.ts';
import type { FixEffect, Gap } from './types.ts';
import { verifyFix } from './verify-fix.ts';

/** A fix costs a compilation and all checks; beyond this a list of gaps would wait for its fixes. */
const LISTED_WORKLOADS_MAX = 120;

/** A part of a gap that is computed when it is first read: of a thousand gaps a page shows ten. */
type Lazy<Value> = Value | (() => Value);

export interface GapInput
  extends Pick<Gap, 'subject' | 'title' | 'witness' | 'classification' | 'unknownBecause' | 'observed'> {
  readonly summary: Lazy<string>;
  readonly fix: Lazy<Gap['fix']>;
  readonly peers: readonly string[] | ReachingWorkloads;
  readonly check: CheckId;
  readonly result: 'FAIL' | 'UNKNOWN';
  readonly severity: DerivedSeverity;
  readonly identity: {
    readonly peer: string;
    readonly direction: 'ingress' | 'egress' | '';
    readonly port?: string;
  };
}

/** Whether the cluster is small enough that each gap of a list tells what its fix does. */
export function listsEffects({ workloads }: PolicyModel): boolean {
  return workloads.length <= LISTED_WORKLOADS_MAX;
}

/** A gap with what follows from its check and its identity: articles, references, fingerprint, id. */
export function buildGap(context: CheckContext, input: GapInput): Gap {
  const { articles, references } = CHECK_TABLE[input.check];
  const { check, result, title, witness, peers, classification, unknownBecause, observed } = input;
  const { namespace, kind, name } = input.subject;
  const subject = { namespace, kind, name };
  const { peer, direction, port = '' } = input.identity;
  const { clusterUid } = context;
  const hash = fingerprint({ check, clusterUid, subject, peer, direction, port }, context.sha256);
  let { summary, fix } = input;
  const writtenFix = (): Gap['fix'] => {
    if (typeof fix === 'function') fix = fix();
    return fix;
  };
  const effect = lazily(() => verifyFix(context, writtenFix().yaml, hash));
  const shownFix = lazily(() => withEffect(context, writtenFix(), effect));
  const gap: Gap = {
    id: `${check}-${hash.slice(0, 8)}`,
    check,
    result,
    severity: input.severity.severity,
    derivation: input.severity.derivation,
    title,
    get summary() {
      if (typeof summary === 'function') summary = summary();
      return summary;
    },
    subject,
    witness,
    // Not kept: in an open cluster each gap has nearly all workloads, and all gaps would hold millions of names.
    get peers() {
      return 'list' in peers ? peers.list() : peers;
    },
    articles: articleHooks(articles),
    classification,
    get fix() {
      return shownFix();
    },
    fingerprint: hash,
    references,
    ...(peer === '' ? {} : { peer }),
    ...(observed === undefined ? {} : { observed }),
    ...(result === 'UNKNOWN' && unknownBecause !== undefined && unknownBecause.length > 0 ? { unknownBecause } : {}),
  };
  // No part of the report: JSON and copies leave it out.
  return Object.defineProperties(gap, {
    hasPeer: { value: (workload: string) => ('list' in peers ? peers.has(workload) : peers.includes(workload)) },
    peerRuns: { value: 'list' in peers ? peers.runs : undefined },
    verifyFix: { value: effect },
  });
}

/** The fix with its effect where the cluster is small enough to compute that of each gap in a list. */
function withEffect({ model }: CheckContext, fix: Gap['fix'], effect: () => FixEffect | undefined): Gap['fix'] {
  return {
    get yaml() {
      return fix.yaml;
    },
    note: fix.note,
    get effect() {
      return listsEffects(model) ? effect() : undefined;
    },
  };
}

import { articleHooks } from './articles.ts';
import type { CheckContext } from './check.ts';
import { CHECK_TABLE, type CheckId } from './check-table.ts';
import { fingerprint } from './fingerprint.ts';
import type { DerivedSeverity } from './severity.ts';
import type { Gap } from './types.ts';

export interface GapInput
  extends Pick<
    Gap,
    'subject' | 'title' | 'summary' | 'witness' | 'peers' | 'classification' | 'fix' | 'unknownBecause'
  > {
  readonly check: CheckId;
  readonly result: 'FAIL' | 'UNKNOWN';
  readonly severity: DerivedSeverity;
  readonly identity: {
    readonly peer: string;
    readonly direction: 'ingress' | 'egress' | '';
    readonly port?: string;
  };
}

/** A gap with what follows from its check and its identity: articles, references, fingerprint, id. */
export function buildGap(context: CheckContext, input: GapInput): Gap {
  const { articles, references } = CHECK_TABLE[input.check];
  const { check, result, title, summary, witness, peers, classification, fix, unknownBecause } = input;
  const { namespace, kind, name } = input.subject;
  const subject = { namespace, kind, name };
  const { peer, direction, port = '' } = input.identity;
  const hash = fingerprint({ check, clusterUid: context.clusterUid, subject, peer, direction, port });
  return {
    id: `${check}-${hash.slice(0, 8)}`,
    check,
    result,
    severity: input.severity.severity,
    derivation: input.severity.derivation,
    title,
    summary,
    subject,
    witness,
    peers,
    articles: articleHooks(articles),
    classification,
    fix,
    fingerprint: hash,
    references,
    ...(result === 'UNKNOWN' && unknownBecause !== undefined && unknownBecause.length > 0 ? { unknownBecause } : {}),
  };
}

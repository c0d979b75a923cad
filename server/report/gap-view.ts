import { classWords } from '#lib/text/en/gaps.ts';
import { policyName } from '#lib/text/en/policy-name.ts';
import { portsInWords } from '#lib/text/en/ports.ts';
import { REPORT, shortHash } from '#lib/text/en/report.ts';
import type { Evidence } from './evidence/evidence.ts';
import { type EvidenceGap, peersOfEvidence } from './evidence/peer-runs.ts';

const MAX_PEERS_TOLD = 12;

/** One gap as plain data for the template. */
export function gapView(gap: EvidenceGap, evidence: Evidence) {
  const { classification } = gap;
  return {
    id: gap.id,
    check: gap.check,
    severity: gap.severity,
    severityName: REPORT.severity[gap.severity],
    title: gap.title,
    summary: gap.summary,
    derivation: gap.derivation,
    fingerprint: shortHash(gap.fingerprint),
    articles: gap.articles.map(({ article, sentence }) => [REPORT.article(article), sentence]),
    evidence: [...gap.witness.flatMap(hopRows), classRow(gap)],
    peers: peersSentence(peersOfEvidence(evidence, gap)),
    references: gap.references.join(', '),
    fix: gap.fix.yaml === '' ? [] : gap.fix.yaml.trimEnd().split('\n'),
    fixNote: fixNote(gap),
    because: gap.unknownBecause ?? [],
    waiver: gap.waiver === undefined ? [] : waiverRows(gap.waiver),
    classLine: classLine(classification),
  };
}

type Row = readonly [string, string];

/** Who accepts it, until when, and why. */
function waiverRows(waiver: NonNullable<EvidenceGap['waiver']>): readonly Row[] {
  const { rows } = REPORT.waiver;
  const { id, riskOwner, approvedBy, approvedAt, expiresAt, justification, reference = '', compensating } = waiver;
  return [
    [rows.waiver, REPORT.waiver.approved(id, approvedBy, approvedAt, expiresAt)] as const,
    [rows.owner, riskOwner] as const,
    [rows.justification, justification] as const,
    [rows.reference, reference] as const,
    [rows.compensating, compensating.join('; ')] as const,
  ].filter(([, text]) => text !== '');
}

/** The connection, then what each gate says: the rule with its object and path, or the proof that none selects. */
function hopRows(hop: EvidenceGap['witness'][number]): readonly Row[] {
  const connection = REPORT.connectionOn(hop.from, hop.to, portsInWords(hop.ports));
  return [
    [REPORT.gap.connection, `${connection}: ${REPORT.verdict[hop.verdict]}`],
    ...hop.because.map((reason): Row => {
      const where = reason.policy === undefined ? '' : `${policyName(reason.policy)} ${reason.path ?? ''}`;
      return [REPORT.gap.gateOf[reason.gate], [where.trim(), reason.text].filter((part) => part !== '').join(': ')];
    }),
  ];
}

function classRow({ classification }: EvidenceGap): Row {
  return [REPORT.gap.dataClass, `${classLine(classification)}: ${classification.source}`];
}

/** "personal (declared)"; an unknown class has no basis worth naming. */
function classLine({ dataClass, basis }: EvidenceGap['classification']): string {
  return dataClass === 'unknown' ? classWords(dataClass) : `${classWords(dataClass)} (${basis})`;
}

function peersSentence(peers: readonly string[]): string {
  if (peers.length === 0) return '';
  return REPORT.peersMore(peers.slice(0, MAX_PEERS_TOLD).join(', '), Math.max(0, peers.length - MAX_PEERS_TOLD));
}

/** The note, what the engine says of the fix, and what needs saying before it is applied. */
function fixNote({ fix: { note, effect } }: EvidenceGap): string {
  return effect === undefined ? note : [note, effect.sentence, ...effect.warnings].join(' ');
}

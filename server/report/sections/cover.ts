import { countOf } from '#lib/text/en/count.ts';
import { dateInWords, localTimestamp, REPORT, shortHash, timestamp } from '#lib/text/en/report.ts';
import { CHAIN } from '#lib/text/en/report-sections.ts';
import type { Cover, Pair } from '../document/blocks.ts';
import { linkHash } from '../evidence/chain-link.ts';
import type { Evidence } from '../evidence/evidence.ts';

/** Digits of the evidence's hash that name a snapshot. */
const ID_DIGITS = 16;

export function coverOf(evidence: Evidence, hash: string): Cover {
  const { cluster, revision, tool, chain } = evidence;
  const { provenance } = REPORT;
  return {
    text: coverText(evidence),
    rows: [
      [provenance.taken, takenAt(evidence)],
      [provenance.snapshot, hash.slice(0, ID_DIGITS)],
      [provenance.chain, chainPlace(chain)],
      [provenance.scope, scopeSentence(evidence)],
      [
        provenance.cluster,
        cluster.uid === undefined ? `${cluster.name}; ${REPORT.noUid}` : `${cluster.name}, ${cluster.uid}`,
      ],
      [provenance.source, sourceSentence(evidence)],
      [provenance.revision, `${revision.seq}, ${shortHash(revision.content)}`],
      [provenance.software, REPORT.software(tool.version, tool.ruleSet)],
      ...(evidence.reason === undefined ? [] : [[provenance.reason, evidence.reason] as const]),
    ],
    hashes: hashesOf(evidence, hash),
    verify: REPORT.coverVerify,
  };
}

function coverText({ counts, scope, taken }: Evidence): string {
  const [pods, namespaces] = [countOf(counts.pods, 'pod'), countOf(counts.namespaces, 'namespace')];
  const date = dateInWords(taken);
  return scope === undefined
    ? REPORT.coverText(pods, namespaces, date)
    : REPORT.coverTextPart(scope.namespaces.length, namespaces, pods, date);
}

/** In UTC, and by the clocks where it was taken. */
function takenAt({ taken, local }: Evidence): string {
  const utc = timestamp(taken);
  return local === undefined ? utc : `${utc} (${localTimestamp(taken, local)})`;
}

export function chainPlace(chain: Evidence['chain']): string {
  if (chain === undefined) return CHAIN.none;
  return chain.seq === 1 ? CHAIN.first : CHAIN.place(chain.seq);
}

/** E, and of a snapshot in a chain H_n and what it follows. */
export function hashesOf({ chain, taken }: Evidence, hash: string): readonly Pair[] {
  const own: Pair = [REPORT.provenance.evidence, hash];
  if (chain === undefined) return [own];
  const link = linkHash({ ...chain, evidence: hash, taken });
  return [
    own,
    [`${CHAIN.link} ${chain.seq}`, link],
    ...(chain.prev === null ? [] : [[CHAIN.previous, chain.prev] as const]),
  ];
}

export function scopeSentence({ scope, counts }: Evidence): string {
  if (scope === undefined) return REPORT.scopeAll(counts.namespaces);
  return REPORT.scopePart(scope.namespaces.length, counts.namespaces, scope.namespaces.join(', '));
}

function sourceSentence({ source, taken }: Evidence): string {
  if (source.state === 'lost') return REPORT.sourceLost(source.label, timestamp(source.asOf ?? taken));
  return REPORT.sourceAge(source.label, source.asOf === undefined ? undefined : timestamp(source.asOf));
}

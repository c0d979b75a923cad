import { PACKAGE } from '#lib/text/en/package.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { scanCsv } from '#server/cli/scan-csv.ts';
import { scanSarif } from '#server/cli/scan-sarif.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { chainFileOf } from '../evidence/seal-evidence.ts';
import { wholeGap } from '../evidence/shared-values.ts';
import { resultsOfEvidence } from './results-of-evidence.ts';
import { policiesCsv, registerCsv, workloadsCsv } from './tables.ts';

/**
 * The files of a package that follow from the evidence, by name (gdpr.md §5.5): all but evidence, PDF and manifest.
 * @param hash SHA-256 of `evidence.json`.
 */
export function packageFiles(evidence: Evidence, hash: string): ReadonlyMap<string, string> {
  const result = resultsOfEvidence(evidence);
  const chain = chainFileOf(evidence, hash);
  const fixes = fixesOf(evidence);
  return new Map([
    ...(chain === undefined ? [] : [['chain.json', chain] as const]),
    ['findings.csv', [...scanCsv(result.report)].join('')],
    ['register.csv', registerCsv(evidence)],
    ['workloads.csv', workloadsCsv(evidence)],
    ['policies.csv', policiesCsv(evidence)],
    ['results.sarif', `${JSON.stringify(scanSarif(result, evidence.revision), null, 2)}\n`],
    ...fixes,
    ['README.md', readMe(evidence, hash, fixes.size)],
  ]);
}

/** An id has eight digits of the fingerprint: where two gaps share it, the second is told by all of them. */
function fixesOf(evidence: Evidence): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const gap of evidence.gaps) {
    if (gap.fix.yaml.length === 0) continue;
    const { id, check, fingerprint, title, fix } = wholeGap(evidence, gap);
    const name = `remediation/${id}.yaml`;
    const free = files.has(name) ? `remediation/${check}-${fingerprint}.yaml` : name;
    files.set(free, PACKAGE.fixHead(id, visibleText(title)) + fix.yaml);
  }
  return files;
}

function readMe({ cluster, taken, chain }: Evidence, hash: string, fixes: number): string {
  return PACKAGE.readMe({
    cluster: visibleText(cluster.name),
    taken,
    evidence: hash,
    chained: chain !== undefined,
    fixes,
  });
}

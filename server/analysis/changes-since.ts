import { isRingfenceError } from '#lib/api/errors.ts';
import { type Changes, changesBetween } from '#lib/gdpr/report-parts/changes.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { EVIDENCE_SCHEMA, type Evidence } from '#server/report/evidence/evidence.ts';
import type { Store } from '#server/store/store.ts';
import type { Analysis } from './analysis.ts';
import { readKeptEvidence } from './read-kept-evidence.ts';

/**
 * What is different from a kept snapshot; undefined where that cannot be told: one of the two is partial, of another
 * version of the format, removed by retention or damaged. A new snapshot must not fail for an old one.
 */
export async function changesSince(
  store: Store,
  cluster: string,
  seq: number,
  { model }: Pick<Analysis, 'model'>,
  evidence: Evidence,
): Promise<Changes | undefined> {
  if (evidence.scope !== undefined) return undefined;
  try {
    const kept = await readKeptEvidence(store, cluster, seq);
    const before = kept.evidence;
    if (before.scope !== undefined || before.schema !== EVIDENCE_SCHEMA) return undefined;
    const stateOf = ({ taken, gaps, classification, derived }: Evidence) => ({
      ...{ taken, gaps, classification },
      policies: derived.policies,
    });
    return changesBetween(
      { ...stateOf(before), model: compileModel(kept.objects, before.profile) },
      { ...stateOf(evidence), model },
      { evidence: kept.sha256, seq },
    );
  } catch (error) {
    if (isRingfenceError(error)) return undefined;
    throw error;
  }
}

import { isRingfenceError } from '#lib/api/errors.ts';
import type { DataMap } from '#lib/gdpr/data-map/types.ts';
import { type Changes, changesBetween } from '#lib/gdpr/report-parts/changes.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { readDataMapText } from '#server/data-map/read-data-map.ts';
import { canonicalJson } from '#server/report/evidence/canonical-json.ts';
import { EVIDENCE_SCHEMA, type Evidence } from '#server/report/evidence/evidence.ts';
import { lastOfScope } from '#server/store/snapshots.ts';
import type { Store } from '#server/store/store.ts';
import type { Analysis } from './analysis.ts';
import { readKeptEvidence } from './read-kept-evidence.ts';

/**
 * What is different from the newest whole snapshot before `seq`; undefined where that cannot be told: this one is partial,
 * there is none, or it was made by other rules or readings, is removed or damaged. A new snapshot must not fail for an old
 * one, and what another rule finds is nothing that changed in the cluster.
 */
export async function changesSince(
  store: Store,
  cluster: string,
  seq: number,
  { model, dataMapInForce }: Pick<Analysis, 'model' | 'dataMapInForce'>,
  evidence: Evidence,
): Promise<Changes | undefined> {
  const last = evidence.scope === undefined ? lastOfScope(store, cluster, seq, undefined) : undefined;
  if (last === undefined) return undefined;
  try {
    const kept = await readKeptEvidence(store, cluster, last);
    const before = kept.evidence;
    if (before.schema !== EVIDENCE_SCHEMA || !isSameReading(before, evidence)) return undefined;
    const stateOf = ({ taken, gaps, classification, derived }: Evidence) => ({
      ...{ taken, gaps, classification },
      policies: derived.policies,
    });
    return changesBetween(
      {
        ...stateOf(before),
        model: compileModel(kept.objects, before.profile),
        dataMap: declaredIn(kept.dataMap),
      },
      { ...stateOf(evidence), model, dataMap: dataMapInForce?.dataMap },
      { evidence: kept.sha256, seq: last },
    );
  } catch (error) {
    if (isRingfenceError(error)) return undefined;
    throw error;
  }
}

/** Throws UNREADABLE_INPUT. */
function declaredIn(text: string | undefined): DataMap | undefined {
  return text === undefined ? undefined : readDataMapText(text, { from: 'file', file: 'evidence.json' }).dataMap;
}

function isSameReading(a: Evidence, b: Evidence): boolean {
  return a.tool.ruleSetSha256 === b.tool.ruleSetSha256 && canonicalJson(a.profile) === canonicalJson(b.profile);
}

import { classifyWorkloads } from '#lib/gdpr/classify.ts';
import { type RunChecksOptions, runChecks } from '#lib/gdpr/run-checks.ts';
import { type ModelOptions, modelOf } from '#lib/gdpr/testing/report-of.ts';
import type { Classification, GapReport } from '#lib/gdpr/types.ts';
import { relationJson } from '#server/analysis/relation-json.ts';
import { reportScenes } from '#server/analysis/report-scenes.ts';
import { buildEvidence, type EvidenceParts } from '../evidence/build-evidence.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { ReportScenes } from '../sections/figures.ts';

const TAKEN = '2026-11-23T09:41:07Z';
const UNCLASSIFIED: Classification = { dataClass: 'unknown', basis: 'unknown', source: '', dataAtRest: false };

/** Evidence and scenes of a cluster given as manifests. */
export async function snapshotOf(
  yaml: string,
  parts: Partial<EvidenceParts> = {},
  options: ModelOptions & Pick<RunChecksOptions, 'waivers'> = {},
): Promise<{ readonly evidence: Evidence; readonly scenes: ReportScenes; readonly gapReport: GapReport }> {
  const model = modelOf(yaml, options);
  const checkOptions = { taken: TAKEN, waivers: options.waivers };
  const gapReport = runChecks(model, checkOptions);
  const classifications = classifyWorkloads(model);
  const classificationOf = (workload: string): Classification => classifications.get(workload) ?? UNCLASSIFIED;
  const scenes = await reportScenes({ model, gaps: gapReport.gaps, classificationOf }, parts.scopeNamespaces);
  const evidence = buildEvidence({
    model,
    checkOptions,
    gapReport,
    classifications,
    relation: relationJson(model, false),
    cluster: 'prod-eu-central',
    revision: { seq: 7, content: '0'.repeat(64) },
    taken: TAKEN,
    source: { type: 'file', label: '1 file', state: 'current', asOf: TAKEN },
    version: '0.1.0',
    dataMapText: undefined,
    title: undefined,
    reason: undefined,
    local: undefined,
    chain: undefined,
    provenance: undefined,
    enforcement: undefined,
    scopeNamespaces: undefined,
    changes: undefined,
    ...parts,
  });
  return { evidence, scenes, gapReport };
}

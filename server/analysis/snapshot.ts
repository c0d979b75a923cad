import type { SourceStatus } from '#lib/api/types.ts';
import { VERSION } from '#lib/api/version.ts';
import { joinProvenance } from '#lib/kube/provenance.ts';
import * as text from '#lib/text/en/server.ts';
import { buildEvidence } from '#server/report/evidence/build-evidence.ts';
import type { Evidence } from '#server/report/evidence/evidence.ts';
import { renderSnapshot } from '#server/report/render.ts';
import type { ReportForm, Snapshot } from '#server/report/typeset.ts';
import type { Analysis } from './analysis.ts';
import { boundWork } from './bound-work.ts';
import { enforcementOf } from './enforcement.ts';
import { relationJson } from './relation-json.ts';
import { reportScenes } from './report-scenes.ts';

export interface SnapshotRequest {
  readonly title?: string;
  readonly reason?: string;
  /** Namespaces of a partial snapshot. */
  readonly scope?: readonly string[];
  /** Default: full. */
  readonly form?: ReportForm;
  /** Its place in the chain of its cluster, where a store takes part. */
  readonly chain?: Evidence['chain'];
}

/** Each is a process of up to 2 GB: one is set, one more may be. This module lives in the worker of one cluster. */
const bounded = boundWork(2, text.SNAPSHOTS_BUSY);

/**
 * The compliance snapshot of one revision, as PDF. Typesetting runs in a process of its own and ends with `signal`.
 * Throws TOO_MANY_REQUESTS, BAD_REQUEST (a scope that is not there), INTERNAL.
 */
export async function takeSnapshot(
  analysis: Analysis,
  request: SnapshotRequest,
  source: SourceStatus,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { pdf } = await bounded(() => snapshotWithHash(analysis, request, source, signal));
  return pdf;
}

/** The same with the hash of the evidence inside, for whoever writes it down beside the file. */
export async function snapshotWithHash(
  analysis: Analysis,
  request: SnapshotRequest,
  source: SourceStatus,
  signal?: AbortSignal,
): Promise<Snapshot> {
  const [snapshot] = await snapshotForms(analysis, request, source, [request.form ?? 'full'], signal);
  return snapshot as Snapshot;
}

/** One snapshot in several forms, in their order, all of the same evidence. */
export async function snapshotForms(
  analysis: Analysis,
  request: SnapshotRequest,
  source: SourceStatus,
  forms: readonly ReportForm[],
  signal?: AbortSignal,
): Promise<readonly Snapshot[]> {
  const evidence = evidenceOf(analysis, request, source);
  const scenes = await reportScenes(analysis.sceneInput, evidence.scope?.namespaces);
  const snapshots: Snapshot[] = [];
  // One after the other: each is a process of up to 2 GB.
  for (const form of forms) snapshots.push(await renderSnapshot(evidence, scenes, { signal, form }));
  return snapshots;
}

/** The evidence of one revision. Throws BAD_REQUEST for a scope that is not there. */
export function evidenceOf(
  analysis: Analysis,
  { title, reason, scope, chain }: SnapshotRequest,
  source: Pick<SourceStatus, 'type' | 'label' | 'state' | 'asOf'>,
  version = VERSION,
): Evidence {
  const { model, gapReport, classifications, checkOptions, clusterName, revision, taken, record } = analysis;
  return buildEvidence({
    model,
    checkOptions,
    gapReport,
    classifications,
    relation: relationJson(model, false),
    dataMapText: analysis.dataMapInForce?.text,
    cluster: clusterName,
    revision,
    taken,
    source,
    version,
    title,
    reason,
    chain,
    provenance: record && joinProvenance(record, model.objects.completeness),
    enforcement: enforcementOf(model),
    scopeNamespaces: scope,
    changes: undefined, // the store compares with the snapshot before
  });
}

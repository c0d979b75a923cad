import type { SourceStatus } from '#lib/api/cluster-types.ts';
import { VERSION } from '#lib/api/version.ts';
import { joinProvenance, type UndigestedProvenance } from '#lib/kube/provenance.ts';
import { type LocalTime, localTimeAt } from '#lib/local-time.ts';
import * as text from '#lib/text/en/server.ts';
import { buildEvidence, namespacesOf } from '#server/report/evidence/build-evidence.ts';
import type { Evidence } from '#server/report/evidence/evidence.ts';
import { toldOf } from '#server/report/evidence/scope.ts';
import { sealEvidence } from '#server/report/evidence/seal-evidence.ts';
import { type RenderOptions, renderSnapshot } from '#server/report/render.ts';
import type { ReportForm, Snapshot } from '#server/report/typeset.ts';
import type { Analysis } from './analysis.ts';
import { boundWork } from './bound-work.ts';
import { enforcementOf } from './enforcement.ts';
import { relationJson } from './relation-json.ts';
import { reportScenes } from './report-scenes.ts';

export interface SnapshotRequest {
  readonly title?: string | undefined;
  readonly reason?: string | undefined;
  /** Of whoever takes it: the cover tells their time too. */
  readonly timeZone?: string | undefined;
  /** The same as evidence has it. */
  readonly local?: LocalTime | undefined;
  /** Namespaces of a partial snapshot. */
  readonly scope?: readonly string[] | undefined;
  /** Default: full. */
  readonly form?: ReportForm | undefined;
  /** Its place in the chain of its cluster, where a store takes part. */
  readonly chain?: Evidence['chain'];
  /** Against the snapshot before, where somebody compared. */
  readonly changes?: Evidence['changes'] | undefined;
  /** How the source was read, where an evidence file says it and not the analysis. */
  readonly provenance?: UndigestedProvenance;
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
  const { pdf } = await bounded(async () => {
    const evidence = evidenceOf(analysis, request, source);
    return documentOf(analysis, evidence, { signal, form: request.form });
  });
  return pdf;
}

/** One snapshot in several forms, in their order, all of the same evidence. */
export async function snapshotForms(
  analysis: Analysis,
  request: SnapshotRequest,
  source: SourceStatus,
  forms: readonly ReportForm[],
  how: RenderOptions = {},
): Promise<readonly Snapshot[]> {
  const evidence = evidenceOf(analysis, request, source);
  const sealed = sealEvidence(evidence);
  const scenes = await scenesOf(analysis, evidence);
  const snapshots: Snapshot[] = [];
  // One after the other: each is a process of up to 2 GB.
  for (const [index, form] of forms.entries()) {
    const typesetter = index === 0 ? how.typesetter : undefined;
    snapshots.push(await renderSnapshot(sealed, scenes, { ...how, typesetter, form }));
  }
  return snapshots;
}

/** The document that sets evidence of this revision: the same evidence gives the same bytes. */
export async function documentOf(analysis: Analysis, evidence: Evidence, how: RenderOptions = {}): Promise<Snapshot> {
  return renderSnapshot(sealEvidence(evidence), await scenesOf(analysis, evidence), how);
}

function scenesOf({ sceneInput }: Analysis, { scope }: Evidence): ReturnType<typeof reportScenes> {
  return reportScenes(sceneInput, scope?.namespaces);
}

/** Before anything is computed for it. Throws BAD_REQUEST for a scope that is not there. */
export function checkScope(analysis: Analysis, scope: readonly string[] | undefined): void {
  toldOf(scope, namespacesOf(analysis));
}

/** The evidence of one revision. Throws BAD_REQUEST for a scope that is not there. */
export function evidenceOf(
  analysis: Analysis,
  { title, reason, timeZone, local, scope, chain, provenance, changes }: SnapshotRequest,
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
    local: local ?? (timeZone === undefined ? undefined : localTimeAt(taken, timeZone)),
    source,
    version,
    title,
    reason,
    chain,
    provenance: provenance ?? (record && joinProvenance(record, model.objects.completeness)),
    enforcement: enforcementOf(model),
    scopeNamespaces: scope,
    changes,
  });
}

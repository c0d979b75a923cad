import type { SourceStatus } from '#lib/api/types.ts';
import { VERSION } from '#lib/api/version.ts';
import * as text from '#lib/text/en/server.ts';
import { buildEvidence } from '#server/report/evidence.ts';
import { type RenderOptions, renderSnapshot } from '#server/report/render.ts';
import type { Snapshot } from '#server/report/typeset.ts';
import type { Analysis } from './analysis.ts';
import { boundWork } from './bound-work.ts';
import { enforcementOf } from './enforcement.ts';
import { relationJson } from './relation-json.ts';
import { buildScopedScene } from './scoped-scene.ts';

export interface SnapshotRequest {
  readonly title?: string;
  /** Namespaces of a partial snapshot. */
  readonly scope?: readonly string[];
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
  const { pdf } = await bounded(() => snapshotWithHash(analysis, request, source, { signal }));
  return pdf;
}

/** The same with the hash of the evidence inside, for whoever writes it down beside the file. */
export async function snapshotWithHash(
  analysis: Analysis,
  { title, scope }: SnapshotRequest,
  source: SourceStatus,
  how: RenderOptions = {},
): Promise<Snapshot> {
  const { model, gapReport, clusterName, revision, taken } = analysis;
  const evidence = buildEvidence({
    objects: model.objects,
    profile: model.profile,
    dataMap: analysis.dataMapInForce?.text,
    gapReport,
    classifications: analysis.classifications,
    relation: relationJson(model, false),
    cluster: clusterName,
    revision,
    taken,
    source,
    version: VERSION,
    title,
    enforcement: enforcementOf(model),
    scopeNamespaces: scope,
  });
  return renderSnapshot(evidence, await buildScopedScene(analysis.sceneInput, evidence.scope?.namespaces), how);
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ProposalAnswer, ProposalBody } from '#lib/api/diff-schemas.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import { diffGaps } from '#lib/gdpr/diff-gaps.ts';
import { gapDiffJson } from '#lib/gdpr/gap-diff-json.ts';
import { observedUnder } from '#lib/gdpr/observed-facts.ts';
import { runChecks } from '#lib/gdpr/run-checks.ts';
import { allObjects } from '#lib/kube/build-cluster-objects.ts';
import type { KeptObject } from '#lib/kube/objects.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { diffJson } from '#lib/policy/diff/diff-json.ts';
import { diffModels } from '#lib/policy/diff/diff-models.ts';
import { type ProposedObject, proposedState } from '#lib/policy/propose.ts';
import * as text from '#lib/text/en/server.ts';
import { DocumentSink, type SourceReading } from '#server/cluster/files/document-sink.ts';
import { READING_LIMITS } from '#server/cluster/files/limits.ts';
import { readStream } from '#server/cluster/files/read-stream.ts';
import type { Analysis } from './analysis.ts';
import { boundWork } from './bound-work.ts';

/** A proposal of a large cluster takes a second and some 100 MB: one is worked on, one may wait. */
const IN_HAND_MAX = 2;
/** Peers listed in one answer, about 1 MB of JSON; the rest is counted. */
const PEERS_LISTED = 10_000;
/** How the text of a proposal is called where something in it cannot be read. */
const FILE = 'proposal';

/** This module lives in the worker of one cluster: the bound is per cluster. */
export const boundProposal = boundWork(IN_HAND_MAX, text.PROPOSALS_BUSY);

/**
 * What a proposal would change against one revision. Works in steps of a turn each, and stops between them when nobody
 * waits any more; what it computed goes with the answer.
 * Throws TOO_MANY_REQUESTS, BAD_REQUEST (nothing proposed), UNREADABLE_INPUT, TOO_LARGE, TIMED_OUT.
 */
export function answerProposal(analysis: Analysis, body: ProposalBody, signal: AbortSignal): Promise<ProposalAnswer> {
  return boundProposal(() => workOut(analysis, body, signal));
}

async function workOut(
  analysis: Analysis,
  { objects, remove, labels, namespaces, gaps }: ProposalBody,
  signal: AbortSignal,
): Promise<ProposalAnswer> {
  const { model, revision } = analysis;
  const turn = async () => {
    await nextTurn();
    if (signal.aborted) throw new RingfenceError('TIMED_OUT', text.CLIENT_GONE);
  };
  const reading = await readProposed(objects);
  const { unread, notes } = reading.objects.completeness;
  const upserts = [...allObjects(reading.objects)];
  if (upserts.length + remove.length + labels.length + unread.length === 0) {
    throw new RingfenceError('BAD_REQUEST', text.NOTHING_PROPOSED);
  }
  await turn();
  const state = proposedState(model, { upserts, removes: remove, labels });
  const after = compileModel(state.objects, model.profile, model);
  await turn();
  const inside = namespaces === undefined ? undefined : new Set(namespaces);
  const diff = diffJson(diffModels(model, after, { namespaces: inside, listed: PEERS_LISTED }));
  const answer = { revision, objects: state.changes.map(proposedObject), unread, notes, diff };
  if (!gaps) return answer;
  const before = await analysis.checked();
  await turn();
  return {
    ...answer,
    gaps: gapDiffJson(diffGaps(before, runChecks(after, observedUnder(model, analysis.checkOptions)))),
  };
}

/** The objects of a proposal's text, read as a file of manifests is. Throws UNREADABLE_INPUT, TOO_LARGE. */
export async function readProposed(manifests: string): Promise<SourceReading> {
  const sink = new DocumentSink(READING_LIMITS);
  await readStream(bytesOf(manifests), FILE, 'content', sink, true);
  return sink.finish();
}

async function* bytesOf(manifests: string): AsyncGenerator<Uint8Array> {
  if (manifests !== '') yield new TextEncoder().encode(manifests);
}

/** What became of an object, as an answer names it. */
export function proposedObject({ object, change }: ProposedObject): ProposalAnswer['objects'][number] {
  const { kind, metadata } = object as Pick<KeptObject, 'kind' | 'metadata'>;
  const { namespace, name } = metadata;
  return { kind, ...(namespace === undefined ? {} : { namespace }), name, change };
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ProposalAnswer } from '#lib/api/diff-schemas.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import type { SimulatedObject, SimulationAnswer, SimulationBody } from '#lib/api/simulation-schemas.ts';
import { flowsAfter } from '#lib/gdpr/broken-flows.ts';
import { classifyWorkloads } from '#lib/gdpr/classify.ts';
import { diffGaps } from '#lib/gdpr/diff-gaps.ts';
import { fixProposal } from '#lib/gdpr/fix-proposal.ts';
import { gapDiffJson } from '#lib/gdpr/gap-diff-json.ts';
import { observedUnder } from '#lib/gdpr/observed-facts.ts';
import { checksInSteps } from '#lib/gdpr/run-checks.ts';
import type { Classification, GapReport } from '#lib/gdpr/types.ts';
import { buildScene } from '#lib/graph/scene.ts';
import { simulationScene } from '#lib/graph/simulation-scene.ts';
import type { Scene } from '#lib/graph/types.ts';
import { allObjects } from '#lib/kube/build-cluster-objects.ts';
import { findObject } from '#lib/kube/fork-objects.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { diffJson } from '#lib/policy/diff/diff-json.ts';
import { diffModels } from '#lib/policy/diff/diff-models.ts';
import { manifestText } from '#lib/policy/manifest-text.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { type ProposedObject, proposedState } from '#lib/policy/propose.ts';
import { diffSentence } from '#lib/text/en/diff.ts';
import * as text from '#lib/text/en/server.ts';
import type { Analysis } from './analysis.ts';
import { boundProposal, proposedObject, readProposed } from './proposals.ts';

/** Peers listed for the page, some 30 kB of JSON; the rest is counted. */
const PEERS_LISTED = 300;

/**
 * What a proposal would change, with all that the page of the simulation shows of it. Works in steps of a turn each, and
 * stops between them when a newer question took its place.
 * Throws as `answerProposal`, but for BAD_REQUEST: nothing proposed is the cluster as it is.
 */
export function answerSimulation(
  analysis: Analysis,
  body: SimulationBody,
  signal: AbortSignal,
): Promise<SimulationAnswer> {
  return boundProposal(() => simulate(analysis, body, signal));
}

async function simulate(
  analysis: Analysis,
  { objects: manifests, patches, remove, labels, level, namespace }: SimulationBody,
  signal: AbortSignal,
): Promise<SimulationAnswer> {
  const { model, revision, checkOptions, sceneInput } = analysis;
  const turn = async (): Promise<void> => {
    await nextTurn();
    if (signal.aborted) throw new RingfenceError('TIMED_OUT', text.CLIENT_GONE);
  };
  const { objects } = await readProposed(manifests);
  const { notes } = objects.completeness;
  const patched = patches.trim() === '' ? undefined : fixProposal(model, patches);
  const isLost = patches.trim() !== '' && patched === undefined;
  const unread = [...objects.completeness.unread, ...(isLost ? [{ message: text.PATCH_NOT_APPLICABLE }] : [])];
  await turn();
  const upserts = [...allObjects(objects), ...(patched?.upserts ?? [])];
  const state = proposedState(model, { upserts, removes: remove, labels });
  // Nothing proposed: whatever is known of the cluster holds.
  const after = state.changes.length === 0 ? model : compileModel(state.objects, model.profile, model);
  await turn();
  const diff = diffModels(model, after, { listed: PEERS_LISTED });
  await turn();
  const report = await checkedBetween(after, analysis, turn);
  const gaps = diffGaps(analysis.gapReport, report);
  const classes = classifyWorkloads(after, checkOptions.dataMap);
  const classificationOf = (workload: string): Classification =>
    classes.get(workload) ?? sceneInput.classificationOf(workload);
  const asked = namespace !== undefined && after.namespaces.includes(namespace) ? { namespace } : {};
  const later = await buildScene(after === model ? sceneInput : { model: after, gaps: report.gaps, classificationOf }, {
    level: level ?? restLevel(model),
    ...asked,
  });
  await turn();
  const earlier = await buildScene(sceneInput, { level: levelOf(later), ...asked });
  const { scene, former } = simulationScene(earlier, later, diff);
  return {
    revision,
    objects: state.changes.map((change) => simulatedObject(model, after, change)),
    unread,
    notes,
    sentence: diffSentence(
      diff.counts,
      { opened: gaps.opened.length, closed: gaps.closed.length, changed: gaps.changed.length },
      { added: diff.added.length, removed: diff.removed.length },
    ),
    diff: diffJson(diff),
    gaps: gapDiffJson(gaps),
    ...(checkOptions.observed === undefined ? {} : { flows: flowsAfter(model, checkOptions.observed, after) }),
    scene: { revision, ...scene },
    former,
  };
}

/** All checks over the proposal, a turn between two of them. */
async function checkedBetween(
  after: PolicyModel,
  { model, gapReport, checkOptions }: Analysis,
  turn: () => Promise<void>,
): Promise<GapReport> {
  if (after === model) return gapReport;
  const steps = checksInSteps(after, observedUnder(model, checkOptions), gapReport);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await turn();
  }
}

/** Single pods are too many lines for what a policy changes: they stand as their workloads. */
const WORKLOADS_SHOWN = 150;
const restLevel = ({ workloads }: PolicyModel): 'workloads' | 'namespaces' =>
  workloads.length <= WORKLOADS_SHOWN ? 'workloads' : 'namespaces';
const levelOf = ({ level }: Scene): 'workloads' | 'namespaces' => (level === 'namespaces' ? level : 'workloads');

function simulatedObject(before: PolicyModel, after: PolicyModel, change: ProposedObject): SimulatedObject {
  const [old, made] = [findObject(before.objects, change.object), findObject(after.objects, change.object)];
  const told: ProposalAnswer['objects'][number] = proposedObject(change);
  const { namespace = '', name, kind } = told;
  const inForce = after.policies.find(
    ({ policy }) => policy.kind === kind && policy.namespace === namespace && policy.name === name,
  );
  const pods = [...(inForce?.subjects ?? [])].reduce((sum, id) => sum + (after.classes[id]?.count ?? 0), 0);
  return {
    ...told,
    apiVersion: change.object.apiVersion || (old ?? made)?.apiVersion || '',
    ...(old === undefined ? {} : { before: manifestText(old) }),
    ...(made === undefined ? {} : { after: manifestText(made) }),
    ...(inForce === undefined ? {} : { selects: pods }),
  };
}

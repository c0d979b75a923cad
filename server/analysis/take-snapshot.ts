import type { ChildProcess } from 'node:child_process';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SourceStatus } from '#lib/api/cluster-types.ts';
import { isRingfenceError, RingfenceError } from '#lib/api/errors.ts';
import type { KeptGap, SnapshotFacts } from '#lib/api/snapshot-facts.ts';
import type { SnapshotStep, StepProgress } from '#lib/api/snapshot-schemas.ts';
import { joinProvenance } from '#lib/kube/provenance.ts';
import { listingAgain, listingAnew, readingSentences } from '#lib/text/en/provenance.ts';
import { CLIENT_GONE } from '#lib/text/en/server.ts';
import { STORE } from '#lib/text/en/store.ts';
import type { FreezeStep } from '#server/cluster/source.ts';
import type { Evidence } from '#server/report/evidence/evidence.ts';
import { sealEvidence } from '#server/report/evidence/seal-evidence.ts';
import { renderSnapshot } from '#server/report/render.ts';
import { chainHead, type KeptSnapshot, keepSnapshot, SNAPSHOT_FILES } from '#server/store/snapshots.ts';
import type { Store } from '#server/store/store.ts';
import type { TrailActor } from '#server/store/trail-line.ts';
import type { Analysis } from './analysis.ts';
import { changesSince } from './changes-since.ts';
import type { FixHelper } from './fix-helper.ts';
import { reportScenes } from './report-scenes.ts';
import { checkScope, evidenceOf } from './snapshot.ts';
import { tryFixes } from './try-fixes.ts';

export interface TakeRequest {
  readonly title?: string | undefined;
  readonly reason?: string | undefined;
  /** Of whoever takes it. */
  readonly timeZone?: string | undefined;
  /** Namespaces of a partial snapshot. */
  readonly scope?: readonly string[] | undefined;
  readonly how: SnapshotFacts['how'];
  readonly who: TrailActor;
}

/** Where it goes, and who hears of it. */
export interface Taking {
  readonly store: Store;
  readonly cluster: string;
  /** Each step as it begins and ends. */
  readonly tell?: (progress: StepProgress) => void;
  readonly signal?: AbortSignal | undefined;
  /** One that was started ahead. */
  readonly typesetter?: ChildProcess | undefined;
  /** On another core, begun already. */
  readonly helper?: FixHelper | undefined;
}

/** Others may take snapshots of the same cluster at the same time; each time another was faster, it is sealed anew. */
const TRIES = 5;

/**
 * Takes a snapshot of one revision into the chain: has the cluster frozen, reads the chain's head, seals and sets the
 * report over it, and keeps both where the head is still the same. Given up at any step before the last, it leaves no
 * trace. Throws TIMED_OUT when `signal` says so, BAD_REQUEST (a scope that is not there), CONFLICT (others were always
 * faster), NOT_WRITABLE, INTERNAL.
 */
export async function takeKeptSnapshot(
  freeze: (onStep: (step: FreezeStep) => void) => Analysis | Promise<Analysis>,
  request: TakeRequest,
  sourceNow: () => SourceStatus,
  { store, cluster, tell = () => {}, signal, typesetter, helper }: Taking,
): Promise<KeptSnapshot> {
  if (store.readOnly !== undefined) throw new RingfenceError('NOT_WRITABLE', store.readOnly);
  const throwIfCancelled = (): void => {
    if (signal?.aborted) throw new RingfenceError('TIMED_OUT', CLIENT_GONE);
  };
  const unlessCancelled = async (): Promise<void> => {
    await nextTurn(); // a cancellation can overtake it
    throwIfCancelled();
  };
  const step = async <Result>(
    name: SnapshotStep,
    work: () => Result | Promise<Result>,
    told: (result: Result) => Partial<StepProgress> = () => ({}),
  ): Promise<Result> => {
    await unlessCancelled();
    tell({ step: name, state: 'running', notes: [] });
    const begun = performance.now();
    const result = await work();
    tell({ step: name, state: 'done', ms: Math.round(performance.now() - begun), notes: [], ...told(result) });
    return result;
  };
  const freezing = () => freeze((each) => tell({ step: 'freeze', state: 'running', notes: freezeNotes(each) }));
  const analysis = await step('freeze', freezing, ({ revision: { seq }, record, model }) => ({
    done: seq,
    notes: record === undefined ? [] : readingSentences(joinProvenance(record, model.objects.completeness)),
  }));
  checkScope(analysis, request.scope);
  const source = sourceNow();
  await step(
    'read',
    () => analysis.model.objects,
    ({ pods, workloads, services, networkPolicies, clusterPolicies, namespaces }) => ({
      done: [pods, workloads, services, networkPolicies, clusterPolicies, namespaces].reduce(
        (sum, { size }) => sum + size,
        0,
      ),
    }),
  );
  await step('relation', () => analysis.numbers);
  await step(
    'checks',
    () => analysis.checked(), // a turn for each step, so that others are answered meanwhile
    ({ checks }) => {
      const { ran, of, notEvaluated } = checksOf(checks);
      return { done: ran, total: of, notes: notEvaluated };
    },
  );
  // The whole map does not tell what fixes do: it is drawn between them.
  const drawn = request.scope === undefined ? reportScenes(analysis.sceneInput, undefined) : undefined;
  drawn?.catch(() => undefined); // whoever waits for it is told
  const goOn = (done: number, total: number): void => {
    throwIfCancelled();
    tell({ step: 'fixes', state: 'running', done, total, notes: [] });
  };
  await step(
    'fixes',
    () => tryFixes(analysis.gapReport, { scope: request.scope, helper, tell: goOn }),
    (fixes) => ({ done: fixes }),
  );
  for (let attempt = 1; ; attempt++) {
    const head = chainHead(store, cluster);
    const chain = { seq: (head?.seq ?? 0) + 1, prev: head?.hash ?? null };
    const state = evidenceOf(analysis, { ...request, chain }, source);
    await unlessCancelled();
    const changes = await changesSince(store, cluster, chain.seq, analysis, state);
    const evidence = changes === undefined ? state : { ...state, changes };
    const scenes = await step('figures', () => drawn ?? reportScenes(analysis.sceneInput, evidence.scope?.namespaces));
    const started = attempt === 1 ? typesetter : undefined;
    const { sealed, pdf } = await step('write', async () => {
      const sealed = sealEvidence(evidence);
      return { sealed, pdf: (await renderSnapshot(sealed, scenes, { signal, typesetter: started })).pdf };
    });
    try {
      return await step(
        'link',
        () =>
          keepSnapshot(
            store,
            cluster,
            {
              link: { ...chain, evidence: sealed.hash, taken: evidence.taken },
              files: [
                { name: SNAPSHOT_FILES.evidence, content: sealed.bytes },
                { name: SNAPSHOT_FILES.pdf, content: pdf },
              ],
              facts: factsOf(evidence, request, analysis.revision),
              gaps: evidence.gaps.map(briefGap),
            },
            request.who,
          ),
        ({ link }) => ({ done: link.seq }),
      );
    } catch (error) {
      if (!isRingfenceError(error) || error.code !== 'CONFLICT' || attempt === TRIES) throw error;
    }
  }
}

function freezeNotes(step: FreezeStep): readonly string[] {
  if (step.step === 'listing-again') return [listingAgain(step.resources)];
  return step.step === 'listing' && step.lists > 0 ? [listingAnew(step.lists)] : [];
}

function checksOf(checks: Evidence['checks']): SnapshotFacts['checks'] {
  const silent = checks.filter(({ counts }) =>
    Object.entries(counts).every(([result, number]) => (result === 'NOT_EVALUATED' ? number > 0 : number === 0)),
  );
  return {
    ran: checks.length - silent.length,
    of: checks.length,
    notEvaluated: silent.map(({ id, notEvaluated }) => STORE.notEvaluated(id, notEvaluated[0])),
  };
}

function factsOf(
  { title, cluster, tool, scope, completeness, counts, summary, checks }: Evidence,
  { reason, how }: TakeRequest,
  revision: Analysis['revision'],
): Omit<SnapshotFacts, 'against' | 'clock'> {
  return {
    title,
    reason,
    how,
    cluster: cluster.name,
    revision,
    tool: { version: tool.version, ruleSet: tool.ruleSet },
    scope: scope?.namespaces,
    notRead: completeness.kinds
      .filter(({ state }) => state !== 'read')
      .map(({ resource, state, deniedNamespaces }) => ({ resource, state, deniedNamespaces })),
    counts,
    gaps: summary,
    checks: checksOf(checks),
  };
}

function briefGap({ id, check, result, severity, title, subject, fingerprint }: Evidence['gaps'][number]): KeptGap {
  const { namespace, kind, name } = subject;
  return { id, check, result, severity, title, subject: { namespace, kind, name }, fingerprint };
}

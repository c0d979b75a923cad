import type { Revision, SourceStatus } from '#lib/api/cluster-types.ts';
import type { AdequacyTable } from '#lib/gdpr/adequacy/types.ts';
import { factsWithPast, type WatchedPast } from '#lib/gdpr/observed-facts.ts';
import { checksInSteps, type RunChecksOptions } from '#lib/gdpr/run-checks.ts';
import type { GapReport } from '#lib/gdpr/types.ts';
import type { Waiver } from '#lib/gdpr/waivers/types.ts';
import { contentHash } from '#lib/kube/content-hash.ts';
import type { SourceRecord } from '#lib/kube/source-record.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import type { ProfileChoice } from '#lib/policy/profile-view.ts';
import type { Steps } from '#lib/policy/steps.ts';
import type { Profile } from '#lib/policy/types.ts';
import type { ClusterSource } from '#server/cluster/source.ts';
import { type Analysis, type AnalysisMeta, type Computing, createAnalysis, type RevisionHistory } from './analysis.ts';
import type { ClusterDataMap } from './cluster-data-map.ts';
import type { ClusterWaivers } from './cluster-waivers.ts';
import type { KeptPlaceBook } from './kept-place-book.ts';
import type { ToWorker } from './messages.ts';
import type { ObservedKeeper } from './observed-keeper.ts';
import { createPolicyEpochs, type PolicyEpochs } from './policy-epochs.ts';
import { createRevisionLog } from './revision-log.ts';
import { isSameRevision, otherCauses, type RevisionParts, whatIsMissing } from './revision-parts.ts';
import { createRevisionStore } from './revision-store.ts';
import { createSeenGaps } from './seen-gaps.ts';
import type { createStateSink } from './state-sink.ts';

type Start = Extract<ToWorker, { type: 'start' }>;

/** What makes a revision beside the objects: who changes it asks for a new one. */
export interface InForce {
  profile: Profile;
  choice: ProfileChoice;
  adequacy: AdequacyTable | undefined;
  readonly dataMap: ClusterDataMap;
  readonly waivers: ClusterWaivers;
  readonly observed: Pick<ObservedKeeper, 'facts'>;
}

export interface RevisionSources {
  readonly start: Start;
  readonly state: Pick<ReturnType<typeof createStateSink>, 'snapshot' | 'contentDigest'>;
  readonly source: Pick<ClusterSource, 'record'>;
  readonly inForce: InForce;
  readonly places: KeptPlaceBook;
}

/** RFC 3339, now. */
export function clock(): string {
  return new Date().toISOString();
}

/** The revisions of one cluster: each made of the objects as they are and of what is in force, if anything is different. */
export class ClusterRevisions {
  readonly #sources: RevisionSources;
  readonly #store = createRevisionStore<Analysis>(() => performance.now());
  readonly #seenGaps = createSeenGaps();
  readonly #log = createRevisionLog();
  readonly #epochs: PolicyEpochs;
  readonly #history: RevisionHistory;
  /** The newest model: the next one takes over from it what has not changed. */
  #compiled: PolicyModel | undefined;
  /** The newest report, likewise. */
  #checked: GapReport | undefined;
  #built: RevisionParts | undefined;
  #seq: number;
  readonly #computing: Computing = {
    compile: (given, profile) => {
      this.#compiled = compileModel(given, profile, this.#compiled);
      return this.#compiled;
    },
    check: (model, options) => this.#check(model, options),
  };

  constructor(sources: RevisionSources) {
    this.#sources = sources;
    this.#epochs = createPolicyEpochs(sources.start.source.type === 'live');
    this.#history = {
      entries: () => this.#log.entries(),
      kept: () => this.#store.kept(),
      analysisOf: (seq) => this.#store.get(seq),
      epochs: this.#epochs,
    };
    this.#seq = sources.start.firstSeq;
  }

  newest(): Analysis | undefined {
    return this.#store.newest();
  }

  /** The newest where none is named. Throws REVISION_GONE. */
  get(seq: number | undefined): Analysis | undefined {
    return this.#store.get(seq);
  }

  hold(seqs: readonly number[]): void {
    this.#store.hold(seqs);
  }

  /** What is known of the time before the newest revision: by it the checks judge what was observed. */
  past(): WatchedPast {
    const { knownFrom } = this.#epochs;
    return { changes: this.#epochs.latest(), ...(Number.isFinite(knownFrom) ? { policiesFrom: knownFrom } : {}) };
  }

  /** A new revision, or undefined where it would say what the newest says. */
  build(status: SourceStatus): Analysis | undefined {
    const { state, inForce } = this.#sources;
    const { profile, choice } = inForce;
    const objects = state.snapshot();
    const dataMap = inForce.dataMap.inForce;
    const content = contentHash(objects, profile, dataMap?.dataMap ?? null, state.contentDigest());
    const completeness = whatIsMissing(objects.completeness);
    const waivers = inForce.waivers.all();
    const now = this.#askedAt(waivers);
    const { facts: observed } = inForce.observed;
    const parts = { content, completeness, choice, dataMap, waivers, day: now?.slice(0, 10), observed };
    const built = this.#built;
    if (built !== undefined && isSameRevision(built, parts)) return undefined;
    this.#built = parts;
    const revision = { seq: this.#seq++, content };
    const builtAt = clock();
    this.#log.note(revision.seq, builtAt, objects, built === undefined ? [] : otherCauses(built, parts));
    this.#epochs.changed(Date.parse(builtAt), objects);
    const meta = this.#metaOf(revision, status.asOf ?? builtAt, now);
    const onGaps = ({ gaps }: GapReport) => this.#seenGaps.note(revision.seq, builtAt, gaps);
    const analysis = createAnalysis(
      objects,
      profile,
      { ...meta, showsBeforeGaps: this.#checked === undefined, onGaps },
      this.#computing,
    );
    this.#store.add(revision.seq, analysis);
    this.#epochs.note(Date.parse(builtAt), analysis, objects);
    return analysis;
  }

  /** The newest revision with another time and the record of how it was frozen: what a snapshot is taken of. */
  frozen({ revision }: Analysis, status: SourceStatus, record: SourceRecord): Analysis {
    const { state, inForce } = this.#sources;
    const meta = this.#metaOf(revision, status.asOf ?? clock(), this.#askedAt(inForce.waivers.all()));
    return createAnalysis(state.snapshot(), inForce.profile, { ...meta, record }, this.#computing);
  }

  #metaOf(revision: Revision, taken: string, now: string | undefined): AnalysisMeta {
    const { start, source, inForce, places } = this.#sources;
    const { id, name } = start.cluster;
    const dataMap = inForce.dataMap.inForce;
    const record = source.record();
    const { facts } = inForce.observed;
    const observed = facts && factsWithPast(facts, this.past());
    return {
      clusterId: id,
      clusterName: name,
      revision,
      taken,
      accepted: {
        waivers: inForce.waivers.all(),
        ...(now === undefined ? {} : { now }),
        ...(inForce.adequacy === undefined ? {} : { adequacy: inForce.adequacy }),
        ...(observed === undefined ? {} : { observed }),
      },
      ...(record === undefined ? {} : { record }),
      ...(dataMap === undefined ? {} : { dataMapInForce: dataMap }),
      dataMapKeeping: inForce.dataMap.keeping,
      ...(inForce.waivers.unusable === undefined ? {} : { waiversUnusable: inForce.waivers.unusable }),
      profileInForce: { start: { profile: start.profile, sets: start.sets }, choice: inForce.choice },
      seen: this.#seenGaps.seen,
      places: places.book,
      history: this.#history,
    };
  }

  /**
   * When the checks are asked: for a live cluster, and where waivers may expire. The demo has a time of its own, on every
   * day the same; of files nobody says how old a cluster they tell of.
   */
  #askedAt(waivers: readonly Waiver[]): string | undefined {
    const { type } = this.#sources.start.source;
    return type === 'live' || (type !== 'demo' && waivers.length > 0) ? clock() : undefined;
  }

  *#check(model: PolicyModel, options: RunChecksOptions): Steps<GapReport> {
    this.#checked = yield* checksInSteps(model, options, this.#checked);
    return this.#checked;
  }
}

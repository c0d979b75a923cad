import { createHash } from 'node:crypto';
import type { MessagePort } from 'node:worker_threads';
import type { SourceStatus } from '#lib/api/cluster-types.ts';
import type { DataMapBody } from '#lib/api/data-schemas.ts';
import type { EndpointBody, EndpointInput } from '#lib/api/endpoints.ts';
import { isRingfenceError, RingfenceError } from '#lib/api/errors.ts';
import type { StepProgress } from '#lib/api/snapshot-schemas.ts';
import { parseProfile } from '#lib/policy/profile.ts';
import type { ProfileChoice } from '#lib/policy/profile-view.ts';
import * as text from '#lib/text/en/server.ts';
import { STORE } from '#lib/text/en/store.ts';
import type { ClusterSource, FreezeStep } from '#server/cluster/source.ts';
import { readAdequacyFile } from '#server/read-adequacy.ts';
import { SNAPSHOT_FILES } from '#server/store/snapshots.ts';
import { inTransaction } from '#server/store/store.ts';
import { addTrailLine } from '#server/store/trail.ts';
import type { Analysis } from './analysis.ts';
import type { Answer } from './cluster-analysis.ts';
import { ClusterDataMap } from './cluster-data-map.ts';
import { ClusterRevisions, clock, type InForce } from './cluster-revisions.ts';
import { ClusterWaivers } from './cluster-waivers.ts';
import { answerDataMapChange } from './data-map-change.ts';
import { createFlowsPort, type FlowsPort } from './flows-port.ts';
import { createGatherer } from './gather.ts';
import { type KeptCluster, openKeptCluster } from './kept-cluster.ts';
import { createKeptPlaceBook, type KeptPlaceBook } from './kept-place-book.ts';
import type { FromWorker, Question, ToWorker } from './messages.ts';
import { createNamesTeller } from './names-teller.ts';
import { createObservedKeeper, type ObservedKeeper } from './observed-keeper.ts';
import { openSource } from './open-source.ts';
import { prepareFirstPage } from './prepare-first-page.ts';
import { answerQuestion } from './questions.ts';
import { createStateSink } from './state-sink.ts';
import { type TakeRequest, takeKeptSnapshot } from './take-snapshot.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

type Start = Extract<ToWorker, { type: 'start' }>;

/** The life of one cluster in its worker: source → objects → revisions → answers. */
export class ClusterAnalyst {
  readonly #start: Start;
  readonly #tell: (message: FromWorker) => void;
  readonly #dataMap: ClusterDataMap;
  readonly #source: ClusterSource;
  readonly #state = createStateSink(
    () => this.#gatherer.changed(),
    (status) => this.#heard(status),
  );
  readonly #gatherer = createGatherer(() => this.#build());
  #status: SourceStatus | undefined;
  readonly #waivers: ClusterWaivers;
  readonly #inForce: InForce;
  readonly #revisions: ClusterRevisions;
  readonly #kept: KeptCluster | undefined;
  readonly #places: KeptPlaceBook;
  /** Why nothing is kept, where something should be. */
  readonly #unkept: string | undefined;
  #nextDay: NodeJS.Timeout | undefined;
  readonly #flows: FlowsPort;
  readonly #observed: ObservedKeeper;
  /** Tells the flows who goes by which address; undefined where nobody hears it. */
  #tellNames: ReturnType<typeof createNamesTeller> | undefined;
  #stopped = false;

  constructor(start: Start, tell: (message: FromWorker) => void) {
    this.#start = start;
    this.#tell = tell;
    this.#flows = createFlowsPort(() => tell({ type: 'wants-flows' }));
    this.#observed = createObservedKeeper({
      flows: this.#flows,
      model: () => this.#revisions.newest()?.model,
      past: () => this.#revisions.past(),
      days: () => this.#dataMap.inForce?.dataMap.minimisation.unusedDays,
      changed: () => this.#build(),
    });
    const { kept, unusable } = keptOf(start);
    this.#kept = kept;
    this.#unkept = unusable;
    this.#places = createKeptPlaceBook(kept);
    this.#dataMap = new ClusterDataMap({ source: start.source, dataMap: start.dataMap, kept, unusable });
    this.#source = openSource(start.source);
    this.#waivers = new ClusterWaivers({ file: start.waivers, kept, unusable }, clock());
    const choice = start.chosen ?? { profile: start.profile, sets: start.sets };
    this.#inForce = {
      profile: parseProfile(choice.profile, choice.sets),
      choice,
      adequacy: start.adequacy === undefined ? undefined : readAdequacyFile(start.adequacy),
      dataMap: this.#dataMap,
      waivers: this.#waivers,
      observed: this.#observed,
    };
    this.#revisions = new ClusterRevisions({
      ...{ start, state: this.#state, source: this.#source },
      ...{ inForce: this.#inForce, places: this.#places },
    });
  }

  start(): void {
    this.#source.start(this.#state.sink);
    this.#rebuildEveryDay();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#nextDay);
    this.#gatherer.stop();
    this.#observed.stop();
    this.#flows.close();
    await this.#source.stop();
    this.#places.flush();
    this.#kept?.store.close();
  }

  /** From now on tells who goes by which address through the port, and asks through it, and nobody else. */
  tellNames(port: MessagePort): void {
    this.#flows.connect(port);
    this.#observed.connected();
    this.#tellNames = createNamesTeller((message) => this.#flows.tell(message), this.#start.source.type === 'live');
    if (this.#revisions.newest() !== undefined) this.#tellNames(this.#state.snapshot(), Date.now());
  }

  hold(seqs: readonly number[]): void {
    this.#revisions.hold(seqs);
  }

  /** Throws NOT_READY before the first revision, SOURCE_UNREACHABLE where it failed for good, REVISION_GONE. */
  async answer(
    question: Question,
    input: Readonly<Record<string, unknown>>,
    body: unknown,
    signal: AbortSignal,
  ): Promise<Answer> {
    if (this.#status === undefined || this.#revisions.newest() === undefined) throw this.#notReady();
    if (question === 'POST /api/clusters/{cluster}/profile') {
      this.#choose(body as EndpointBody<'POST /api/clusters/{cluster}/profile'>);
    }
    this.#changeWaivers(question, input, body);
    if (question === 'POST /api/clusters/{cluster}/data-map' && (body as DataMapBody).keep) {
      return this.#keep(body as DataMapBody);
    }
    // A waiver is of the revision looked at; the answer is the list of the one that it made.
    const asked = question === 'POST /api/clusters/{cluster}/waivers' ? undefined : revisionOf(input);
    const analysis =
      question === 'POST /api/clusters/{cluster}/snapshot' && asked === undefined
        ? await this.freeze(signal)
        : this.#revisions.get(asked);
    if (analysis === undefined) throw this.#notReady();
    const answer = await answerQuestion(question, analysis, input as EndpointInput<Question>, {
      body,
      source: this.#status,
      signal,
      flows: this.#flows,
    });
    const bytes = bytesOf(answer);
    if (question === 'POST /api/clusters/{cluster}/snapshot') {
      this.#exported(bytes, body as EndpointBody<'POST /api/clusters/{cluster}/snapshot'>);
    }
    const provisional = typeof answer === 'object' && answer !== null && 'gapsPending' in answer;
    return { revision: analysis.revision, provisional, bytes };
  }

  /** A report that is kept nowhere leaves all the same: the trail says so, where there is one. Throws NOT_WRITABLE. */
  #exported(pdf: Uint8Array, { scope, form = 'full' }: EndpointBody<'POST /api/clusters/{cluster}/snapshot'>): void {
    if (this.#kept === undefined || this.#kept.store.readOnly !== undefined) return;
    const { store, cluster, who } = this.#kept;
    const sha256 = createHash('sha256').update(pdf).digest('hex');
    const what = { file: SNAPSHOT_FILES.pdf, form, ...(scope === undefined ? {} : { scope }), sha256 };
    inTransaction(store, () => addTrailLine(store, who(), { action: 'result-exported', cluster, what }));
  }

  /**
   * Takes a snapshot of the newest revision into the chain of this cluster. Throws as `answer`, BAD_REQUEST where nothing of
   * this cluster is kept, NOT_WRITABLE, INTERNAL.
   */
  async take(request: TakeRequest, tell: (progress: StepProgress) => void, signal: AbortSignal): Promise<Answer> {
    const status = this.#status;
    if (status === undefined || this.#revisions.newest() === undefined) throw this.#notReady();
    if (this.#unkept !== undefined) throw new RingfenceError('NOT_WRITABLE', this.#unkept);
    if (this.#kept === undefined) throw new RingfenceError('BAD_REQUEST', STORE.notKept);
    const { store, cluster } = this.#kept;
    const taking = { store, cluster, how: request.how, who: request.who, tell, signal };
    const freeze = (onStep: (step: FreezeStep) => void): Promise<Analysis> => this.freeze(signal, onStep);
    const { link, facts } = await takeKeptSnapshot(freeze, request, () => this.#status ?? status, taking);
    return { revision: facts.revision, provisional: false, bytes: bytesOf({ seq: link.seq }) };
  }

  /** The user overrules what was given at start, and makes a new revision. Throws BAD_REQUEST. */
  #choose(choice: ProfileChoice): void {
    try {
      this.#inForce.profile = parseProfile(choice.profile, choice.sets);
    } catch (error) {
      if (isRingfenceError(error)) throw new RingfenceError('BAD_REQUEST', error.message);
      throw error;
    }
    this.#inForce.choice = choice;
    this.#build();
  }

  /**
   * Accepts a gap of the revision that somebody looked at, or takes a waiver back, and makes a new revision. Throws
   * REVISION_GONE, NOT_FOUND, BAD_REQUEST, INTERNAL.
   */
  #changeWaivers(question: Question, input: Readonly<Record<string, unknown>>, body: unknown): void {
    const newest = this.#revisions.newest();
    if (newest === undefined) return;
    if (question === 'POST /api/clusters/{cluster}/waivers') {
      const looked = this.#revisions.get(revisionOf(input)) ?? newest;
      const accepted = body as EndpointBody<'POST /api/clusters/{cluster}/waivers'>;
      this.#waivers.accept(accepted, { looked, newest }, clock());
      this.#build();
    } else if (question === 'DELETE /api/clusters/{cluster}/waivers/{id}') {
      const { id, by } = input as EndpointInput<'DELETE /api/clusters/{cluster}/waivers/{id}'>;
      this.#waivers.withdraw(id, by);
      this.#build();
    }
  }

  /** Waivers expire at the end of a day, and evidence grows old, though nothing changes in the cluster. */
  #rebuildEveryDay(): void {
    const untilMidnight = DAY_MS - (Date.now() % DAY_MS);
    this.#nextDay = setTimeout(() => {
      this.#build();
      this.#rebuildEveryDay();
    }, untilMidnight + 1);
    this.#nextDay.unref();
  }

  /**
   * Keeps a DataMap, and makes a new revision with it. One with problems is told and not kept. In one turn: nobody comes
   * between looking at what is in force and keeping. Throws BAD_REQUEST, CONFLICT.
   */
  #keep(body: DataMapBody): Answer {
    if (this.#dataMap.refresh()) this.#build();
    const before = this.#revisions.get(undefined);
    if (before === undefined) throw this.#notReady();
    this.#dataMap.expect(body.seen);
    const answer = answerDataMapChange(before, body);
    if (answer.problems.length > 0) return { revision: before.revision, provisional: false, bytes: bytesOf(answer) };
    this.#dataMap.keep(answer.text, body.who);
    this.#build();
    const { revision } = this.#revisions.get(undefined) ?? before;
    return { revision, provisional: false, bytes: bytesOf({ ...answer, revision, kept: true }) };
  }

  #notReady(): RingfenceError {
    const error = this.#status?.error;
    if (this.#status?.state === 'failed' && error !== undefined) {
      return new RingfenceError('SOURCE_UNREACHABLE', error.message, error.detail);
    }
    return new RingfenceError('NOT_READY', text.stillReading(this.#start.cluster.name));
  }

  /** The first listing counts only when it is whole: half a cluster would show pods without their policies. */
  #heard(status: SourceStatus): void {
    const listed = this.#status?.state !== 'current' && status.state === 'current';
    const { dataMap, adequacy, observed } = (listed && this.#source.brought?.()) || {};
    // First: a source with a DataMap that cannot be read has failed.
    if (dataMap !== undefined) this.#dataMap.bring(dataMap);
    this.#inForce.adequacy ??= adequacy;
    if (observed !== undefined) this.#observed.bring(observed);
    this.#status = status;
    this.#tell({ type: 'status', source: status });
    if (listed) {
      this.#gatherer.stop();
      this.#build();
    }
  }

  #build(): void {
    if (this.#status === undefined || this.#status.state === 'reading' || this.#status.state === 'failed') return;
    this.#tellNames?.(this.#state.snapshot(), Date.now());
    const analysis = this.#revisions.build(this.#status);
    if (analysis === undefined) return;
    const { revision } = analysis;
    this.#tell({ type: 'revision', revision });
    // Later revisions have a page that asks, or nobody.
    if (revision.seq !== this.#start.firstSeq) return;
    prepareFirstPage(analysis, this.#places.book, () => !this.#stopped && this.#revisions.newest() === analysis);
  }

  /**
   * The cluster at one moment, for a snapshot: the source lists anew what is old or has changed. What comes of it is the
   * newest revision, made another one where anything is different, with the time and the record of the freezing. Throws
   * NOT_READY, SOURCE_UNREACHABLE; rejects with the signal's reason.
   */
  async freeze(signal: AbortSignal, onStep?: (step: FreezeStep) => void): Promise<Analysis> {
    const record = await this.#source.freeze({ signal, ...(onStep === undefined ? {} : { onStep }) });
    // From here to the end in one turn: what the source tells next is not of this moment.
    this.#gatherer.stop();
    this.#build();
    const newest = this.#revisions.newest();
    if (this.#status === undefined || newest === undefined) throw this.#notReady();
    return record?.from === 'api-server' ? this.#revisions.frozen(newest, this.#status, record) : newest;
  }
}

/** A data folder that cannot be used costs what it keeps, not the cluster; why is told where it would be shown. */
function keptOf({ kept }: Start): { readonly kept?: KeptCluster | undefined; readonly unusable?: string | undefined } {
  if (kept === undefined) return {};
  try {
    return { kept: openKeptCluster(kept) };
  } catch (error) {
    if (!isRingfenceError(error)) throw error;
    return { unusable: error.message };
  }
}

/** The revision that a question names; undefined: the newest. */
function revisionOf({ rev }: Readonly<Record<string, unknown>>): number | undefined {
  return typeof rev === 'number' ? rev : undefined;
}

function bytesOf(answer: unknown): Uint8Array<ArrayBuffer> {
  if (answer instanceof Uint8Array) return new Uint8Array(answer); // of its own, so that it can be handed over
  return new TextEncoder().encode(typeof answer === 'string' ? answer : JSON.stringify(answer));
}

import type { ClusterSummary, Revision } from '#lib/api/cluster-types.ts';
import type { RevisionEntry } from '#lib/api/revision-schemas.ts';
import { classifyWorkloads } from '#lib/gdpr/classify.ts';
import type { DataMapInForce } from '#lib/gdpr/data-map/data-map-in-force.ts';
import { lazily } from '#lib/gdpr/lazily.ts';
import { checksInSteps, type RunChecksOptions } from '#lib/gdpr/run-checks.ts';
import type { Classification, GapReport } from '#lib/gdpr/types.ts';
import { type ClusterSubjects, clusterSubjects } from '#lib/graph/filter/cluster-subjects.ts';
import type { PlaceBook } from '#lib/graph/known-places.ts';
import { sceneBeforeGaps } from '#lib/graph/scene.ts';
import type { SceneInput } from '#lib/graph/scene-input.ts';
import type { Scene } from '#lib/graph/types.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { SourceRecord } from '#lib/kube/source-record.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { keepConnections } from '#lib/policy/kept-connections.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import type { Steps } from '#lib/policy/steps.ts';
import type { Profile } from '#lib/policy/types.ts';
import { nativeSha256 } from '#server/native-sha256.ts';
import { type GapIndex, indexGaps } from './gap-index.ts';
import { type PodText, podTexts } from './pod-list.ts';
import type { PolicyEpochs } from './policy-epochs.ts';
import { buildSearchIndex, type SearchIndex } from './search.ts';
import type { SeenGaps } from './seen-gaps.ts';
import type { ProfileInForce } from './settings-view.ts';
import { stepwise } from './stepwise.ts';
import { numbersOf } from './summary.ts';

export interface AnalysisMeta {
  /** The URL's name of the cluster, and the person's. */
  readonly clusterId: string;
  readonly clusterName: string;
  readonly revision: Revision;
  /** When the objects were read, RFC 3339. */
  readonly taken: string;
  /** What the profile was given as at start, and what is in force now; both absent where nobody can choose. */
  readonly profileInForce?: ProfileInForce;
  /** Since when gaps are known; absent where nothing is kept from revision to revision. */
  readonly seen?: SeenGaps;
  /** No earlier revision's gaps are on anybody's page: the first picture need not wait for those of this one. */
  readonly showsBeforeGaps?: boolean;
  /** Where the boxes of earlier pictures stood; absent where no page looks at them. */
  readonly places?: PlaceBook;
  /** The revisions of this run; absent where there is only this one. */
  readonly history?: RevisionHistory;
  /** Told of the gaps once they are computed. */
  readonly onGaps?: (report: GapReport) => void;
  /** What people declare of their data; absent where nobody gave a DataMap. */
  readonly dataMapInForce?: DataMapInForce;
  /** Whether the page may keep one; absent where nobody asks. */
  readonly dataMapKeeping?: { readonly keepable: boolean; readonly unusable?: string };
  /** Why the waivers that were accepted on the page count for nothing; absent where they count. */
  readonly waiversUnusable?: string;
  /** How the source was read; absent where none says. */
  readonly record?: SourceRecord;
  /** Accepted gaps, a table of adequacy where one was given, and when the checks are asked where that is not `taken`. */
  readonly accepted?: Pick<RunChecksOptions, 'waivers' | 'now' | 'adequacy' | 'observed'>;
}

/** What can be told of the other revisions of a run, as it is when it is asked. */
export interface RevisionHistory {
  readonly entries: () => readonly RevisionEntry[];
  /** Numbers of those that can still be looked at, ascending. */
  readonly kept: () => readonly number[];
  /** Throws REVISION_GONE. */
  readonly analysisOf: (seq: number) => Analysis | undefined;
  readonly epochs: Pick<PolicyEpochs, 'until' | 'asOf' | 'ends' | 'knownFrom'>;
}

/**
 * One revision of one cluster, immutable: page, command line and report all ask this. Its parts are computed when they
 * are first asked for, and then kept as long as the revision.
 */
export interface Analysis extends AnalysisMeta {
  readonly model: PolicyModel;
  readonly gapReport: GapReport;
  /** The gaps where they are computed already. */
  readonly gapsIfKnown: GapReport | undefined;
  /** The gaps, computed in steps between which others are answered. */
  checked(): Promise<GapReport>;
  /** The connections that pictures of workloads are drawn from, computed in such steps too. */
  connected(): Promise<void>;
  /** The first picture, where it need not wait for the gaps: the page takes them over once they are known. */
  readonly sceneBeforeGaps: Scene | undefined;
  /** For the checks over another state of the same cluster. */
  readonly checkOptions: RunChecksOptions;
  readonly gaps: GapIndex;
  /** By `ns/Kind/name`. */
  readonly classifications: ReadonlyMap<string, Classification>;
  readonly classificationOf: (workload: string) => Classification;
  readonly sceneInput: SceneInput;
  readonly numbers: Omit<ClusterSummary['numbers'], 'gaps'>;
  readonly podTexts: readonly PodText[];
  readonly searchIndex: SearchIndex;
  /** What filters are asked of. */
  readonly subjects: ClusterSubjects;
}

const UNCLASSIFIED: Classification = { dataClass: 'unknown', basis: 'unknown', source: '', dataAtRest: false };

/** How a revision is computed: alone, or from earlier ones of the same cluster what has not changed since. */
export interface Computing {
  readonly compile: (objects: ClusterObjects, profile: Profile) => PolicyModel;
  readonly check: (model: PolicyModel, options: RunChecksOptions) => Steps<GapReport>;
}
const ALONE: Computing = { compile: compileModel, check: checksInSteps };

export function createAnalysis(
  objects: ClusterObjects,
  profile: Profile,
  meta: AnalysisMeta,
  { compile, check }: Computing = ALONE,
): Analysis {
  const model = lazily(() => compile(objects, profile));
  const dataMap = meta.dataMapInForce?.dataMap;
  const checkOptions: RunChecksOptions = { taken: meta.taken, dataMap, sha256: nativeSha256, ...meta.accepted };
  const report = stepwise(function* () {
    const found = yield* check(model(), checkOptions);
    meta.onGaps?.(found);
    return found;
  });
  const lines = stepwise(function* (): Steps<void> {
    yield* keepConnections(model());
  });
  const gaps = lazily(() => indexGaps(report.now()));
  const classes = lazily(() => classifyWorkloads(model(), dataMap));
  const classificationOf = (workload: string) => classes().get(workload) ?? UNCLASSIFIED;
  const sceneInput = lazily((): SceneInput => ({ model: model(), gaps: report.now().gaps, classificationOf }));
  const beforeGaps = lazily(() => sceneBeforeGaps({ model: model(), classificationOf }, meta.places));
  const texts = lazily(() => podTexts(objects.pods, (pod) => model().workloadOfPod(pod)));
  const subjects = lazily(() => clusterSubjects({ model: model(), classificationOf, gaps: () => report.now().gaps }));
  const numbers = lazily(() => numbersOf({ model: model() }));
  const analysis: Analysis = {
    ...meta,
    checkOptions,
    classificationOf,
    checked: report.soon,
    connected: lines.soon,
    get model() {
      return model();
    },
    get classifications() {
      return classes();
    },
    get gapReport() {
      return report.now();
    },
    get gapsIfKnown() {
      return report.isDone() ? report.now() : undefined;
    },
    get sceneBeforeGaps() {
      return meta.showsBeforeGaps === true && !report.isDone() ? beforeGaps() : undefined;
    },
    get gaps() {
      return gaps();
    },
    get sceneInput() {
      return sceneInput();
    },
    get numbers() {
      return numbers();
    },
    get podTexts() {
      return texts();
    },
    get searchIndex() {
      return searchIndex();
    },
    get subjects() {
      return subjects();
    },
  };
  const searchIndex = lazily(() => buildSearchIndex(analysis));
  return analysis;
}

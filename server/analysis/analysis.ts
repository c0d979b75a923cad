import type { ClusterSummary, Revision } from '#lib/api/types.ts';
import { classifyWorkloads } from '#lib/gdpr/classify.ts';
import type { DataMapInForce } from '#lib/gdpr/data-map/data-map-in-force.ts';
import { lazily } from '#lib/gdpr/lazily.ts';
import { type RunChecksOptions, runChecks } from '#lib/gdpr/run-checks.ts';
import type { Classification, GapReport } from '#lib/gdpr/types.ts';
import type { SceneInput } from '#lib/graph/scene-input.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { Provenance } from '#lib/kube/provenance.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import type { Profile } from '#lib/policy/types.ts';
import { type GapIndex, indexGaps } from './gap-index.ts';
import { type PodText, podTexts } from './pod-list.ts';
import { buildSearchIndex, type SearchIndex } from './search.ts';
import type { SeenGaps } from './seen-gaps.ts';
import type { ProfileInForce } from './settings-view.ts';
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
  /** Told of the gaps once they are computed. */
  readonly onGaps?: (report: GapReport) => void;
  /** What people declare of their data; absent where nobody gave a DataMap. */
  readonly dataMapInForce?: DataMapInForce;
  /** Whether the page may keep one; absent where nobody asks. */
  readonly dataMapKeeping?: { readonly keepable: boolean; readonly unusable?: string };
  /** Why the waivers that were accepted on the page count for nothing; absent where they count. */
  readonly waiversUnusable?: string;
  /** How a live source was read. */
  readonly provenance?: Provenance;
  /** Accepted gaps and an adequacy table, where given, and the moment at which the checks are asked where it is another than `taken`. */
  readonly accepted?: Pick<RunChecksOptions, 'waivers' | 'now' | 'adequacy'>;
}

/**
 * One revision of one cluster, immutable: page, command line and report all ask this. Its parts are computed when they
 * are first asked for, and then kept as long as the revision.
 */
export interface Analysis extends AnalysisMeta {
  readonly model: PolicyModel;
  readonly gapReport: GapReport;
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
}

const UNCLASSIFIED: Classification = { dataClass: 'unknown', basis: 'unknown', source: '', dataAtRest: false };

/** How a revision is computed: alone, or from earlier ones of the same cluster what has not changed since. */
export interface Computing {
  readonly compile: (objects: ClusterObjects, profile: Profile) => PolicyModel;
  readonly check: (model: PolicyModel, options: RunChecksOptions) => GapReport;
}
const ALONE: Computing = { compile: compileModel, check: runChecks };

export function createAnalysis(
  objects: ClusterObjects,
  profile: Profile,
  meta: AnalysisMeta,
  { compile, check }: Computing = ALONE,
): Analysis {
  const model = lazily(() => compile(objects, profile));
  const dataMap = meta.dataMapInForce?.dataMap;
  const checkOptions: RunChecksOptions = { taken: meta.taken, dataMap, ...meta.accepted };
  const gapReport = lazily(() => {
    const report = check(model(), checkOptions);
    meta.onGaps?.(report);
    return report;
  });
  const gaps = lazily(() => indexGaps(gapReport()));
  const classes = lazily(() => classifyWorkloads(model(), dataMap));
  const classificationOf = (workload: string) => classes().get(workload) ?? UNCLASSIFIED;
  const sceneInput = lazily((): SceneInput => ({ model: model(), gaps: gapReport().gaps, classificationOf }));
  const texts = lazily(() => podTexts(objects.pods, (pod) => model().workloadOfPod(pod)));
  const numbers = lazily(() => numbersOf({ model: model() }));
  const analysis: Analysis = {
    ...meta,
    checkOptions,
    classificationOf,
    get model() {
      return model();
    },
    get classifications() {
      return classes();
    },
    get gapReport() {
      return gapReport();
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
  };
  const searchIndex = lazily(() => buildSearchIndex(analysis));
  return analysis;
}

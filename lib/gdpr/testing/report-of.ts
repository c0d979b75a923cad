import { parseAllDocuments } from 'yaml';
import { buildClusterObjects } from '#lib/kube/build-cluster-objects.ts';
import type { Completeness } from '#lib/kube/cluster-objects.ts';
import type { KeptObject } from '#lib/kube/objects.ts';
import { projectObject } from '#lib/kube/project.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { parseProfile } from '#lib/policy/profile.ts';
import { type DataMap, EMPTY_DATA_MAP } from '../data-map/types.ts';
import { type RunChecksOptions, runChecks } from '../run-checks.ts';
import type { CheckResult, Gap, GapReport } from '../types.ts';

export interface ModelOptions {
  readonly completeness?: Partial<Completeness>;
  readonly profile?: string;
  /** Fields of the profile, as `--set` takes them. */
  readonly set?: readonly string[];
}

/** A model of the manifests in a YAML text of many documents. */
export function modelOf(yaml: string, options: ModelOptions = {}): PolicyModel {
  const kept: KeptObject[] = [];
  for (const document of parseAllDocuments(yaml)) {
    const { kept: object } = projectObject(document.toJS());
    if (object !== undefined) kept.push(object);
  }
  return compileModel(
    buildClusterObjects(kept, options.completeness),
    parseProfile(options.profile ?? 'upstream', options.set ?? []),
  );
}

export interface ReportOptions extends ModelOptions, Omit<RunChecksOptions, 'dataMap'> {
  /** Parts of a DataMap; the others are empty. */
  readonly dataMap?: Partial<DataMap>;
}

export function reportOf(yaml: string, options: ReportOptions = {}): GapReport {
  const { dataMap, ...more } = options;
  return runChecks(modelOf(yaml, options), {
    ...more,
    ...(dataMap === undefined ? {} : { dataMap: { ...EMPTY_DATA_MAP, ...dataMap } }),
  });
}

/** The gaps of one check. */
export function gapsOf(yaml: string, check: string, options: ReportOptions = {}): readonly Gap[] {
  return reportOf(yaml, options).gaps.filter((gap) => gap.check === check);
}

export function countsOf(yaml: string, check: string, options: ReportOptions = {}): CheckResult['counts'] | undefined {
  return resultOf(yaml, check, options)?.counts;
}

export function resultOf(yaml: string, check: string, options: ReportOptions = {}): CheckResult | undefined {
  return reportOf(yaml, options).checks.find(({ id }) => id === check);
}

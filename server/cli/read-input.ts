import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { SourceStatus } from '#lib/api/cluster-types.ts';
import { ERRORS, type ErrorCode, RingfenceError } from '#lib/api/errors.ts';
import type { AdequacyTable } from '#lib/gdpr/adequacy/types.ts';
import type { DataMapInForce } from '#lib/gdpr/data-map/data-map-in-force.ts';
import { dataMapNotes } from '#lib/gdpr/data-map/data-map-notes.ts';
import { type DataMap, EMPTY_DATA_MAP } from '#lib/gdpr/data-map/types.ts';
import type { ObservedFacts } from '#lib/gdpr/observed-facts.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import type { SourceRecord } from '#lib/kube/source-record.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { parseProfile } from '#lib/policy/profile.ts';
import type { Profile } from '#lib/policy/types.ts';
import { ADEQUACY } from '#lib/text/en/adequacy.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { DATA_MAP } from '#lib/text/en/data-map.ts';
import { DEMO_LABEL } from '#lib/text/en/server.ts';
import { labelOfFiles } from '#server/cluster/files/label-of-files.ts';
import { readDataMapFile, readDataMapText } from '#server/data-map/read-data-map.ts';
import { nameOfSources } from '#server/name-of-sources.ts';
import { readAdequacyFile } from '#server/read-adequacy.ts';
import { type CommonOptions, usage } from './options.ts';
import { reportCompleteness } from './report-completeness.ts';
import { terminalText } from './terminal.ts';

/** One cluster as a command reads it. */
export interface Input {
  readonly objects: ClusterObjects;
  readonly profile: Profile;
  /** What `--data-map` says; undefined without one. */
  readonly dataMap: DataMap | undefined;
  readonly dataMapInForce: DataMapInForce | undefined;
  /** What `--adequacy` says, or the snapshot that is read. */
  readonly adequacy: AdequacyTable | undefined;
  /** `--taken`, else the source's own time; files have none. */
  readonly taken: string | undefined;
  readonly cluster: string;
  readonly source: Pick<SourceStatus, 'type' | 'label' | 'state' | 'asOf'>;
  /** How the source was read. */
  readonly record?: SourceRecord | undefined;
  /** What was observed of it; absent where the source tells nothing of traffic. */
  readonly observed?: ObservedFacts | undefined;
  /** Compiled when first asked for. */
  model(): PolicyModel;
}

export interface ReadInputOptions {
  /** What changed while a live cluster was read is read again, so that all is of one moment as far as that can be. */
  readonly frozen?: boolean;
}

/**
 * Reads the source that the options name and tells on standard error what could not be read.
 * @throws RingfenceError USAGE, UNREADABLE_INPUT, NOTHING_KUBERNETES, TOO_LARGE, SOURCE_UNREACHABLE, SOURCE_FORBIDDEN.
 */
export async function readInput(options: CommonOptions, { frozen = false }: ReadInputOptions = {}): Promise<Input> {
  const profile = parseProfile(options.profile, options.sets);
  // Before the source: a slip in it should not cost a reading of the cluster.
  const given = options.dataMap === undefined ? undefined : readDataMapFile(options.dataMap);
  const givenTable = options.adequacy === undefined ? undefined : readAdequacyFile(options.adequacy);
  const { objects, taken, cluster, source, record, observed, dataMap, adequacy } = await readSource(options, frozen);
  const brought =
    dataMap === undefined ? undefined : readDataMapText(dataMap.text, { from: 'file', file: dataMap.file });
  const dataMapInForce = given ?? brought;
  const regime = (dataMapInForce?.dataMap ?? EMPTY_DATA_MAP).regime;
  if (givenTable !== undefined && givenTable.regime !== regime && options.verbosity >= 0) {
    process.stderr.write(`${ADEQUACY.otherLaw(givenTable.regime, regime)}\n`);
  }
  reportCompleteness(objects, options.verbosity);
  let model: PolicyModel | undefined;
  const compiled = (): PolicyModel => {
    if (model === undefined) {
      model = compileModel(objects, profile);
      if (dataMapInForce !== undefined && options.verbosity >= 0) tellNotes(model, dataMapInForce);
    }
    return model;
  };
  if (options.namespaces !== undefined) tellUnknownNamespaces(options.namespaces, [compiled()]);
  return {
    objects,
    profile,
    dataMap: dataMapInForce?.dataMap,
    dataMapInForce,
    adequacy: givenTable ?? adequacy,
    taken: options.taken ?? taken,
    cluster,
    source,
    record,
    observed,
    model: compiled,
  };
}

/** What of the DataMap does nothing here: not wrong by itself, so that the run goes on. */
function tellNotes(model: PolicyModel, { dataMap, origin }: DataMapInForce): void {
  const name = origin.from === 'store' ? DATA_MAP.kept : origin.file;
  for (const note of dataMapNotes(model, dataMap)) {
    process.stderr.write(`${terminalText(DATA_MAP.message(name, note))}\n`);
  }
}

/** A slip of the pen would print nothing, which reads like "nothing to report". */
export function tellUnknownNamespaces(
  namespaces: ReadonlySet<string> | undefined,
  models: readonly PolicyModel[],
): void {
  for (const namespace of namespaces ?? []) {
    if (models.some((model) => model.namespaces.includes(namespace))) continue;
    process.stderr.write(`${terminalText(CLI.unknownNamespace(namespace))}\n`);
  }
}

type Reading = Pick<Input, 'objects' | 'taken' | 'cluster' | 'source' | 'record' | 'observed'> & {
  /** The DataMap that the source brings along: a snapshot the one that it was computed with, the demo its company's. */
  readonly dataMap?: { readonly text: string; readonly file: string };
  /** The adequacy table that a snapshot was computed with, where it was given. */
  readonly adequacy?: AdequacyTable | undefined;
};

async function readSource(options: CommonOptions, frozen: boolean): Promise<Reading> {
  if (options.demo) {
    const { demoDataMap, demoReading } = await import('#server/cluster/demo/demo-source.ts');
    const { objects, taken, cluster, record, observed } = await demoReading();
    const source = { type: 'demo', label: DEMO_LABEL, state: 'current', asOf: taken } as const;
    return { objects, taken, cluster, source, record, observed, dataMap: demoDataMap() };
  }
  if (options.sources.length > 0) {
    const { readSources } = await import('#server/cluster/files/read-sources.ts');
    const { objects, taken, cluster, dataMap, adequacy, observed, record } = await readSources(options.sources, {
      stdin: options.sources.includes('-') ? process.stdin : undefined,
      strict: options.strict,
    });
    return {
      objects,
      taken,
      cluster: cluster ?? nameOfSources(options.sources),
      source: { type: 'file', label: labelOfFiles(record, options.sources), state: 'current', asOf: taken },
      record,
      adequacy,
      observed,
      ...(dataMap === undefined ? {} : { dataMap: { text: dataMap, file: DATA_MAP.ofSnapshot } }),
    };
  }
  const named = options.context !== undefined || options.kubeconfig !== undefined || options.inCluster;
  if (!named && !hasKubeconfig()) throw usage(CLI.noSource);
  return readLive(options, frozen);
}

/** As kubectl looks for it. */
function hasKubeconfig(): boolean {
  const listed = (process.env.KUBECONFIG ?? '').split(delimiter).filter((file) => file !== '');
  return (listed.length > 0 ? listed : [join(homedir(), '.kube', 'config')]).some((file) => existsSync(file));
}

/** The live source's first complete state; `frozen` reads again what changed meanwhile. */
async function readLive({ context, kubeconfig, inCluster }: CommonOptions, frozen: boolean): Promise<Reading> {
  const [{ openSource }, { createStateSink }] = await Promise.all([
    import('#server/analysis/open-source.ts'),
    import('#server/analysis/state-sink.ts'),
  ]);
  const source = openSource({ type: 'live', context, kubeconfig, inCluster });
  const { promise, resolve, reject } = Promise.withResolvers<SourceStatus>();
  const state = createStateSink(
    () => {},
    (status) => {
      if (status.state === 'current') resolve(status);
      else if (status.state === 'failed' || status.state === 'lost') reject(sourceError(status));
    },
  );
  source.start(state.sink);
  try {
    const status = await promise;
    const { signal } = new AbortController();
    const record = frozen ? await source.freeze({ signal }) : source.record();
    const objects = state.snapshot();
    if (
      objects.completeness.kinds.length > 0 &&
      objects.completeness.kinds.every(({ state: kind }) => kind === 'forbidden')
    ) {
      throw new RingfenceError('SOURCE_FORBIDDEN', ERRORS.SOURCE_FORBIDDEN.action);
    }
    const { type, label, asOf } = status;
    const taken = asOf ?? new Date().toISOString();
    return {
      objects,
      taken,
      cluster: context ?? label,
      source: { type, label, state: 'current', asOf: taken },
      record,
    };
  } finally {
    await source.stop();
  }
}

function sourceError({ error }: SourceStatus): RingfenceError {
  const code =
    error !== undefined && Object.hasOwn(ERRORS, error.code) ? (error.code as ErrorCode) : 'SOURCE_UNREACHABLE';
  return new RingfenceError(code, error?.message ?? ERRORS.SOURCE_UNREACHABLE.action, error?.detail);
}

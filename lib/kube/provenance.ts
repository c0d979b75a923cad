import type { Completeness, KindCompleteness } from './cluster-objects.ts';
import type {
  AboutServer,
  ClockOffset,
  FilesRecord,
  ListRecord,
  ReadingRecord,
  ServerRecord,
  SourceRecord,
  Told,
} from './source-record.ts';

/**
 * Where a snapshot's objects come from (gdpr.md §5.3): what was asked, as whom, when, and what was answered. No person and
 * no address of a server is in it. Times are RFC 3339, hashes SHA-256 in lower-case hex.
 */
export type Provenance = ServerProvenance | FilesProvenance;

export interface FilesProvenance extends FilesRecord {
  readonly kinds: readonly KindDigest[];
}

export interface ServerProvenance extends Omit<AboutServer, 'clock'>, Omit<ReadingRecord, 'lists'> {
  readonly from: 'api-server';
  /** Times are of the machine that read; how far its clock is from the server's. */
  readonly clock: { readonly source: 'this-machine'; readonly toServer: Told<ClockOffset> };
  readonly kinds: readonly KindProvenance[];
  /** Lists of different kinds are not one moment; absent where nothing could be listed. */
  readonly skew?: Skew;
}

export interface KindDigest extends Pick<KindCompleteness, 'resource' | 'kind' | 'count'> {
  /** Of the RFC 8785 text of the list of this kind's objects as the evidence has them, by namespace and name. */
  readonly sha256: string;
}

export interface KindProvenance extends KindDigest, Pick<KindCompleteness, 'state' | 'deniedNamespaces'> {
  /** One, or one for each namespace where only single ones may be read. */
  readonly lists: readonly Omit<ListRecord, 'resource'>[];
  /** The lowest and the highest version that the objects of this kind are of. */
  readonly versions?: VersionSpan;
}

export interface VersionSpan {
  readonly from: string;
  readonly to: string;
}

/** How far apart the lists are: from the start of the first to the end of the last. */
export interface Skew {
  readonly from: string;
  readonly to: string;
  readonly milliseconds: number;
  readonly versions?: VersionSpan;
}

/** What is known of a source, before the digests of its objects. */
export type UndigestedProvenance = Undigested<ServerProvenance> | Undigested<FilesProvenance>;
type Undigested<Told extends Provenance> = Omit<Told, 'kinds'> & {
  readonly kinds: readonly Omit<Told['kinds'][number], 'sha256'>[];
};

/** Joins what the source says with what was read. */
export function joinProvenance(record: SourceRecord, { kinds }: Completeness): UndigestedProvenance {
  if (record.from === 'api-server') return ofServer(record, kinds);
  return { ...record, kinds: kinds.map(({ resource, kind, count }) => ({ resource, kind, count })) };
}

/**
 * What was joined, joined again with what the source said alone: which kinds there are, and how far their lists lie apart,
 * follows. Of what nobody altered it changes nothing.
 */
export function rejoinProvenance(provenance: UndigestedProvenance, completeness: Completeness): UndigestedProvenance {
  if (provenance.from !== 'api-server') return joinProvenance(provenance, completeness);
  const { from, clusterId, version, authority, identity, rules, clock, kinds, skew: _, ...how } = provenance;
  const about = { clusterId, version, authority, identity, rules, clock: clock.toServer };
  const lists = kinds.flatMap(({ resource, lists }) => lists.map((list) => ({ resource, ...list })));
  return joinProvenance({ from, about, reading: { ...how, lists } }, completeness);
}

/** @param digestOf of a kind's objects, by its name in the completeness. */
export function digestProvenance(
  provenance: UndigestedProvenance,
  digestOf: (kind: string) => Pick<KindDigest, 'count' | 'sha256'>,
): Provenance {
  const kinds = provenance.kinds.map((kind) => ({ ...kind, ...digestOf(kind.kind) }));
  return { ...provenance, kinds } as Provenance;
}

function ofServer({ about, reading }: ServerRecord, kinds: readonly KindCompleteness[]): Undigested<ServerProvenance> {
  const { clock, ...told } = about;
  const { lists, ...how } = reading;
  const byResource = Map.groupBy(lists, ({ resource }) => resource);
  return {
    from: 'api-server',
    ...told,
    clock: { source: 'this-machine', toServer: clock },
    ...how,
    kinds: kinds.map(({ resource, kind, count, state, deniedNamespaces }) => {
      const ofKind = byResource.get(resource) ?? [];
      const versions = spanOf(ofKind);
      return {
        ...{ resource, kind, count, state },
        ...(deniedNamespaces === undefined ? {} : { deniedNamespaces }),
        lists: ofKind.map(({ resource: _resource, ...list }) => list),
        ...(versions === undefined ? {} : { versions }),
      };
    }),
    ...(lists.length === 0 ? {} : { skew: skewOf(lists) }),
  };
}

/** @param lists at least one. */
export function skewOf(
  lists: readonly Pick<ListRecord, 'started' | 'ended' | 'resourceVersion' | 'watchedTo'>[],
): Skew {
  const from = lists.map(({ started }) => started).reduce((a, b) => (a < b ? a : b));
  const to = lists.map(({ ended }) => ended).reduce((a, b) => (a > b ? a : b));
  const versions = spanOf(lists);
  return {
    from,
    to,
    milliseconds: Date.parse(to) - Date.parse(from),
    ...(versions === undefined ? {} : { versions }),
  };
}

/** Versions are numbers that grow over all kinds of a server (Kubernetes 1.35); of what is none there is no span. */
function spanOf(lists: readonly Pick<ListRecord, 'resourceVersion' | 'watchedTo'>[]): VersionSpan | undefined {
  const told = lists.flatMap(({ resourceVersion, watchedTo }) =>
    watchedTo === undefined ? [resourceVersion] : [resourceVersion, watchedTo],
  );
  if (told.length === 0 || !told.every((version) => /^\d+$/.test(version))) return undefined;
  const sorted = told.map(BigInt).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return { from: String(sorted[0]), to: String(sorted.at(-1)) };
}

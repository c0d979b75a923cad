import type { SourceStatus } from '#lib/api/cluster-types.ts';
import type { KindCompleteness, ReadingNote, UnreadObject } from '#lib/kube/cluster-objects.ts';
import type { KeptObject } from '#lib/kube/objects.ts';
import type { SourceRecord } from '#lib/kube/source-record.ts';
import type { SourceReading } from './files/document-sink.ts';

/**
 * Where a cluster's objects come from. A source only ever speaks to its sink, and says nothing after `stop` has resolved.
 * `start` returns at once; what goes wrong later is told through `status` and `completeness`, never thrown.
 */
export interface ClusterSource {
  readonly type: SourceStatus['type'];
  start(sink: SourceSink): void;
  /** How what was told so far was read; undefined before anything was. */
  record(): SourceRecord | undefined;
  /** What came with the objects and counts where nothing else is given: a snapshot brings what it was computed with. */
  brought?(): Pick<SourceReading, 'dataMap' | 'adequacy' | 'observed'>;
  /**
   * Makes what was told as much of one moment as the source can, and says how: a live source lists anew what is old or
   * has changed. At the latest after `withinMs` it resolves with what it has, and so it does of a server that is lost. The
   * sink has heard everything when it resolves. Rejects with the signal's reason.
   */
  freeze(options: FreezeOptions): Promise<SourceRecord | undefined>;
  /** Ends every request, timer and child process. Resolves within a second. */
  stop(): Promise<void>;
}

export interface FreezeOptions {
  readonly signal: AbortSignal;
  /** Told of each step as it begins. */
  readonly onStep?: (step: FreezeStep) => void;
  /** Default 20 s. */
  readonly withinMs?: number;
  /** A list asked for within so much time counts as new. Default 10 s. */
  readonly newWithinMs?: number;
}

/** `listing`: so many lists are read anew. `listing-again`: of these kinds objects changed meanwhile. */
export type FreezeStep =
  | { readonly step: 'listing'; readonly lists: number }
  | { readonly step: 'listing-again'; readonly resources: readonly string[] }
  | { readonly step: 'frozen' };

/** What a source tells. Objects are projected (`lib/kube/project.ts`); the sink gathers calls into revisions. */
export interface SourceSink {
  /** Objects of a listing that is not whole yet: work on them can begin, nothing is said of the cluster. */
  coming?(objects: readonly KeptObject[]): void;
  /** Replaces all objects of the kind (`KeptObject.kind`; for policy kinds of others, `apiVersion/Kind`). */
  reset(kind: string, objects: readonly KeptObject[]): void;
  upsert(object: KeptObject): void;
  /** `kind` as in `reset`, `key` as `objectKey` gives it. */
  remove(kind: string, key: string): void;
  /** Replaces what was last said of `completeness.resource`. */
  completeness(completeness: KindCompleteness): void;
  /** The server stopped serving a kind: forget it. Only for kinds of policy groups, which come and go. */
  forget(kind: string, resource: string): void;
  /** Replaces all objects and fields of this kind that could not be read; live objects have no file and line. */
  unread(kind: string, objects: readonly UnreadObject[]): void;
  /** Adds to what was assumed while reading. Files only. */
  notes(notes: readonly ReadingNote[]): void;
  status(status: SourceStatus): void;
}

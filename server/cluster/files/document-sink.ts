import { RingfenceError } from '#lib/api/errors.ts';
import type { AdequacyTable } from '#lib/gdpr/adequacy/types.ts';
import type { ObservedFacts } from '#lib/gdpr/observed-facts.ts';
import { buildClusterObjects, countKinds } from '#lib/kube/build-cluster-objects.ts';
import type { ClusterObjects, KindCompleteness, ReadingNote, UnreadObject } from '#lib/kube/cluster-objects.ts';
import { inToldOrder } from '#lib/kube/kept-kinds.ts';
import type { KeptObject, Origin } from '#lib/kube/objects.ts';
import { type Projection, projectObject } from '#lib/kube/project.ts';
import { isRawObject, type RawObject } from '#lib/kube/read-field.ts';
import type { FileRecord, FilesRecord } from '#lib/kube/source-record.ts';
import { problems as problemTexts, readingNotes } from '#lib/text/en/reading.ts';
import { type CaptureHead, isCapture, readCaptureHead } from './capture-head.ts';
import type { ReadingLimits } from './limits.ts';

/** What a reading gives: the objects of one cluster, and the source's own time where it carries one. */
export interface SourceReading {
  readonly objects: ClusterObjects;
  /** RFC 3339, from a capture or a snapshot; files have no time of their own. */
  readonly taken?: string;
  /** The cluster's name, from a capture or a snapshot. */
  readonly cluster?: string;
  /** The text of the DataMap with which a snapshot was computed. */
  readonly dataMap?: string | undefined;
  /** The adequacy table that a snapshot was computed with, where one was given. */
  readonly adequacy?: AdequacyTable | undefined;
  /** What was observed of it, where that is known. */
  readonly observed?: ObservedFacts | undefined;
  /** The files themselves. */
  readonly record: FilesRecord;
}

/** A parsed document and where it stands. `lineOf` finds the line of a JSON path inside it, where that is known. */
export interface ParsedDocument {
  readonly value: unknown;
  readonly origin: Origin;
  /** The text holds `{{`: what cannot be read is then taken for a Helm template. */
  readonly template?: boolean;
  readonly lineOf?: (path: string) => number | undefined;
}

/** Gathers documents from any number of files into one cluster. Holds kept objects only, never the raw ones. */
export class DocumentSink {
  readonly limits: ReadingLimits;
  readonly #kept: KeptObject[] = [];
  readonly #unread: UnreadObject[] = [];
  #unreadBeyond = 0;
  readonly #notes = new Map<ReadingNote['code'], { readonly kept: ReadingNote[]; beyond: number }>();
  readonly #skipped = new Map<string, { readonly secret: boolean; count: number }>();
  #capture: CaptureHead | undefined;
  #dataMap: string | undefined;
  #adequacy: AdequacyTable | undefined;
  #observed: ObservedFacts | undefined;
  readonly #files: FileRecord[] = [];

  constructor(limits: ReadingLimits) {
    this.limits = limits;
  }

  /** True once anything of Kubernetes was seen, readable or not. */
  get sawKubernetes(): boolean {
    return this.#kept.length > 0 || this.#skipped.size > 0 || this.#capture !== undefined || this.#unread.some(named);
  }

  get unread(): readonly UnreadObject[] {
    return this.#unread;
  }

  /** `direct`: the file was named by the user, so a kubeconfig is refused with the whole reading. */
  add(document: ParsedDocument, direct: boolean): void {
    const { value, origin } = document;
    if (isList(value)) {
      this.#addList(document, value, direct);
      return;
    }
    if (isCapture(value)) {
      this.setCapture(value, origin.file);
      this.#addItems(value.items, document, direct);
      return;
    }
    const projection = projectObject(value, origin);
    if (document.template && looksLikeTemplate(projection)) {
      this.note({ code: 'helm-template', message: readingNotes.helmTemplate, ...placeOf(origin) });
      return;
    }
    if (projection.kept !== undefined) this.#kept.push(projection.kept);
    for (const problem of projection.problems) {
      const line = problem.field === undefined ? undefined : document.lineOf?.(problem.field);
      this.problem(line === undefined ? problem : { ...problem, line });
    }
    for (const note of projection.notes) this.note(note);
    if (projection.skipped !== undefined)
      this.#skip(projection.skipped.reason, projection.skipped.kind, origin, direct);
  }

  setDataMap(text: string): void {
    this.#dataMap = text;
  }

  setObserved(observed: ObservedFacts): void {
    this.#observed = observed;
  }

  setAdequacy(table: AdequacyTable): void {
    this.#adequacy = table;
  }

  /** The head of a capture: its time, cluster and completeness. The newest time of several captures counts. */
  setCapture(value: RawObject, file: string): void {
    const head = readCaptureHead(value, file);
    this.#capture = this.#capture === undefined ? head : mergeHeads(this.#capture, head);
  }

  /** A file was read to its end. */
  file(record: FileRecord): void {
    this.#files.push(record);
  }

  problem(problem: UnreadObject): void {
    if (this.#unread.length < this.limits.problems) this.#unread.push(problem);
    else this.#unreadBeyond += 1;
  }

  note(note: ReadingNote): void {
    const group = this.#notes.get(note.code) ?? { kept: [], beyond: 0 };
    this.#notes.set(note.code, group);
    if (group.kept.length < this.limits.notesOfAKind) group.kept.push(note);
    else group.beyond += 1;
  }

  finish(): SourceReading {
    const unread = [...(this.#capture?.unread ?? []), ...this.#unread];
    if (this.#unreadBeyond > 0) unread.push({ message: readingNotes.more(this.#unreadBeyond) });
    const built = buildClusterObjects(this.#kept);
    for (const note of built.completeness.notes) this.note(note);
    const objects: ClusterObjects = {
      ...built,
      completeness: { kinds: kindsOf(built, this.#capture), unread, notes: this.#allNotes() },
    };
    const { taken, cluster } = this.#capture ?? {};
    const dataMap = this.#dataMap;
    return {
      objects,
      ...(taken === undefined ? {} : { taken }),
      ...(cluster === undefined ? {} : { cluster }),
      ...(dataMap === undefined ? {} : { dataMap }),
      ...(this.#adequacy === undefined ? {} : { adequacy: this.#adequacy }),
      ...(this.#observed === undefined ? {} : { observed: this.#observed }),
      record: { from: 'files', files: this.#files },
    };
  }

  #addList(document: ParsedDocument, list: RawObject, direct: boolean): void {
    // Items of a typed list (PodList) carry no kind of their own in the API's answers.
    const itemKind = String(list.kind).slice(0, -'List'.length);
    const typed = itemKind === '' ? undefined : { apiVersion: list.apiVersion, kind: itemKind };
    this.#addItems(list.items, document, direct, typed);
  }

  #addItems(items: unknown, document: ParsedDocument, direct: boolean, typed?: RawObject): void {
    if (items === undefined || items === null) return;
    if (!Array.isArray(items)) {
      this.problem({ ...placeOf(document.origin), field: 'items', message: problemTexts.mustBeList(items) });
      return;
    }
    for (const [index, item] of items.entries()) {
      const { file, line } = document.origin;
      const at = document.lineOf?.(`items[${index}]`) ?? line;
      const value = typed !== undefined && isRawObject(item) && item.kind === undefined ? { ...typed, ...item } : item;
      const lineOf = (path: string) => document.lineOf?.(`items[${index}].${path}`);
      this.add({ value, origin: { file, document: index + 1, line: at }, lineOf }, direct);
    }
  }

  #skip(reason: string, kind: string | undefined, origin: Origin, direct: boolean): void {
    if (reason === 'kubeconfig') {
      const message = problemTexts.kubeconfig(origin.file);
      if (direct) throw new RingfenceError('UNREADABLE_INPUT', message);
      this.problem({ ...placeOf(origin), message });
    } else if (reason === 'not-kubernetes') {
      this.note({ code: 'not-kubernetes', message: readingNotes.notKubernetes, ...placeOf(origin) });
    } else if (kind !== undefined) {
      const group = this.#skipped.get(kind) ?? { secret: reason === 'secret', count: 0 };
      group.count += 1;
      this.#skipped.set(kind, group);
    }
  }

  #allNotes(): readonly ReadingNote[] {
    const skipped = [...this.#skipped]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, { secret, count }]): ReadingNote => {
        const message = secret ? readingNotes.secretsSkipped(kind, count) : readingNotes.skippedKind(kind, count);
        return { code: 'skipped-kind', message };
      });
    const gathered = [...this.#notes].flatMap(([code, { kept, beyond }]) =>
      beyond === 0 ? kept : [...kept, { code, message: readingNotes.more(beyond) }],
    );
    return [...(this.#capture?.notes ?? []), ...gathered, ...skipped];
  }
}

/** A capture says how far its cluster could be read; the counts are those of this reading. */
function kindsOf(objects: ClusterObjects, capture: CaptureHead | undefined): readonly KindCompleteness[] {
  const counted = countKinds(objects);
  if (capture === undefined) return counted;
  const counts = new Map(counted.map(({ kind, count }) => [kind, count]));
  const captured = capture.kinds.map((kind) => ({ ...kind, count: counts.get(kind.kind) ?? kind.count }));
  const known = new Set(captured.map(({ kind }) => kind));
  return inToldOrder([...captured, ...counted.filter(({ kind }) => !known.has(kind))]);
}

function mergeHeads(a: CaptureHead, b: CaptureHead): CaptureHead {
  const newest = (a.taken ?? '') >= (b.taken ?? '') ? a : b;
  const kinds = new Map(a.kinds.map((kind) => [kind.kind, kind]));
  // Of two statements about one kind the weaker one holds.
  for (const kind of b.kinds)
    if (kinds.get(kind.kind)?.state !== 'read' || kind.state !== 'read') kinds.set(kind.kind, kind);
  return {
    ...newest,
    kinds: [...kinds.values()],
    unread: [...a.unread, ...b.unread],
    notes: [...a.notes, ...b.notes],
  };
}

function isList(value: unknown): value is RawObject {
  return (
    isRawObject(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    value.kind.endsWith('List') &&
    value.kind !== 'SecretList' &&
    value.kind !== 'ConfigMapList' &&
    'items' in value
  );
}

/** A document with `{{` that can be read as Kubernetes is no template: such text may stand in any quoted value. */
function looksLikeTemplate({ kept, problems, skipped }: Projection): boolean {
  if (kept === undefined) return problems.length > 0 || skipped?.reason === 'not-kubernetes';
  return kept.metadata.name.includes('{{') || (kept.metadata.namespace?.includes('{{') ?? false);
}

function named(problem: UnreadObject): boolean {
  return problem.object !== undefined;
}

function placeOf(origin: Origin): Pick<UnreadObject, 'file' | 'document' | 'line'> {
  return { file: origin.file, document: origin.document, line: origin.line };
}

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { isRingfenceError, RingfenceError } from '#lib/api/errors.ts';
import { noteLine, unreadLine } from '#lib/kube/reading-lines.ts';
import { readingFailures } from '#lib/text/en/reading.ts';
import { DocumentSink, type SourceReading } from './document-sink.ts';
import { READING_LIMITS, type ReadingLimits } from './limits.ts';
import { archiveFormatOf, readArchive } from './read-archive.ts';
import { readSnapshotInputs } from './read-snapshot-inputs.ts';
import { type Bytes, readStream } from './read-stream.ts';
import { recordBytes } from './record-bytes.ts';
import { walkFolder } from './walk-folder.ts';

export interface ReadSourcesOptions {
  /** What `-` reads. */
  readonly stdin?: Bytes;
  /** The first thing that cannot be read ends the reading. */
  readonly strict?: boolean;
  readonly limits?: ReadingLimits;
}

/** Reasons why nothing was read before the rest is counted. */
const SHOWN_REASONS = 10;

const SNAPSHOT_PREFIX = 'snapshot:';

/**
 * Reads files, folders, archives, `-` and `snapshot:FILE` into one cluster. What cannot be read is named in the
 * completeness and the rest goes on. Throws RingfenceError: USAGE (no such file), TOO_LARGE, NOTHING_KUBERNETES,
 * UNREADABLE_INPUT (a kubeconfig, a broken archive or capture, anything unread with `strict`).
 */
export async function readSources(paths: readonly string[], options: ReadSourcesOptions = {}): Promise<SourceReading> {
  const sink = new DocumentSink(options.limits ?? READING_LIMITS);
  if (paths.filter((path) => path === '-').length > 1) throw new RingfenceError('USAGE', readingFailures.stdinTwice);
  for (const path of paths) await readSource(path, sink, options);
  return finishReading(sink, paths.map(nameOfSource).join(', '), options.strict ?? false);
}

/** Ends a reading: nothing of Kubernetes, or anything unread with `strict`, is an error. */
export function finishReading(sink: DocumentSink, name: string, strict: boolean): SourceReading {
  const reading = sink.finish();
  const { unread } = reading.objects.completeness;
  const first = unread[0];
  if (!sink.sawKubernetes) {
    throw new RingfenceError('NOTHING_KUBERNETES', readingFailures.nothingKubernetes(name), reasonsOf(reading));
  }
  if (strict && first !== undefined) {
    throw new RingfenceError('UNREADABLE_INPUT', readingFailures.strict(unreadLine(first), unread.length));
  }
  return reading;
}

/** Why nothing was read, line by line; undefined where nothing was there. */
function reasonsOf({ objects }: SourceReading): string | undefined {
  const { unread, notes } = objects.completeness;
  const lines = [...unread.map(unreadLine), ...notes.map(noteLine)];
  if (lines.length === 0) return undefined;
  const beyond = lines.length > SHOWN_REASONS ? [readingFailures.moreReasons(lines.length - SHOWN_REASONS)] : [];
  return [...lines.slice(0, SHOWN_REASONS), ...beyond].join('\n');
}

async function readSource(path: string, sink: DocumentSink, options: ReadSourcesOptions): Promise<void> {
  if (path === '-') {
    const name = nameOfSource(path);
    await readStream(recorded(options.stdin ?? emptyBytes(), name, sink), name, 'content', sink, true);
    return;
  }
  if (path.startsWith(SNAPSHOT_PREFIX)) {
    await readSnapshotInputs(path.slice(SNAPSHOT_PREFIX.length), sink);
    return;
  }
  const kind = await statOf(path);
  if (kind.isDirectory()) await readFolder(path, sink);
  // A named pipe is welcome where the user names it: <(helm template .)
  else if (kind.isFile() || kind.isFIFO()) await readFile(path, path, sink, true);
  else throw new RingfenceError('USAGE', readingFailures.notReadable(path));
}

async function readFolder(folder: string, sink: DocumentSink): Promise<void> {
  const files = await walkFolder(folder, (note) => sink.note(note));
  if (files.length === 0) {
    throw new RingfenceError('NOTHING_KUBERNETES', readingFailures.emptyFolder(folder), reasonsOf(sink.finish()));
  }
  for (const file of files) {
    try {
      await readFile(file, relative(folder, file), sink, false);
    } catch (error) {
      if (isRingfenceError(error)) throw error;
      sink.problem({ file: relative(folder, file), message: readingFailures.cannotOpen(relative(folder, file)) });
    }
  }
}

async function readFile(path: string, name: string, sink: DocumentSink, direct: boolean): Promise<void> {
  const archive = direct ? archiveFormatOf(path) : undefined;
  const file = createReadStream(path, { highWaterMark: 1 << 18 });
  const bytes = recorded(file, name, sink);
  try {
    if (archive === undefined) await readStream(bytes, name, isJsonName(path) ? 'json' : 'content', sink, direct);
    else await readArchive(bytes, name, archive, sink);
  } catch (error) {
    if (isRingfenceError(error) || !direct) throw error;
    throw new RingfenceError('USAGE', readingFailures.cannotOpen(path), String(error));
  } finally {
    file.destroy();
  }
}

function recorded(bytes: Bytes, name: string, sink: DocumentSink): Bytes {
  return recordBytes(bytes, name, (record) => sink.file(record));
}

export function isJsonName(name: string): boolean {
  return /\.json$/i.test(name);
}

async function statOf(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    // That there is none is all there is to say of it; whatever else is wrong is told in the system's words.
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new RingfenceError('USAGE', readingFailures.noSuchFile(path), isAbsent ? undefined : String(error));
  }
}

function nameOfSource(path: string): string {
  return path === '-' ? 'standard input' : path;
}

async function* emptyBytes(): AsyncGenerator<Uint8Array> {}

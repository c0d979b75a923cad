import { Readable } from 'node:stream';
import { DocumentSink, type SourceReading } from './document-sink.ts';
import { READING_LIMITS, type ReadingLimits } from './limits.ts';
import { archiveFormatOf, readArchive } from './read-archive.ts';
import { finishReading, isJsonName } from './read-sources.ts';
import { type Bytes, readStream } from './read-stream.ts';
import { recordBytes } from './record-bytes.ts';

/**
 * Reads one file that was given to the page, with the bounds of every file. The name decides as on the command line; it
 * is only ever shown, never opened. Throws as `readSources`.
 */
export async function readUpload(
  name: string,
  body: Uint8Array | Bytes,
  options: { readonly limits?: ReadingLimits } = {},
): Promise<SourceReading> {
  const sink = new DocumentSink(options.limits ?? READING_LIMITS);
  const bytes = recordBytes(body instanceof Uint8Array ? Readable.from([body]) : body, name, (record) =>
    sink.file(record),
  );
  const archive = archiveFormatOf(name);
  if (archive !== undefined) await readArchive(bytes, name, archive, sink);
  else await readStream(bytes, name, isJsonName(name) ? 'json' : 'content', sink, true);
  return finishReading(sink, name, false);
}

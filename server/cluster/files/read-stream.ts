import { isUtf8 } from 'node:buffer';
import { RingfenceError } from '#lib/api/errors.ts';
import { readingFailures } from '#lib/text/en/reading.ts';
import type { DocumentSink } from './document-sink.ts';
import { megabytes } from './limits.ts';
import { jsonReader } from './read-json.ts';
import { readYaml } from './read-yaml.ts';

export type Bytes = AsyncIterable<Uint8Array>;

/** How a text is to be read. `content`: by its first character, as for standard input. */
export type TextFormat = 'json' | 'yaml' | 'content';

/**
 * Reads one text into the sink: JSON piece by piece, YAML whole. `direct`: the user named this very file. Throws
 * TOO_LARGE beyond the bounds; everything else becomes a problem of the file.
 */
export async function readStream(
  bytes: Bytes,
  file: string,
  format: TextFormat,
  sink: DocumentSink,
  direct: boolean,
): Promise<void> {
  const { limits } = sink;
  let reader: ReturnType<typeof jsonReader> | undefined;
  let size = 0;
  const yaml: Buffer[] = [];
  let decided = format === 'json';
  if (decided) reader = jsonReader(file, sink, direct);
  for await (const piece of bytes) {
    let chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    if (size === 0) {
      if (isUtf16(chunk)) return sink.problem({ file, message: readingFailures.notUtf8 });
      if (chunk.subarray(0, 3).equals(BYTE_ORDER_MARK)) chunk = chunk.subarray(3);
    }
    if (chunk.includes(0)) return sink.problem({ file, message: readingFailures.binary });
    size += chunk.length;
    if (!decided) {
      const shape = shapeOf(yaml.length === 0 ? chunk : Buffer.concat([...yaml, chunk]));
      if (shape === 'json') {
        reader = jsonReader(file, sink, direct);
        for (const earlier of yaml.splice(0)) reader.write(earlier);
      }
      decided = shape !== undefined;
    }
    if (reader !== undefined) {
      if (size > limits.json)
        throw new RingfenceError('TOO_LARGE', readingFailures.jsonTooLarge(file, megabytes(limits.json)));
      reader.write(chunk);
    } else {
      if (size > limits.yaml)
        throw new RingfenceError('TOO_LARGE', readingFailures.yamlTooLarge(file, megabytes(limits.yaml)));
      yaml.push(Buffer.from(chunk));
    }
  }
  if (reader !== undefined) {
    reader.end();
    return;
  }
  const whole = Buffer.concat(yaml);
  if (!isUtf8(whole)) return sink.problem({ file, message: readingFailures.notUtf8 });
  readYaml(whole.toString('utf8'), file, sink, direct);
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

function isUtf16(chunk: Buffer): boolean {
  return chunk.length >= 2 && ((chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff));
}

/**
 * JSON begins with `{"`, `{}` or `[`, but for white space; `{{` begins a template and `{a: b}` is YAML. Undefined:
 * nothing but white space so far.
 */
function shapeOf(bytes: Buffer): 'json' | 'yaml' | undefined {
  const start = bytes.subarray(0, 4096).toString('latin1').trimStart();
  if (start === '') return undefined;
  if (start === '{' || start === '[') return undefined;
  return /^(?:\{\s*["}]|\[\s*[{\]])/.test(start) ? 'json' : /^[{[]\s*$/.test(start) ? undefined : 'yaml';
}

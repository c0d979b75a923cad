import { readingFailures, readingNotes, yamlHint } from '#lib/text/en/reading.ts';
import type { DocumentSink } from './document-sink.ts';
import { parseYaml } from './parse-yaml.ts';
import { parsePlainYaml } from './plain-yaml.ts';
import { splitYaml, type YamlPart } from './split-yaml.ts';
import { lineFinder, offsetOfPath } from './yaml-lines.ts';
import { documentToJson, TooDeep, TooManyAliases, UnresolvedAlias } from './yaml-to-json.ts';

/** Reads all documents of a YAML text into the sink. `direct`: the file was named by the user. */
export function readYaml(text: string, file: string, sink: DocumentSink, direct: boolean): void {
  for (const part of splitYaml(text)) readPart(part, file, sink, direct);
}

function readPart(part: YamlPart, file: string, sink: DocumentSink, direct: boolean): void {
  const template = part.text.includes('{{');
  const place = { file, document: part.document, line: part.line };
  let parsed: ParsedPart | undefined;
  const plain = parsePlainYaml(part.text);
  if (plain === undefined) {
    parsed = parsePart(part, file, sink);
    if ('message' in parsed) {
      if (template) sink.note({ code: 'helm-template', message: readingNotes.helmTemplate, ...place });
      else sink.problem({ ...place, line: parsed.line, message: parsed.message });
      return;
    }
  }
  const value = parsed === undefined ? plain : parsed.value;
  if (value === null || value === undefined) return;
  const lineOf = (path: string) => {
    // Asked only for what could not be read and for whole lists: then the tree is worth its price.
    parsed ??= parsePart(part, file, sink);
    return parsed.lineOf(path);
  };
  sink.add({ value, origin: { ...place, text: part.text }, template, lineOf }, direct);
}

type ParsedPart = { readonly lineOf: (path: string) => number | undefined } & (
  | { readonly value: unknown }
  | { readonly message: string; readonly line: number; readonly value?: undefined }
);

function parsePart(part: YamlPart, file: string, sink: DocumentSink): ParsedPart {
  const linesBefore = lineFinder(part.text);
  const lineAt = (offset: number) => part.line + linesBefore(offset);
  const failed = (message: string, line = part.line) => ({ message, line, lineOf: () => undefined });
  try {
    const document = parseYaml(part.text);
    const error = document.errors[0];
    if (error !== undefined) return failed(readingFailures.notYaml(yamlHint(error.code)), lineAt(error.pos[0]));
    const value = documentToJson(document.contents, sink.limits, (key, offset) => {
      const message = readingNotes.duplicateKey(key);
      sink.note({ code: 'duplicate-key', message, file, document: part.document, line: lineAt(offset) });
    });
    const lineOf = (path: string) => {
      const offset = offsetOfPath(document.contents, path);
      return offset === undefined ? undefined : lineAt(offset);
    };
    return { value, lineOf };
  } catch (error) {
    if (error instanceof TooManyAliases) return failed(readingFailures.tooManyAliases(sink.limits.aliases));
    if (error instanceof UnresolvedAlias) return failed(readingFailures.unresolvedAlias);
    // The parser itself is recursive: what is deeper than its stack is deeper than our limit.
    if (error instanceof TooDeep || error instanceof RangeError) {
      return failed(readingFailures.tooDeep(sink.limits.nesting));
    }
    throw error;
  }
}

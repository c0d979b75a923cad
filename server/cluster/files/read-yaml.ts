import { type Document, isAlias, isMap, isScalar, isSeq, type ParsedNode, parseDocument, Schema } from 'yaml';
import { readingFailures, readingNotes, yamlHint } from '#lib/text/en/reading.ts';
import type { DocumentSink } from './document-sink.ts';
import { splitYaml, type YamlPart } from './split-yaml.ts';
import { documentToJson, TooDeep, TooManyAliases, UnresolvedAlias } from './yaml-to-json.ts';

/**
 * YAML as Kubernetes reads it: version 1.1 (an unquoted `yes` is a boolean), but timestamps and base-60 numbers stay
 * text, and the last of two equal keys wins. The parser's own messages may quote values and are never shown.
 */
const PARSER_OPTIONS = {
  version: '1.1',
  uniqueKeys: false,
  prettyErrors: false,
  keepSourceTokens: false,
  logLevel: 'silent',
  // One schema for all documents: making it anew costs more than parsing a small one.
  schema: new Schema({
    schema: 'yaml-1.1',
    merge: true,
    resolveKnownTags: false,
    customTags: (tags) => tags.filter((tag) => !isTimeTag(tag)),
  }),
};

function isTimeTag(tag: unknown): boolean {
  if (typeof tag !== 'object' || tag === null) return false;
  const { tag: name, format } = tag as { tag?: unknown; format?: unknown };
  return name === 'tag:yaml.org,2002:timestamp' || format === 'TIME';
}

/** Reads all documents of a YAML text into the sink. `direct`: the file was named by the user. */
export function readYaml(text: string, file: string, sink: DocumentSink, direct: boolean): void {
  for (const part of splitYaml(text)) readPart(part, file, sink, direct);
}

function readPart(part: YamlPart, file: string, sink: DocumentSink, direct: boolean): void {
  const place = { file, document: part.document, line: part.line };
  const template = part.text.includes('{{');
  const fail = (message: string, line = part.line) => {
    if (template) sink.note({ code: 'helm-template', message: readingNotes.helmTemplate, ...place });
    else sink.problem({ ...place, line, message });
  };
  let value: unknown;
  let document: Document.Parsed<ParsedNode>;
  try {
    document = parseDocument(
      part.text,
      PARSER_OPTIONS as Parameters<typeof parseDocument>[1],
    ) as Document.Parsed<ParsedNode>;
    const error = document.errors[0];
    if (error !== undefined) {
      fail(readingFailures.notYaml(yamlHint(error.code)), part.line + newlinesBefore(part.text, error.pos[0]));
      return;
    }
    value = documentToJson(document.contents, sink.limits, (key, offset) =>
      sink.note({
        code: 'duplicate-key',
        message: readingNotes.duplicateKey(key),
        ...place,
        line: part.line + newlinesBefore(part.text, offset),
      }),
    );
  } catch (error) {
    if (error instanceof TooManyAliases) fail(readingFailures.tooManyAliases(sink.limits.aliases));
    else if (error instanceof UnresolvedAlias) fail(readingFailures.unresolvedAlias);
    // The parser itself is recursive: what is deeper than its stack is deeper than our limit.
    else if (error instanceof TooDeep || error instanceof RangeError)
      fail(readingFailures.tooDeep(sink.limits.nesting));
    else throw error;
    return;
  }
  if (value === null || value === undefined) return;
  const lineOf = (path: string) => {
    const offset = offsetOf(document.contents, path);
    return offset === undefined ? undefined : part.line + newlinesBefore(part.text, offset);
  };
  sink.add({ value, origin: { ...place, text: part.text }, template, lineOf }, direct);
}

/** Where the value at a JSON path begins; the nearest ancestor where the value itself is absent. */
function offsetOf(root: ParsedNode | null, path: string): number | undefined {
  let node: unknown = root;
  let offset = root?.range?.[0];
  for (const step of stepsOf(path)) {
    if (isMap(node)) {
      const pair = node.items.findLast(({ key }) => isScalar(key) && String(key.value) === step);
      if (pair === undefined) return offset;
      offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)];
      if (item === undefined) return offset;
      node = item;
      offset = isMap(item) || isSeq(item) || isScalar(item) || isAlias(item) ? (item.range?.[0] ?? offset) : offset;
    } else {
      return offset;
    }
  }
  return offset;
}

/** `a.b[0]["c/d"]` → a, b, 0, c/d */
function stepsOf(path: string): readonly string[] {
  return [...path.matchAll(/\[("(?:[^"\\]|\\.)*")\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, name]) =>
    quoted === undefined ? (index ?? name ?? '') : String(JSON.parse(quoted)),
  );
}

function newlinesBefore(text: string, offset: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

import { LineCounter, parseAllDocuments } from 'yaml';
import { DATA_MAP } from '#lib/text/en/data-map.ts';
import { checkReferences } from './check-references.ts';
import { dataMapFile, type WrittenDataMap } from './data-map-shape.ts';
import { type DataMapProblem, NodeReader } from './node-reader.ts';
import { type DataMap, EMPTY_DATA_MAP } from './types.ts';

export interface ParsedDataMap {
  /** The parts that stand; those with a problem are left out. */
  readonly dataMap: DataMap;
  /** In the order of the file. Whoever computes with the map must first see that there is none. */
  readonly problems: readonly DataMapProblem[];
}

/** A file for people; the largest that anybody wrote by hand has some thousand lines. */
const MAX_MEGABYTES = 4;

/**
 * Reads a DataMap file (gdpr.md §4.2). Nothing is passed over: unknown keys, wrong types, unknown words and references
 * to what is not declared are problems with line and remedy, and never an exception.
 *
 * YAML 1.2, where the country `NO` is text and a date stays as written.
 */
export function parseDataMap(source: string): ParsedDataMap {
  if (source.length > MAX_MEGABYTES * 1024 * 1024) return failed(1, DATA_MAP.tooLarge(MAX_MEGABYTES));
  const lines = new LineCounter();
  const documents = parseAllDocuments(source, { lineCounter: lines, version: '1.2', uniqueKeys: false });
  const [first, second] = 'empty' in documents ? [] : documents;
  if (first === undefined || first.contents === null) {
    const [error] = first?.errors ?? [];
    if (error === undefined) return failed(1, DATA_MAP.empty);
  }
  const reader = new NodeReader(lines);
  for (const error of first?.errors ?? []) {
    reader.tell({ path: '', line: lines.linePos(error.pos[0]).line || 1 }, DATA_MAP.notYaml(briefly(error.message)));
  }
  if (second !== undefined) {
    reader.tell({ path: '', line: lines.linePos(second.range[0]).line }, DATA_MAP.secondDocument);
  }
  // After a slip in the YAML itself nobody knows where a part begins: what follows from it would only be noise.
  if ((first?.errors.length ?? 0) > 0) return { dataMap: EMPTY_DATA_MAP, problems: inOrder(reader.problems) };
  const place = { path: '', line: reader.lineOf(first?.contents) };
  const written = dataMapFile(first?.contents, place, reader);
  const dataMap = written === undefined ? EMPTY_DATA_MAP : completed(written);
  checkReferences(dataMap, reader);
  return { dataMap, problems: inOrder(reader.problems) };
}

function completed(written: WrittenDataMap): DataMap {
  const { apiVersion: _apiVersion, kind: _kind, ...parts } = written;
  return { ...EMPTY_DATA_MAP, ...parts };
}

function failed(line: number, message: string): ParsedDataMap {
  return { dataMap: EMPTY_DATA_MAP, problems: [{ line, path: '', message }] };
}

/** The parser's own message without its drawing of the place. */
function briefly(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}

function inOrder(problems: readonly DataMapProblem[]): readonly DataMapProblem[] {
  return problems.toSorted((a, b) => a.line - b.line);
}

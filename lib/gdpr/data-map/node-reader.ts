import { isAlias, isMap, isScalar, isSeq, type LineCounter, type Node } from 'yaml';
import { DATA_MAP } from '#lib/text/en/data-map.ts';
import { nearestWord } from './nearest-word.ts';

/** One thing that is wrong in the file: where, and what to write instead. */
export interface DataMapProblem {
  /** 1-based. */
  readonly line: number;
  /** `workloads[0].dataClass`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

export type YamlNode = Node | null | undefined;

/** Where in the file a value stands. */
export interface Place {
  readonly path: string;
  /** Of the key, where the value itself is absent. */
  readonly line: number;
}

/** Reads a value; undefined after telling the problem. */
export type Read<Value> = (node: YamlNode, place: Place, reader: NodeReader) => Value | undefined;

type Fields<Shape> = { readonly [Key in keyof Shape]-?: Read<Exclude<Shape[Key], undefined>> };

/**
 * Reads the nodes of a YAML document strictly: whatever is not as it must be is a problem with its line, and the rest
 * is read all the same.
 */
export class NodeReader {
  readonly problems: DataMapProblem[] = [];
  readonly #lines: LineCounter;

  constructor(lines: LineCounter) {
    this.#lines = lines;
  }

  lineOf(node: YamlNode, otherwise = 1): number {
    const start = node?.range?.[0];
    return start === undefined ? otherwise : this.#lines.linePos(start).line;
  }

  tell(place: Place, message: string): undefined {
    this.problems.push({ line: place.line, path: place.path, message });
  }
}

/** A map with these keys and no others; those of `required` must be there, or the whole is not there. */
export function mapOf<Shape extends object>(fields: Fields<Shape>, required: readonly (keyof Shape & string)[] = []) {
  const known = Object.keys(fields);
  return (node: YamlNode, place: Place, reader: NodeReader): Shape | undefined => {
    if (!isMap(node)) return reader.tell(place, DATA_MAP.expected(DATA_MAP.what.map, found(node, reader, place)));
    const values: Record<string, unknown> = {};
    const seen = new Set<string>();
    for (const pair of node.items) {
      const key = keyText(pair.key);
      const line = reader.lineOf(pair.key as Node, place.line);
      if (key === undefined) {
        reader.tell({ path: place.path, line }, DATA_MAP.keyIsNoText);
        continue;
      }
      if (seen.has(key)) {
        reader.tell({ path: place.path, line }, DATA_MAP.duplicateKey(key));
        continue;
      }
      seen.add(key);
      if (!Object.hasOwn(fields, key)) {
        reader.tell({ path: place.path, line }, DATA_MAP.unknownKey(key, known, nearestWord(key, known)));
        continue;
      }
      const value = pair.value as YamlNode;
      const path = place.path === '' ? key : `${place.path}.${key}`;
      const inside = { path, line: reader.lineOf(value, line) };
      if (value === null || value === undefined || (isScalar(value) && value.value === null)) {
        reader.tell({ path, line }, DATA_MAP.emptyText);
        continue;
      }
      const read = fields[key as keyof Shape](value, inside, reader);
      if (read !== undefined) values[key] = read;
    }
    let whole = true;
    for (const key of required) {
      if (values[key] !== undefined) continue;
      whole = false;
      if (!seen.has(key)) reader.tell(place, DATA_MAP.missing(key));
    }
    return whole ? (values as Shape) : undefined;
  };
}

/** A map whose keys the file chooses. */
export function recordOf<Value>(
  readKey: (key: string, place: Place, reader: NodeReader) => boolean,
  read: Read<Value>,
) {
  return (node: YamlNode, place: Place, reader: NodeReader): Readonly<Record<string, Value>> | undefined => {
    if (!isMap(node)) return reader.tell(place, DATA_MAP.expected(DATA_MAP.what.map, found(node, reader, place)));
    const values: Record<string, Value> = Object.create(null);
    for (const pair of node.items) {
      const key = keyText(pair.key);
      const line = reader.lineOf(pair.key as Node, place.line);
      if (key === undefined) {
        reader.tell({ path: place.path, line }, DATA_MAP.keyIsNoText);
        continue;
      }
      if (Object.hasOwn(values, key)) {
        reader.tell({ path: place.path, line }, DATA_MAP.duplicateKey(key));
        continue;
      }
      if (!readKey(key, { path: place.path, line }, reader)) continue;
      const value = pair.value as YamlNode;
      const entry = read(value, { path: `${place.path}.${key}`, line: reader.lineOf(value, line) }, reader);
      if (entry !== undefined) values[key] = entry;
    }
    return values;
  };
}

/** A list; items that cannot be read are told and left out. `empty`: an empty one is meant, too. */
export function listOf<Value>(read: Read<Value>, empty: 'told' | 'meant' = 'told') {
  return (node: YamlNode, place: Place, reader: NodeReader): readonly Value[] | undefined => {
    if (!isSeq(node)) return reader.tell(place, DATA_MAP.expected(DATA_MAP.what.list, found(node, reader, place)));
    if (node.items.length === 0 && empty === 'told') return reader.tell(place, DATA_MAP.emptyList);
    return node.items.flatMap((item, index) => {
      const inside = item as YamlNode;
      const at = { path: `${place.path}[${index}]`, line: reader.lineOf(inside, place.line) };
      return read(inside, at, reader) ?? [];
    });
  };
}

/** Text as written. A bare number or `true` is told: `record: 003` would not be what it seems. */
export const text: Read<string> = (node, place, reader) => {
  if (!isScalar(node) || node.value === null) {
    return reader.tell(place, DATA_MAP.expected(DATA_MAP.what.text, found(node, reader, place)));
  }
  if (typeof node.value !== 'string') {
    const written = node.source ?? String(node.value);
    return reader.tell(place, DATA_MAP.expected(DATA_MAP.what.textOfScalar(written), written));
  }
  if (node.value.trim() === '') return reader.tell(place, DATA_MAP.emptyText);
  return node.value;
};

/** Text that `parse` understands. */
export function textAs<Value>(what: string, parse: (text: string) => Value | undefined): Read<Value> {
  return (node, place, reader) => {
    const written = scalarText(node);
    if (written === undefined) return reader.tell(place, DATA_MAP.expected(what, found(node, reader, place)));
    const value = parse(written);
    return value === undefined ? reader.tell(place, DATA_MAP.expected(what, found(node, reader, place))) : value;
  };
}

export function oneOf<Value extends string>(known: readonly Value[]): Read<Value> {
  return (node, place, reader) => {
    const written = scalarText(node);
    if (written === undefined) {
      return reader.tell(place, DATA_MAP.expected(known.join(', '), found(node, reader, place)));
    }
    const value = known.find((each) => each === written);
    return value ?? reader.tell(place, DATA_MAP.notOneOf(written, known, nearestWord(written, known)));
  };
}

export const boolean: Read<boolean> = (node, place, reader) =>
  isScalar(node) && typeof node.value === 'boolean'
    ? node.value
    : reader.tell(place, DATA_MAP.expected(DATA_MAP.what.boolean, found(node, reader, place)));

export const wholeNumber: Read<number> = (node, place, reader) =>
  isScalar(node) && typeof node.value === 'number' && Number.isInteger(node.value) && node.value >= 0
    ? node.value
    : reader.tell(place, DATA_MAP.expected(DATA_MAP.what.count, found(node, reader, place)));

/** The text of a scalar as written, numbers and dates too; undefined for maps, lists, nothing. */
export function scalarText(node: YamlNode): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

function keyText(key: unknown): string | undefined {
  if (typeof key === 'string') return key;
  return isScalar(key) && typeof key.value === 'string' ? key.value : undefined;
}

/** How a message calls what stands there. */
function found(node: YamlNode, reader: NodeReader, place: Place): string {
  if (isAlias(node)) {
    reader.tell(place, DATA_MAP.alias);
    return DATA_MAP.found.scalar(`*${node.source}`);
  }
  if (isMap(node)) return DATA_MAP.found.map;
  if (isSeq(node)) return DATA_MAP.found.list;
  const written = scalarText(node);
  return written === undefined ? DATA_MAP.found.nothing : DATA_MAP.found.scalar(written);
}

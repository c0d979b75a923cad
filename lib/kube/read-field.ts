import { problems } from '#lib/text/en/reading.ts';
import type { Labels } from './objects.ts';

/** A JSON object from outside. Only known field names are read from it, none of which Object.prototype has. */
export type RawObject = Readonly<Record<string, unknown>>;

/** A field that cannot be read. Thrown by the readers below, caught in `projectObject` alone. */
export class FieldProblem extends Error {
  readonly path: string;
  constructor(path: string, message: string) {
    super(message);
    this.name = 'FieldProblem';
    this.path = path;
  }
}

// All readers take null for absent, as the API does (row 40), and throw FieldProblem for a wrong type.

export function isRawObject(value: unknown): value is RawObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function readObject(value: unknown, path: string): RawObject | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isRawObject(value)) throw new FieldProblem(path, problems.mustBeObject(value));
  return value;
}

export function requireObject(value: unknown, path: string): RawObject {
  const object = readObject(value, path);
  if (object === undefined) throw new FieldProblem(path, problems.missing);
  return object;
}

export function readList(value: unknown, path: string): readonly unknown[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw new FieldProblem(path, problems.mustBeList(value));
  return value;
}

export function readText(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return wellFormed(value, path);
  if (value === undefined || value === null) return undefined;
  throw new FieldProblem(path, problems.mustBeText(value));
}

export function requireText(value: unknown, path: string): string {
  const text = readText(value, path);
  if (text === undefined || text === '') throw new FieldProblem(path, problems.missing);
  return text;
}

/** Like `readText`, but an empty text counts as absent: the API writes `""` for "not set" in such fields. */
export function readNonEmptyText(value: unknown, path: string): string | undefined {
  const text = readText(value, path);
  return text === '' ? undefined : text;
}

export function readBoolean(value: unknown, path: string): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === undefined || value === null) return undefined;
  throw new FieldProblem(path, problems.mustBeBoolean(value));
}

export function readWhole(value: unknown, path: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new FieldProblem(path, problems.mustBeWhole(value));
  return value;
}

export function readOneOf<Choice extends string>(
  value: unknown,
  path: string,
  choices: readonly Choice[],
): Choice | undefined {
  if (value === undefined || value === null) return undefined;
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new FieldProblem(path, problems.mustBeOneOf(value, choices));
  return found;
}

export function readTexts(value: unknown, path: string): readonly string[] | undefined {
  return readList(value, path)?.map((item, index) => {
    if (typeof item !== 'string') throw new FieldProblem(`${path}[${index}]`, problems.labelMustBeText(item));
    return wellFormed(item, path);
  });
}

/**
 * Row 41: a value that is no text is an error that says why, never turned into text silently. Keys are sorted, so that
 * what is written of them does not depend on the order of a file, and evidence gives it again.
 */
export function readLabels(value: unknown, path: string): Labels | undefined {
  const raw = readObject(value, path);
  if (raw === undefined) return undefined;
  const labels: Record<string, string> = Object.create(null);
  let empty = true;
  for (const key of Object.keys(raw).sort()) {
    const label = raw[key];
    if (typeof label !== 'string') throw new FieldProblem(childPath(path, key), problems.labelMustBeText(label));
    labels[wellFormed(key, path)] = wellFormed(label, path);
    empty = false;
  }
  return empty ? undefined : labels;
}

/** Half a surrogate pair is no character: it can be neither hashed nor written as UTF-8, and no API server holds one. */
export function wellFormed(text: string, path: string): string {
  if (!text.isWellFormed()) throw new FieldProblem(path, problems.brokenText);
  return text;
}

/** `metadata.labels.app`, or `metadata.labels["app.kubernetes.io/name"]` where the key has other characters. */
export function childPath(path: string, key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

/** The object without the fields that are undefined, so that equal objects have equal keys. */
export function withoutUndefined<Shape extends object>(object: Shape): Shape {
  for (const key in object) if (object[key] === undefined) delete object[key];
  return object;
}

const MEGABYTE = 1_000_000;

/** Bounds on everything that comes from outside (command-line.md, "Reading files"). Tests use smaller ones. */
export interface ReadingLimits {
  /** Bytes of one JSON file or stream. */
  readonly json: number;
  /** Bytes of one YAML file or stream. */
  readonly yaml: number;
  /** Bytes of one object in JSON: what is held in memory at a time. */
  readonly object: number;
  /** Bytes of one archive before unpacking. */
  readonly archive: number;
  /** Bytes of one archive after unpacking. */
  readonly unpacked: number;
  readonly entries: number;
  /** Unpacked size over packed size. */
  readonly ratio: number;
  /** Unpacked bytes up to which the ratio is not looked at: small and repetitive is common in manifests. */
  readonly ratioFrom: number;
  readonly nesting: number;
  readonly aliases: number;
  /** Notes of one kind that are kept; the rest is counted. */
  readonly notesOfAKind: number;
  /** Problems that are kept; the rest is counted. */
  readonly problems: number;
}

export const READING_LIMITS: ReadingLimits = {
  json: 1000 * MEGABYTE,
  yaml: 64 * MEGABYTE,
  object: 64 * MEGABYTE,
  archive: 256 * MEGABYTE,
  unpacked: 1000 * MEGABYTE,
  entries: 10_000,
  ratio: 100,
  ratioFrom: MEGABYTE,
  nesting: 200,
  aliases: 100,
  notesOfAKind: 100,
  problems: 1000,
};

/** Whole megabytes, for sentences. */
export function megabytes(bytes: number): number {
  return Math.max(1, Math.round(bytes / MEGABYTE));
}

/** Two small clusters that show a check: its tests use them, docs/checks.md and the page print them. */
export interface CheckExamples {
  /** Manifests with one gap of the check. */
  readonly failing: string;
  /** Manifests that have what the failing ones lack, and no gap of the check. */
  readonly passing: string;
  /** A DataMap file, where the check needs one. */
  readonly dataMap?: string;
  /** A file of waivers, where the check is about them. */
  readonly waivers?: string;
  /** Observed flows as NDJSON, where the check looks at traffic; all of the time was observed at every node. */
  readonly flows?: string;
}

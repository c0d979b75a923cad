/** How a check is told twice: in words that need no knowledge of Kubernetes, and exactly. Parts in bold are **so**. */
export interface CheckGuide {
  /** In lists: "Reachable from any pod". */
  readonly name: string;
  /** Paragraphs; the question that the check asks stands in bold. */
  readonly plain: readonly string[];
  readonly drawing?: CheckDrawing;
  /** Under the drawing of a gap, and under that of a pass. */
  readonly gap: string;
  readonly passes: string;
  /** What a result does not say. */
  readonly limits: readonly string[];
  /** Who can close a gap, and how. */
  readonly act: string;
  readonly condition: string;
  readonly severity: string;
  /** When the result is UNKNOWN or the check is not evaluated. */
  readonly unknown: string;
  readonly evidence: string;
  readonly fix: string;
  /** The known false alarm, and what to do about it. */
  readonly falseAlarm: string;
}

/** Up to three boxes at the left, one at the right, a line from or to each: once as a gap, once as a pass. */
export interface CheckDrawing {
  readonly many: readonly string[];
  readonly one: string;
  /** Where the arrows point. */
  readonly toward: 'one' | 'many';
  readonly gap: readonly DrawnLine[];
  readonly passes: readonly DrawnLine[];
}
/** `none` draws no line. */
export type DrawnLine = 'gap' | 'allowed' | 'closed' | 'depends' | 'none';

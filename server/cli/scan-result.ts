import type { BaselineCounts, NewGaps } from '#lib/gdpr/new-gaps.ts';
import type { GapReport } from '#lib/gdpr/types.ts';
import type { Input } from './read-input.ts';

/** What the writers of `ringfence scan` are given: the report as it was asked for. */
export interface ScanResult {
  readonly input: Input;
  readonly report: GapReport;
  /** With `--filter`: its text, and of how many gaps those in the report are. */
  readonly filter?: { readonly text: string; readonly of: number };
  /** With `--baseline`: the report's gaps are the new ones. */
  readonly baseline?: { readonly counts: BaselineCounts; readonly states: NewGaps['states'] };
}

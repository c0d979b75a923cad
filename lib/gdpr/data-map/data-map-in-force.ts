import { sha256Hex } from '#lib/kube/canonical-digest.ts';
import type { DataMap } from './types.ts';

/**
 * Where a DataMap comes from: a file given at start, the demo or an example that brings one, or kept by the server since
 * somebody changed it on the page.
 */
export type DataMapOrigin =
  | { readonly from: 'file'; readonly file: string }
  | { readonly from: 'example'; readonly file: string }
  | { readonly from: 'store'; readonly who: string; readonly when: string };

/** A DataMap that results are computed with: without problems, and with its text, so that others can compute the same. */
export interface DataMapInForce {
  readonly text: string;
  readonly dataMap: DataMap;
  readonly origin: DataMapOrigin;
}

/** SHA-256 of a DataMap's text in hex, null of none: by it somebody who changes one says which one they saw. */
export function dataMapHash(text: string | undefined): string | null {
  return text === undefined || text.trim() === '' ? null : sha256Hex(text);
}

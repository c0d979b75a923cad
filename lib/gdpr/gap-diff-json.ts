import type { GapDiff } from './diff-gaps.ts';
import type { Gap } from './types.ts';

/** A gap as a diff names it: the whole stands in `scan` and on the page. */
export type BriefGap = Pick<Gap, 'id' | 'check' | 'result' | 'severity' | 'title' | 'subject' | 'fingerprint'>;

export interface GapDiffJson {
  readonly opened: readonly BriefGap[];
  readonly closed: readonly BriefGap[];
  readonly changed: readonly (BriefGap & { readonly before: Pick<Gap, 'result' | 'severity'> })[];
}

export function gapDiffJson({ opened, closed, changed }: GapDiff<BriefGap>): GapDiffJson {
  return {
    opened: opened.map(brief),
    closed: closed.map(brief),
    changed: changed.map(({ before: { result, severity }, after }) => ({
      ...brief(after),
      before: { result, severity },
    })),
  };
}

function brief({ id, check, result, severity, title, subject, fingerprint }: BriefGap): BriefGap {
  return { id, check, result, severity, title, subject, fingerprint };
}

import type { Omitted } from '#lib/graph/types.ts';
import { MAP } from '#lib/text/en/map.ts';
import { NOT_DRAWN_BUT } from '#lib/text/en/scene.ts';

interface LeftOutProps {
  readonly omitted: readonly Omitted[];
  /** Shows the matrix, which has every pair. */
  readonly onMatrix: () => void;
}

/** What the picture leaves out, and the way to see it. */
export function LeftOut({ omitted, onMatrix }: LeftOutProps) {
  return (
    <p className="shrink-0 border-t border-line bg-surface px-4 py-1.5 text-xs text-ink-2">
      {[...omitted.map(({ sentence }) => sentence), NOT_DRAWN_BUT].join(' ')}{' '}
      <button type="button" className="min-h-6 font-medium text-accent-ink hover:underline" onClick={onMatrix}>
        {MAP.openMatrix}
      </button>
    </p>
  );
}

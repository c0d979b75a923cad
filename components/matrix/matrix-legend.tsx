'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { THEME_EVENT } from '#components/shell/theme.ts';
import type { MatrixGap, MatrixRelation } from '#lib/graph/matrix/types.ts';
import { MATRIX, MATRIX_LEGEND } from '#lib/text/en/matrix.ts';
import { CELL } from './matrix-geometry.ts';
import { paintCell } from './paint-cell.ts';
import { readMatrixTheme } from './read-matrix-theme.ts';

const ALL = { TCP: [[1, 65_535]], UDP: [[1, 65_535]], SCTP: [[1, 65_535]] } as const;
const NONE = { TCP: [], UDP: [], SCTP: [] } as const;
const THREE = {
  ...NONE,
  TCP: [
    [80, 80],
    [443, 443],
    [8080, 8080],
  ],
} as const;
const relation = (parts: Partial<Extract<MatrixRelation, { type: 'relation' }>>): MatrixRelation => ({
  type: 'relation',
  allow: NONE,
  depends: NONE,
  reasons: [],
  ...parts,
});
const GAP: MatrixGap = { severity: 'high', count: 1, checks: [] };

const SAMPLES: readonly {
  readonly word: keyof typeof MATRIX_LEGEND;
  readonly relation: MatrixRelation;
  readonly gap?: MatrixGap;
  readonly itself?: boolean;
}[] = [
  { word: 'all', relation: relation({ allow: ALL }) },
  { word: 'any', relation: relation({ some: ALL }) },
  { word: 'ports', relation: relation({ allow: THREE }) },
  { word: 'depends', relation: relation({ depends: ALL }) },
  { word: 'denied', relation: { type: 'denied' } },
  { word: 'itself', relation: { type: 'none' }, itself: true },
  { word: 'gapAny', relation: relation({ allow: ALL }), gap: GAP },
  { word: 'gapPorts', relation: relation({ allow: THREE }), gap: GAP },
];

/** What the cells mean, drawn by what draws the cells. */
export function MatrixLegend({ children }: { readonly children?: ReactNode }) {
  return (
    <ul
      aria-label={MATRIX.legend}
      className="no-print flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-t border-line-faint px-4 py-1.5 text-xs text-ink-2"
    >
      {SAMPLES.map((sample) => (
        <li key={sample.word} className="flex items-center gap-1.5 whitespace-nowrap">
          <Sample {...sample} />
          {MATRIX_LEGEND[sample.word]}
        </li>
      ))}
      <li className="flex items-center gap-1.5 whitespace-nowrap">
        <svg width={26} height={12} viewBox="0 0 26 12" aria-hidden="true">
          {[0, 7].map((y, place) => (
            <g key={y}>
              <rect x={0.5} y={y + 0.5} width={25} height={4} className="fill-none stroke-line-strong" />
              <rect y={y} width={place === 0 ? 18 : 8} height={5} className="fill-allowed-ink" />
            </g>
          ))}
        </svg>
        {MATRIX_LEGEND.isolated}
      </li>
      {children}
    </ul>
  );
}

function Sample({ relation: shown, gap, itself = false }: (typeof SAMPLES)[number]) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const paint = (): void => {
      const context = canvas.current?.getContext('2d');
      if (context === null || context === undefined || canvas.current === null) return;
      const scale = window.devicePixelRatio;
      canvas.current.width = canvas.current.height = Math.round(CELL * scale);
      context.setTransform(scale, 0, 0, scale, 0, 0);
      paintCell(context, readMatrixTheme(), 0, 0, shown, gap, itself);
    };
    paint();
    window.addEventListener(THEME_EVENT, paint);
    return () => window.removeEventListener(THEME_EVENT, paint);
  }, [shown, gap, itself]);
  return <canvas ref={canvas} className="size-4" />;
}

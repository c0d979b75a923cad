import type { ReachState } from '#lib/gdpr/report-parts/reach-matrix.ts';
import { shorten, svgText } from './svg-text.ts';
import { SCENE_THEMES } from './theme.ts';

export interface MatrixFigure {
  readonly names: readonly string[];
  /** Row by row: from the row's name to the column's. */
  readonly cells: readonly (readonly ReachState[])[];
  /** Alternative text. */
  readonly title: string;
}

export interface DrawnMatrix {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** Up to so many names a cell has room for a letter. */
const MOST_LETTERED = 40;
const LABEL = 118;
const LETTERS: Readonly<Record<ReachState, string>> = {
  allowed: 'A',
  partly: 'P',
  unknown: '?',
  denied: '–',
  none: '',
};

/**
 * A matrix that can be read without colour: full cells are allowed, half cells partly, ringed ones unknown, empty ones
 * denied; where there is room a letter says the same.
 */
export function matrixSvg({ names, cells, title }: MatrixFigure): DrawnMatrix {
  const theme = SCENE_THEMES.print;
  const lettered = names.length <= MOST_LETTERED;
  const size = lettered ? 15 : 8;
  const font = lettered ? 9.5 : 6.6;
  const span = names.length * size;
  const width = LABEL + span + 2;
  const height = LABEL + span + 2;
  const at = (index: number): number => LABEL + index * size;
  const drawn = cells.flatMap((row, y) => row.map((state, x) => cellPath(state, at(x), at(y), size)));
  const join = (state: ReachState): string =>
    cells.flatMap((row, y) => row.map((each, x) => (each === state ? drawn[y * names.length + x] : ''))).join('');
  const grid = Array.from(
    { length: names.length + 1 },
    (_, index) => `M${at(index)} ${LABEL}v${span}M${LABEL} ${at(index)}h${span}`,
  ).join('');
  const labels = names.flatMap((name, index) => {
    const middle = at(index) + size / 2 + font * 0.35;
    const text = svgText(shorten(name, LABEL - 8, font));
    return [
      `<text x="${LABEL - 5}" y="${round(middle)}" text-anchor="end">${text}</text>`,
      `<text transform="translate(${round(middle)} ${LABEL - 5}) rotate(-90)">${text}</text>`,
    ];
  });
  const letters = lettered
    ? cells.flatMap((row, y) =>
        row.flatMap((state, x) =>
          state === 'none'
            ? []
            : `<text x="${at(x) + size / 2}" y="${round(at(y) + size / 2 + 3)}" text-anchor="middle" font-size="8" fill="${state === 'allowed' ? '#ffffff' : theme.ink}">${LETTERS[state]}</text>`,
        ),
      )
    : [];
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="Inter">`,
    `<title>${svgText(title)}</title>`,
    `<path d="${grid}" stroke="${theme.line}" stroke-width="0.5" fill="none"/>`,
    `<path d="${join('allowed')}" fill="${theme.ink2}"/>`,
    `<path d="${join('partly')}" fill="${theme.line}"/>`,
    `<path d="${join('unknown')}" fill="none" stroke="${theme.ink}" stroke-width="0.8" stroke-dasharray="1.5 1.2"/>`,
    `<g font-size="${font}" fill="${theme.ink}">`,
    ...labels,
    '</g>',
    ...letters,
    '</svg>',
  ].join('\n');
  return { svg, width, height };
}

function cellPath(state: ReachState, x: number, y: number, size: number): string {
  switch (state) {
    case 'allowed':
      return `M${x + 0.5} ${y + 0.5}h${size - 1}v${size - 1}h${1 - size}z`;
    case 'partly':
      return `M${x + 0.5} ${y + 0.5}v${size - 1}h${size - 1}z`;
    case 'unknown':
      return `M${x + 1.5} ${y + 1.5}h${size - 3}v${size - 3}h${3 - size}z`;
    case 'denied':
    case 'none':
      return '';
  }
}

const round = (value: number) => Math.round(value * 10) / 10;

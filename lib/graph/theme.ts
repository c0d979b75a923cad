import type { DataClass, Severity } from '#lib/gdpr/types.ts';
import type { SceneChange, SceneEdge } from './types.ts';

/** The colours that a drawn scene needs, as in the design's tokens. `print` survives a grey printer. */
export interface SceneTheme {
  readonly canvas: string;
  readonly surface: string;
  readonly page: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly allowed: string;
  readonly depends: string;
  /** Lines of observed traffic. */
  readonly flow: Readonly<Record<'used' | 'unused' | 'contradiction' | 'drop', string>>;
  readonly severity: Readonly<Record<Severity, { readonly fill: string; readonly line: string; readonly on: string }>>;
  readonly dataClass: Readonly<Record<DataClass, string>>;
}

const light: SceneTheme = {
  canvas: '#f4f5f7',
  surface: '#ffffff',
  page: '#fafbfc',
  line: '#dadee3',
  lineStrong: '#818a95',
  ink: '#171b20',
  ink2: '#454d57',
  ink3: '#5f6873',
  allowed: '#56616d',
  depends: '#6155c9',
  flow: { used: '#2f3944', unused: '#7b8693', contradiction: '#b10a3f', drop: '#818a95' },
  severity: {
    critical: { fill: '#b10a3f', line: '#b10a3f', on: '#ffffff' },
    high: { fill: '#e8611a', line: '#e8611a', on: '#210b00' },
    medium: { fill: '#e2a512', line: '#946600', on: '#251800' },
    low: { fill: '#5b8cc4', line: '#5b8cc4', on: '#05121f' },
    info: { fill: '#7b8591', line: '#7b8591', on: '#0c0f13' },
  },
  dataClass: {
    personal: '#1767c0',
    special: '#8c1d84',
    criminal: '#8c1d84',
    children: '#1767c0',
    pseudonymised: '#075e6c',
    none: '#818a95',
    unknown: '#6d7681',
  },
};

const dark: SceneTheme = {
  canvas: '#0c0f12',
  surface: '#161b20',
  page: '#101418',
  line: '#2b3239',
  lineStrong: '#6b7580',
  ink: '#e9ecef',
  ink2: '#b5bdc6',
  ink3: '#929ca7',
  allowed: '#8b96a2',
  depends: '#968ef0',
  flow: { used: '#c5cdd5', unused: '#6c7782', contradiction: '#f0567f', drop: '#6b7580' },
  severity: {
    critical: { fill: '#f0567f', line: '#f0567f', on: '#2a0310' },
    high: { fill: '#f68b45', line: '#f68b45', on: '#210b00' },
    medium: { fill: '#e6ba3c', line: '#e6ba3c', on: '#221600' },
    low: { fill: '#6fa4de', line: '#6fa4de', on: '#04101d' },
    info: { fill: '#8a949f', line: '#8a949f', on: '#0c0f13' },
  },
  dataClass: {
    personal: '#5ea3ee',
    special: '#f0a2ea',
    criminal: '#f0a2ea',
    children: '#5ea3ee',
    pseudonymised: '#2796a6',
    none: '#6b7580',
    unknown: '#8a949f',
  },
};

const print: SceneTheme = {
  ...light,
  canvas: '#ffffff',
  page: '#ffffff',
  line: '#b5b5b5',
  lineStrong: '#6a6a6a',
  ink: '#000000',
  ink2: '#2b2b2b',
  ink3: '#4a4a4a',
};

export type SceneThemeName = 'light' | 'dark' | 'print';
export const SCENE_THEMES: Readonly<Record<SceneThemeName, SceneTheme>> = { light, dark, print };

/** How an edge is drawn, on screen and on paper alike: width in pixels, dash pattern, arrowhead. */
export interface EdgeLine {
  readonly width: number;
  readonly dash?: readonly number[];
  readonly arrow: 'vee' | 'triangle';
}

/** Gap lines: the worse, the more solid, so that the order survives without colour. */
export const GAP_LINES: Readonly<Record<Severity, EdgeLine>> = {
  critical: { width: 2.8, dash: [14, 2.5], arrow: 'triangle' },
  high: { width: 2.4, dash: [9, 4], arrow: 'triangle' },
  medium: { width: 2.2, dash: [5, 4], arrow: 'triangle' },
  low: { width: 1.8, dash: [2, 4], arrow: 'triangle' },
  info: { width: 1.8, dash: [2, 4], arrow: 'triangle' },
};
export const ALLOWED_LINE: EdgeLine = { width: 1.2, arrow: 'vee' };
/** What a simulation changes: what opens is solid, what closes dotted. */
export const CHANGE_LINES: Readonly<Record<SceneChange, EdgeLine>> = {
  opens: { width: 2.4, arrow: 'triangle' },
  closes: { width: 2.2, dash: [3, 4], arrow: 'triangle' },
  changes: { width: 2.2, dash: [9, 3, 2, 3], arrow: 'triangle' },
  depends: { width: 1.6, dash: [6, 4], arrow: 'triangle' },
};
export const DEPENDS_LINE: EdgeLine = { width: 1.6, dash: [6, 4], arrow: 'triangle' };

/** The line of an edge by its state, without what was observed. */
export function lineOf({ state, severity }: Pick<SceneEdge, 'state' | 'severity'>): EdgeLine {
  switch (state) {
    case 'gap':
      return GAP_LINES[severity ?? 'info'];
    case 'depends':
      return DEPENDS_LINE;
    case 'allowed':
      return ALLOWED_LINE;
  }
}

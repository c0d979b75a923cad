import { SEVERITIES, type Severity } from '#lib/gdpr/types.ts';
import type { MatrixTheme } from './paint-cell.ts';

/** The colours that the page shows now. */
export function readMatrixTheme(): MatrixTheme {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--color-${name}`).trim();
  const of = (severity: Severity) => ({
    fill: token(severity),
    soft: token(`${severity}-soft`),
    line: token(severity === 'medium' ? 'medium-line' : severity),
    on: token(`on-${severity}`),
  });
  return {
    fill: token('allowed-fill'),
    soft: token('allowed-soft'),
    ink: token('allowed-ink'),
    depends: token('depends'),
    dependsSoft: token('depends-soft'),
    denied: token('denied'),
    line: token('line'),
    strong: token('line-strong'),
    surface: token('surface'),
    selected: token('selected'),
    accent: token('accent'),
    severity: Object.fromEntries(SEVERITIES.map((each) => [each, of(each)])) as MatrixTheme['severity'],
    font: getComputedStyle(document.body).fontFamily,
  };
}

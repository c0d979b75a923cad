import { SEVERITIES, type Severity } from '#lib/gdpr/types.ts';
import { severityWord } from '#lib/text/en/gaps-page.ts';

const FILLS: Readonly<Record<Severity, string>> = {
  critical: 'fill-critical',
  high: 'fill-high',
  medium: 'fill-medium-line',
  low: 'fill-low',
  info: 'fill-info',
};
const BARS = [2.8, 5.2, 7.6, 10]; // heights in the 13-unit box

/** Four bars of which n are filled: critical 4, high 3, medium 2, low 1, info 0. */
export function SeverityGlyph({ severity, size = 13 }: { readonly severity: Severity; readonly size?: number }) {
  const filled = 4 - SEVERITIES.indexOf(severity);
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 13 13"
      role="img"
      aria-label={severityWord(severity)}
      className="shrink-0"
    >
      {BARS.map((height, bar) => (
        <rect
          key={height}
          x={0.5 + bar * 3.15}
          y={11.5 - height}
          width={2.2}
          height={height}
          rx={0.5}
          className={bar < filled ? FILLS[severity] : 'fill-line-strong opacity-50'}
        />
      ))}
    </svg>
  );
}

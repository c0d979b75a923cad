import type { Severity } from '#lib/gdpr/types.ts';
import { ALLOWED_LINE, DEPENDS_LINE, GAP_LINES } from '#lib/graph/theme.ts';

const STROKES: Readonly<Record<Severity, string>> = {
  critical: 'stroke-critical fill-critical',
  high: 'stroke-high fill-high',
  medium: 'stroke-medium-line fill-medium-line',
  low: 'stroke-low fill-low',
  info: 'stroke-info fill-info',
};

interface FlowLineProps {
  readonly state: 'allowed' | 'depends' | 'gap';
  readonly severity?: Severity | undefined;
  /** Absent beside a word that says the same. */
  readonly label?: string;
}

/** A sample of an edge as the map draws it. */
export function FlowLine({ state, severity = 'critical', label }: FlowLineProps) {
  const line = state === 'gap' ? GAP_LINES[severity] : state === 'depends' ? DEPENDS_LINE : ALLOWED_LINE;
  const colour =
    state === 'gap' ? STROKES[severity] : state === 'depends' ? 'stroke-depends fill-depends' : 'stroke-allowed';
  const sample = (
    <>
      <path d="M1 5H20" strokeWidth={line.width} strokeDasharray={line.dash?.join(' ')} fill="none" />
      {line.arrow === 'triangle' ? (
        <path d="M19 1.8 25 5 19 8.2z" stroke="none" />
      ) : (
        <path d="M19 1.8 25 5 19 8.2M20 5h5" strokeWidth={1.2} fill="none" />
      )}
    </>
  );
  const look = `shrink-0 ${colour}`;
  return label === undefined ? (
    <svg width={26} height={10} viewBox="0 0 26 10" aria-hidden="true" className={look}>
      {sample}
    </svg>
  ) : (
    <svg width={26} height={10} viewBox="0 0 26 10" role="img" aria-label={label} className={look}>
      {sample}
    </svg>
  );
}

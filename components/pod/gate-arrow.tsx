import { severityLineColour } from '#components/ui/severity-line-colour.ts';
import type { Peer } from '#lib/api/pod-types.ts';
import type { Severity } from '#lib/gdpr/types.ts';
import { ALLOWED_LINE, DEPENDS_LINE, type EdgeLine, GAP_LINES } from '#lib/graph/theme.ts';
import type { Isolated } from '#lib/policy/types.ts';
import { isNoPort } from '#lib/text/en/ports.ts';

/** Colours come from the page's theme, width, dash and arrowhead from the map's table of lines. */
function lineOf(peer: Peer, gap: Severity | undefined): { readonly line: EdgeLine; readonly colour: string } {
  const { allow, some } = peer.relation;
  if (isNoPort(allow) && (some === undefined || isNoPort(some)))
    return { line: DEPENDS_LINE, colour: 'var(--color-depends)' };
  if (gap === undefined) return { line: ALLOWED_LINE, colour: 'var(--color-allowed)' };
  return { line: GAP_LINES[gap], colour: severityLineColour(gap) };
}

/** No policy lets any port through: the line ends before the fence. */
function isBlocked({ relation: { allow, some, depends } }: Peer): boolean {
  return isNoPort(allow) && isNoPort(depends) && (some === undefined || isNoPort(some));
}

interface GateArrowProps {
  readonly peer: Peer;
  /** The worst gap that this connection is part of. */
  readonly gap: Severity | undefined;
  readonly height: number;
  /** A solid post has a hole where a rule lets the line through; a dotted one is open anyway. */
  readonly hole: boolean;
}

/** The peer's line through the fence. */
export function GateArrow({ peer, gap, height, hole }: GateArrowProps) {
  const { line, colour } = lineOf(peer, gap);
  const y = height / 2;
  if (isBlocked(peer)) {
    return (
      <svg width="54" height={height} viewBox={`0 0 54 ${height}`} aria-hidden="true" className="block">
        <path d={`M3 ${y}H17M17 ${y - 5}v10`} fill="none" stroke="var(--color-flow-drop)" strokeWidth="1.4" />
      </svg>
    );
  }
  return (
    <svg width="54" height={height} viewBox={`0 0 54 ${height}`} aria-hidden="true" className="block">
      {hole ? <rect x="18" y={y - 12} width="18" height="24" fill="var(--color-canvas)" /> : null}
      <path d={`M3 ${y}H45`} stroke={colour} strokeWidth={line.width} strokeDasharray={line.dash?.join(' ')} />
      {line.arrow === 'triangle' ? (
        <path d={`M43 ${y - 4}l8 4-8 4z`} fill={colour} />
      ) : (
        <path d={`M44 ${y - 4}l7 4-7 4`} fill="none" stroke={colour} strokeWidth="1.4" />
      )}
    </svg>
  );
}

/** A fence post in full height: solid isolates, dotted is open, dashed is closed to some, dashed violet is undecided, none has no gate. */
export function GatePost({ isolated }: { readonly isolated: Isolated }) {
  if (isolated === 'none') return null;
  const styles = {
    yes: { stroke: 'var(--color-ink-2)', width: 5, dash: undefined },
    no: { stroke: 'var(--color-line-strong)', width: 2, dash: '4 6' },
    partly: { stroke: 'var(--color-ink-2)', width: 3, dash: '10 5' },
    depends: { stroke: 'var(--color-depends)', width: 3, dash: '6 4' },
  } as const;
  const { stroke, width, dash } = styles[isolated];
  return (
    <svg aria-hidden="true" className="absolute inset-0 h-full w-full">
      <line x1="27" y1="8" x2="27" y2="100%" stroke={stroke} strokeWidth={width} strokeDasharray={dash} />
    </svg>
  );
}

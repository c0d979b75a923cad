import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { severityLineColour } from '#components/ui/severity-line-colour.ts';
import type { Classification, Gap, WitnessHop } from '#lib/gdpr/types.ts';
import { DEPENDS_LINE, GAP_LINES } from '#lib/graph/theme.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { basisWord, dataClassWord } from '#lib/text/en/data-class-words.ts';
import { GAPS_PAGE, gateLine, witnessSentence } from '#lib/text/en/gaps-page.ts';
import { portCount } from '#lib/text/en/pod.ts';
import { isNoPort, portsInWords, portWords } from '#lib/text/en/ports.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { type WitnessEnd, witnessEnd } from './witness-end.ts';
import { isolationOfGate } from './witness-gate.ts';

/** The path that proves the gap: each hop with what both of its gates do. */
export function WitnessDrawing({ gap }: { readonly gap: Gap }) {
  if (gap.witness.length === 0) return <p className="px-3 py-2.5 text-xs text-ink-2">{GAPS_PAGE.noWitness}</p>;
  return gap.witness.map((hop) => <Hop key={`${hop.from} ${hop.to}`} hop={hop} gap={gap} />);
}

function Hop({ hop, gap }: { readonly hop: WitnessHop; readonly gap: Gap }) {
  const { severity } = gap;
  const from = witnessEnd(hop.from);
  const to = witnessEnd(hop.to);
  const undecided = hop.verdict === 'depends';
  const line = undecided ? DEPENDS_LINE : GAP_LINES[severity];
  const colour = undecided ? 'var(--color-depends)' : severityLineColour(severity);
  const ports = isNoPort(hop.ports) ? '' : portsInWords(hop.ports);
  return (
    <figure
      aria-label={visibleText(witnessSentence(from.name, to.name, ports, hop.verdict))}
      className="grid grid-cols-[minmax(0,1fr)_minmax(10rem,1.6fr)_minmax(0,1fr)] items-start gap-x-1 px-3 py-3"
    >
      <End end={from} classification={classAt(gap, hop.from)} />
      <div aria-hidden="true" className="relative">
        <svg width="100%" height="44" aria-hidden="true" className="block overflow-visible">
          <line
            x1="2"
            x2="100%"
            y1="22"
            y2="22"
            stroke={colour}
            strokeWidth={line.width}
            strokeDasharray={line.dash?.join(' ')}
          />
          <Post gate="egress" hop={hop} />
          <Post gate="ingress" hop={hop} />
        </svg>
        <svg width="8" height="10" aria-hidden="true" className="absolute top-[17px] -right-1">
          <path d="M0 0l8 5-8 5z" fill={colour} />
        </svg>
        {ports === '' ? null : (
          <span className="absolute top-[11px] left-1/2 max-w-[56%] -translate-x-1/2 truncate rounded-sm border border-line bg-surface px-1.5 font-mono text-2xs leading-5 text-ink-2">
            {portLabel(hop.ports)}
          </span>
        )}
        <div className="grid grid-cols-[36%_36%] justify-between text-center text-2xs">
          <GateText gate="egress" hop={hop} />
          <GateText gate="ingress" hop={hop} />
        </div>
      </div>
      <End end={to} classification={classAt(gap, hop.to)} />
    </figure>
  );
}

/** The class is known of the gap's subject alone. */
function classAt({ subject, classification }: Gap, end: string): Classification | undefined {
  return end === `${subject.namespace}/${subject.kind}/${subject.name}` ? classification : undefined;
}

interface EndProps {
  readonly end: WitnessEnd;
  readonly classification: Classification | undefined;
}

function End({ end, classification }: EndProps) {
  return (
    <div
      title={visibleText([end.name, end.detail].join(' '))}
      className={`flex min-h-11 min-w-0 flex-col justify-center border bg-surface px-3 py-1 text-center ${
        end.phantom ? 'rounded-full border-dashed border-line-strong' : 'rounded-md border-line-strong'
      }`}
    >
      <span className="text-xs font-medium text-balance wrap-anywhere">{visibleText(end.name)}</span>
      {end.detail === '' ? null : (
        <span className="text-2xs text-ink-3 text-balance wrap-anywhere">{visibleText(end.detail)}</span>
      )}
      {classification === undefined ? null : (
        <span className="text-2xs text-ink-3 text-balance">
          <ClassGlyph dataClass={classification.dataClass} size={10} />{' '}
          {[dataClassWord(classification.dataClass).toLowerCase(), basisWord(classification.basis)]
            .filter((word) => word !== '')
            .join(', ')}
        </span>
      )}
    </div>
  );
}

interface GateProps {
  readonly gate: 'egress' | 'ingress';
  readonly hop: WitnessHop;
}

function Post({ gate, hop }: GateProps) {
  const state = isolationOfGate(hop, gate);
  if (state === 'none') return null;
  const x = gate === 'egress' ? '18%' : '82%';
  if (state === 'open') {
    return (
      <line
        x1={x}
        x2={x}
        y1="4"
        y2="40"
        stroke="var(--color-line-strong)"
        strokeWidth="1.6"
        strokeDasharray="2.5 3.5"
      />
    );
  }
  if (state === 'closed') {
    return <line x1={x} x2={x} y1="4" y2="40" stroke="var(--color-ink-2)" strokeWidth="3" />;
  }
  return (
    <g stroke="var(--color-ink-2)" strokeWidth="3">
      <line x1={x} x2={x} y1="4" y2="15" />
      <line x1={x} x2={x} y1="29" y2="40" />
    </g>
  );
}

const GATE_WORDS = { open: GAPS_PAGE.gateOpen, rule: GAPS_PAGE.gateRule, closed: GAPS_PAGE.gateClosed } as const;

function GateText({ gate, hop }: GateProps) {
  const state = isolationOfGate(hop, gate);
  if (state === 'none') return <span />;
  const rule = hop.because.find((reason) => reason.gate === gate && reason.kind === 'rule');
  return (
    <span className="min-w-0">
      <span className="block font-medium text-ink">{gateLine(gate, GATE_WORDS[state])}</span>
      {rule?.policy === undefined ? null : (
        <span className="block truncate font-mono text-ink-3">{rule.policy.name}</span>
      )}
    </span>
  );
}

/** Two words at most: the sentence of the figure and the evidence hold all. */
function portLabel(ports: PortsJson): string {
  const words = portWords(ports);
  if (words[0] === 'any') return portsInWords(ports);
  return words.length > 2 ? portCount(words.length) : words.join(', ');
}

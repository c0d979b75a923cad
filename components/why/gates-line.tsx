import { Box, Globe, Network, ServerCog } from 'lucide-react';
import { VerdictTag } from '#components/ui/verdict-tag.tsx';
import type { ExplainedEnd, Explanation, Gate } from '#lib/policy/types.ts';
import { portCount } from '#lib/text/en/pod.ts';
import { isNoPort, portWords } from '#lib/text/en/ports.ts';
import { verdictWord, WHY } from '#lib/text/en/why.ts';

/** The connection as one line through two gates; it stops at the gate that does not let it through. */
export function GatesLine({ explanation }: { readonly explanation: Explanation }) {
  const { from, to, verdict } = explanation;
  return (
    <div className="mt-2.5 flex flex-wrap items-center gap-x-2 gap-y-1.5">
      <End end={from} />
      <span className="text-xs text-ink-3 max-md:hidden">{WHY.egressGate}</span>
      <Line explanation={explanation} />
      <span className="text-xs text-ink-3 max-md:hidden">{WHY.ingressGate}</span>
      <End end={to} />
      <span className="grow" />
      <VerdictTag verdict={verdict}>{verdictWord(verdict)}</VerdictTag>
    </div>
  );
}

function End({ end }: { readonly end: ExplainedEnd }) {
  const Icon =
    end.type === 'internet' ? Globe : end.type === 'address' ? Network : end.type === 'node' ? ServerCog : Box;
  const label = end.namespace === undefined ? end.name : `${end.namespace} / ${end.name}`;
  return (
    <span
      title={end.id}
      className="inline-flex h-[22px] max-w-full min-w-0 items-center gap-1.5 rounded-sm border border-line bg-surface px-[7px] text-xs text-ink-2"
    >
      <Icon className="size-3 shrink-0" aria-hidden="true" />
      <span className="truncate">{label}</span>
    </span>
  );
}

const WIDTH = 470;
const EGRESS_X = 60;
const INGRESS_X = 400;
const MIDDLE_Y = 17;

function passes({ allows }: Gate): 'all' | 'depends' | 'nothing' {
  if (!isNoPort(allows.allow)) return 'all';
  return isNoPort(allows.depends) ? 'nothing' : 'depends';
}

function Line({ explanation }: { readonly explanation: Explanation }) {
  const { egress, ingress, verdict, relation } = explanation;
  const undecided = verdict === 'depends' || verdict === 'mixed';
  const stopsAt = verdict !== 'deny' ? WIDTH - 10 : passes(egress) === 'nothing' ? EGRESS_X - 5 : INGRESS_X - 5;
  const colour = undecided
    ? 'var(--color-depends)'
    : verdict === 'deny'
      ? 'var(--color-denied)'
      : 'var(--color-allowed)';
  const words = portWords(isNoPort(relation.allow) ? relation.depends : relation.allow);
  const label = words.length === 0 ? '' : words.length > 2 ? portCount(words.length) : words.join(', ');
  const labelWidth = 16 + label.length * 6.8;
  return (
    <svg
      width={WIDTH}
      height="34"
      viewBox={`0 0 ${WIDTH} 34`}
      aria-hidden="true"
      className="h-auto min-w-0 shrink basis-[470px] max-lg:basis-[300px]"
    >
      <path
        d={`M0 ${MIDDLE_Y}H${stopsAt}`}
        stroke={colour}
        strokeWidth="2"
        strokeDasharray={verdict === 'deny' ? '1.5 3.5' : undecided ? '6 4' : undefined}
      />
      {verdict === 'deny' ? (
        <path d={`M${stopsAt} ${MIDDLE_Y - 6}v12`} stroke={colour} strokeWidth="2.4" />
      ) : (
        <path d={`M${WIDTH - 12} ${MIDDLE_Y - 4.5}l8 4.5-8 4.5z`} fill={colour} />
      )}
      <Posts x={EGRESS_X} gate={egress} />
      <Posts x={INGRESS_X} gate={ingress} />
      {label === '' || verdict === 'deny' ? null : (
        <g>
          <rect
            x={235 - labelWidth / 2}
            y="7"
            width={labelWidth}
            height="20"
            rx="4"
            fill="var(--color-surface)"
            stroke="var(--color-line)"
          />
          <text x="235" y="21" textAnchor="middle" className="fill-ink font-mono text-2xs">
            {label}
          </text>
        </g>
      )}
    </svg>
  );
}

/** Two post stumps with a hole where the gate lets the connection through; a closed gate has no hole. */
function Posts({ x, gate }: { readonly x: number; readonly gate: Gate }) {
  if (gate.isolated === 'none') return null;
  const open = passes(gate) !== 'nothing';
  const path = open ? `M${x} 1v10M${x} 23v10` : `M${x} 1v32`;
  if (gate.isolated === 'yes') return <path d={path} stroke="var(--color-ink-2)" strokeWidth="5" />;
  const stroke = gate.isolated === 'depends' ? 'var(--color-depends)' : 'var(--color-line-strong)';
  return <path d={path} stroke={stroke} strokeWidth="2" strokeDasharray="2.5 2.5" />;
}

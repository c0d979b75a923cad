import { Box, Globe, Network, ServerCog } from 'lucide-react';
import { Term } from '#components/ui/term.tsx';
import { VerdictTag } from '#components/ui/verdict-tag.tsx';
import type { ExplainedEnd, Explanation, Gate } from '#lib/policy/types.ts';
import { portCount } from '#lib/text/en/pod.ts';
import { isNoPort, portWords } from '#lib/text/en/ports.ts';
import { verdictWord, WHY } from '#lib/text/en/why.ts';
import { visibleText } from '#lib/text/visible-text.ts';

interface GatesLineProps {
  readonly explanation: Explanation;
  /** In the drawer the line has a row of its own. */
  readonly layout: 'page' | 'drawer';
}

/** The connection as one line through two gates; it stops at the gate that does not let it through. */
export function GatesLine({ explanation, layout }: GatesLineProps) {
  const { from, to, verdict } = explanation;
  // One pair of ends that is allowed on some ports and denied on the rest is no disagreement.
  const onePair = (explanation.parts?.length ?? 0) < 2;
  const somePorts = verdict === 'mixed' && onePair && isNoPort(explanation.relation.depends);
  const tag = somePorts ? 'allow' : verdict;
  const page = layout === 'page';
  const word = `text-xs text-ink-3 ${page ? 'max-lg:hidden' : 'hidden'}`;
  return (
    <div className="mt-2.5 flex flex-wrap items-center gap-x-2 gap-y-1">
      <End end={from} />
      <span className={word}>{WHY.egressGate}</span>
      <div
        className={
          page ? 'max-w-[470px] flex-1 max-lg:order-last max-lg:max-w-none max-lg:basis-full' : 'order-last basis-full'
        }
      >
        <Line explanation={explanation} />
      </div>
      <span className={word}>{WHY.ingressGate}</span>
      <End end={to} />
      <span className="ml-auto">
        <Term
          of={
            verdict === 'mixed' ? (onePair ? 'somePorts' : 'somePairs') : verdict === 'depends' ? 'depends' : 'verdict'
          }
        >
          <VerdictTag verdict={tag}>{somePorts ? WHY.somePorts : verdictWord(verdict)}</VerdictTag>
        </Term>
      </span>
    </div>
  );
}

function End({ end }: { readonly end: ExplainedEnd }) {
  const Icon = END_ICONS[end.type];
  const label = end.namespace === undefined ? end.name : `${end.namespace} / ${end.name}`;
  return (
    <span
      title={end.id}
      className="inline-flex h-[22px] max-w-full min-w-0 items-center gap-1.5 rounded-sm border border-line bg-surface px-[7px] text-xs text-ink-2"
    >
      <Icon className="size-3 shrink-0" aria-hidden="true" />
      <span className="truncate">{visibleText(label)}</span>
    </span>
  );
}

const END_ICONS = {
  pod: Box,
  workload: Box,
  hypothetical: Box,
  node: ServerCog,
  address: Network,
  internet: Globe,
} as const satisfies Record<ExplainedEnd['type'], unknown>;

/** Where the gates stand on the line, in hundredths of its width, which follows the page. */
const EGRESS_AT = 13;
const INGRESS_AT = 86;

function letsThrough({ allows }: Gate): boolean {
  return !isNoPort(allows.allow) || !isNoPort(allows.depends);
}

function Line({ explanation }: { readonly explanation: Explanation }) {
  const { egress, ingress, verdict, relation } = explanation;
  // Where ends are many and none of the ports is open between all of them, what is open between some is drawn.
  const certain = isNoPort(relation.allow) ? (relation.some ?? relation.allow) : relation.allow;
  const denied = verdict === 'deny';
  const undecided = verdict === 'depends' || (verdict === 'mixed' && isNoPort(certain));
  const colour = undecided ? 'var(--color-depends)' : denied ? 'var(--color-denied)' : 'var(--color-allowed)';
  const end = denied ? `${(letsThrough(egress) ? INGRESS_AT : EGRESS_AT) - 2}%` : '100%';
  const words = portWords(isNoPort(certain) ? relation.depends : certain);
  const label = words.length > 2 ? portCount(words.length) : words.join(', ');
  return (
    <div aria-hidden="true" className="relative">
      <svg width="100%" height="34" aria-hidden="true" className="block overflow-visible">
        <line
          x1="0"
          x2={end}
          y1="17"
          y2="17"
          stroke={colour}
          strokeWidth="2"
          strokeDasharray={denied ? '1.5 3.5' : undecided ? '6 4' : undefined}
        />
        {denied ? <line x1={end} x2={end} y1="11" y2="23" stroke={colour} strokeWidth="2.4" /> : null}
        <Post at={EGRESS_AT} gate={egress} />
        <Post at={INGRESS_AT} gate={ingress} />
      </svg>
      {denied ? null : (
        <svg width="9" height="10" aria-hidden="true" className="absolute top-3 -right-px">
          <path d="M0 .5l9 4.5-9 4.5z" fill={colour} />
        </svg>
      )}
      {label === '' || denied ? null : (
        <span className="absolute top-[6px] left-1/2 -translate-x-1/2 rounded-sm border border-line bg-surface px-2 font-mono text-2xs leading-5 whitespace-nowrap text-ink">
          {label}
        </span>
      )}
    </div>
  );
}

/** A solid post has a hole where the gate lets something through and none where it does not. */
function Post({ at, gate }: { readonly at: number; readonly gate: Gate }) {
  const x = `${at}%`;
  if (gate.isolated === 'none') return null;
  if (gate.isolated === 'yes') {
    return (
      <g stroke="var(--color-ink-2)" strokeWidth="5">
        <line x1={x} x2={x} y1="1" y2={letsThrough(gate) ? 11 : 17} />
        <line x1={x} x2={x} y1={letsThrough(gate) ? 23 : 17} y2="33" />
      </g>
    );
  }
  const stroke = gate.isolated === 'depends' ? 'var(--color-depends)' : 'var(--color-line-strong)';
  return <line x1={x} x2={x} y1="1" y2="33" stroke={stroke} strokeWidth="2" strokeDasharray="2.5 3.5" />;
}

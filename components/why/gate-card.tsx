'use client';

import {
  Ban,
  ChevronDown,
  ChevronRight,
  CircleCheckBig,
  CircleHelp,
  CircleMinus,
  CornerDownRight,
  Lock,
  LockOpen,
  type LucideIcon,
} from 'lucide-react';
import { useId, useState } from 'react';
import { policyHref } from '#components/policies/policy-address.ts';
import { FenceGlyph } from '#components/ui/fence-glyph.tsx';
import { Link } from '#components/ui/link.tsx';
import type { ExplainedEnd, ExplainedRule, Gate, PolicyText } from '#lib/policy/types.ts';
import { isNoPort, portsInWords } from '#lib/text/en/ports.ts';
import { gateState, outcomeWord, ruleNumber, tierWord, WHY } from '#lib/text/en/why.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { RuleYaml } from './rule-yaml.tsx';

interface GateCardProps {
  readonly cluster: string;
  /** The YAML of the policies that the gate names. */
  readonly texts: readonly PolicyText[];
  readonly gate: Gate;
  readonly end: ExplainedEnd;
}

/** One gate: isolated by whom, the rules that decide first, then the rest with their reasons. */
export function GateCard({ cluster, texts, gate, end }: GateCardProps) {
  const egress = gate.direction === 'egress';
  const Icon = gate.isolated === 'yes' ? Lock : LockOpen;
  const post = gate.isolated;
  return (
    <section
      aria-label={egress ? WHY.egressTitle : WHY.ingressTitle}
      className="min-w-0 self-start overflow-hidden rounded-lg border border-line bg-surface"
    >
      <header className="flex items-center gap-2.5 border-b border-line-faint px-3.5 py-2.5">
        <FenceGlyph isolation={egress ? { ingress: 'no', egress: post } : { ingress: post, egress: 'no' }} size={18} />
        <div className="min-w-0 flex-1">
          <h2 className="text-md font-semibold">{egress ? WHY.egressTitle : WHY.ingressTitle}</h2>
          <p className="truncate text-xs text-ink-3">
            {visibleText([end.name, end.namespace].filter((part) => part !== undefined).join(' · '))}
          </p>
        </div>
        <span className="flex items-center gap-1.5 text-xs font-medium">
          <Icon className="size-3 shrink-0" aria-hidden="true" />
          {gateState(gate)}
        </span>
      </header>
      {gate.rules.length === 0 ? (
        <p className="px-3.5 py-3 text-ink-2">{visibleText(gate.sentence)}</p>
      ) : (
        <ul>
          {gate.rules.map((rule) => (
            <Rule
              key={`${rule.policy.kind}/${rule.policy.namespace}/${rule.policy.name}/${rule.path}`}
              cluster={cluster}
              rule={rule}
              text={textOf(texts, rule)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function textOf(texts: readonly PolicyText[], { policy }: ExplainedRule): PolicyText | undefined {
  return texts.find(
    (text) =>
      text.policy.kind === policy.kind &&
      text.policy.namespace === policy.namespace &&
      text.policy.name === policy.name,
  );
}

/** Outcomes that have a say in the verdict: their YAML is open from the start. */
const DECISIVE: ReadonlySet<ExplainedRule['outcome']> = new Set(['admits', 'denies', 'passes', 'depends']);

interface Sign {
  readonly Icon: LucideIcon;
  readonly tone: string;
}

const SILENT: Sign = { Icon: CircleMinus, tone: 'text-ink-3' };
const SIGNS: Readonly<Partial<Record<ExplainedRule['outcome'], Sign>>> = {
  admits: { Icon: CircleCheckBig, tone: 'text-accent' },
  denies: { Icon: Ban, tone: 'text-denied-ink' },
  passes: { Icon: CornerDownRight, tone: 'text-ink-2' },
  depends: { Icon: CircleHelp, tone: 'text-depends-ink' },
};

interface RuleProps {
  readonly cluster: string;
  readonly rule: ExplainedRule;
  readonly text: PolicyText | undefined;
}

function Rule({ cluster, rule, text }: RuleProps) {
  const decisive = DECISIVE.has(rule.outcome);
  const [open, setOpen] = useState(decisive);
  const yamlId = useId();
  const { Icon, tone } = SIGNS[rule.outcome] ?? SILENT;
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <li className="border-t border-line-faint px-3.5 py-2.5 first:border-t-0">
      <div className="flex flex-wrap items-center gap-x-[7px] gap-y-0.5">
        <Icon className={`size-4 shrink-0 ${tone}`} aria-hidden="true" />
        <Link
          href={policyHref(cluster, rule.policy)}
          className="min-w-0 truncate font-mono text-xs font-medium text-accent-ink hover:underline"
        >
          {visibleText(rule.policy.name)}
        </Link>
        <span className="text-xs text-ink-3">
          {[rule.tier === undefined ? undefined : tierWord(rule.tier), ruleNumber(rule.rule, rule.of)]
            .filter((part) => part !== undefined)
            .join(' · ')}
        </span>
        <span className={`ml-auto text-xs ${decisive ? 'font-medium' : 'text-ink-3'}`}>{outcomeWord(rule)}</span>
      </div>
      <p className="mt-0.5 ml-[23px] text-xs wrap-break-word text-ink-2">{visibleText(rule.text)}</p>
      {isNoPort(rule.ports.depends) || rule.outcome !== 'depends' ? null : (
        <p className="ml-[23px] text-xs text-depends-ink">
          {WHY.dependsInBoth}: {portsInWords(rule.ports.depends)}
        </p>
      )}
      {rule.lines === undefined || text === undefined ? null : (
        <div className="mt-1.5 ml-[23px]">
          {decisive ? null : (
            <button
              type="button"
              aria-expanded={open}
              aria-controls={yamlId}
              onClick={() => setOpen(!open)}
              className="flex min-h-6 items-center gap-1 text-xs text-ink-3 hover:text-ink"
            >
              <Chevron className="size-3" aria-hidden="true" />
              {WHY.lines(rule.lines.from, rule.lines.to)}
            </button>
          )}
          <div id={yamlId}>{open ? <RuleYaml text={text} lines={rule.lines} /> : null}</div>
        </div>
      )}
    </li>
  );
}

import type { FlowsAfter } from '#lib/gdpr/types.ts';
import { count, countOf } from './count.ts';
import { flowsSentence, observedFlowWords } from './observed-flow.ts';
import { listOf } from './phrases.ts';

/** What engine and checks say about the world after a fix. */
export function effectSentence(effect: {
  readonly closes: number;
  readonly opens: number;
  /** Connections with addresses outside that end. */
  readonly outside: number;
  readonly closedGaps: number;
  readonly openedGaps: number;
  /** Absent: no source of observed traffic. */
  readonly flows?: FlowsAfter;
}): string {
  const { closes, opens, outside, closedGaps, openedGaps } = effect;
  const opened = opens === 0 ? 'opens none' : `opens ${opens}`;
  const away =
    outside === 0 ? '' : ` ${countOf(outside, 'connection')} with addresses outside ${outside === 1 ? 'ends' : 'end'}.`;
  const gaps = `${countOf(closedGaps, 'gap')} ${closedGaps === 1 ? 'closes' : 'close'}, ${openedGaps === 0 ? 'none opens' : `${openedGaps} ${openedGaps === 1 ? 'opens' : 'open'}`}.`;
  return `Computed on this input: closes ${countOf(closes, 'connection')} between workloads and ${opened}.${away} ${gaps}${effect.flows === undefined ? '' : ` ${flowsSentence(effect.flows)}`}`;
}

/** Of workloads and policies named in a warning. */
const SHOWN = 5;

/** Titles are sentences: they are told apart by semicolons. */
function sentencesOf(titles: readonly string[]): string {
  const rest = titles.length - SHOWN;
  return [...titles.slice(0, SHOWN), ...(rest > 0 ? [`${rest} more`] : [])].join('; ');
}

/** What needs saying before a fix is applied. */
export const fixWarnings = {
  staysOpen: 'This alone does not close the gap: something else keeps it open.',
  cutsDns: (workloads: readonly string[]): string =>
    `Cuts DNS: ${listOf(workloads, SHOWN)} could no longer resolve names.`,
  mayCutDns: (workloads: readonly string[]): string =>
    `May cut DNS: whether ${listOf(workloads, SHOWN)} could still resolve names would depend.`,
  cutsEntry: (
    via: string,
    { namespace, name }: { readonly namespace?: string; readonly name: string },
    workload: string,
    maybe: boolean,
  ): string =>
    `${maybe ? 'May cut' : 'Cuts'} a way in: ${via} ${namespace === undefined ? name : `${namespace}/${name}`} leads to ${workload}, and ${maybe ? 'whether it still gets through would depend' : 'would no longer get through'}.`,
  cutsFlow: (from: string, to: string, line: number): string =>
    `Cuts a declared flow: ${from} to ${to} (DataMap, line ${line}).`,
  mayCutFlow: (from: string, to: string, line: number): string =>
    `May cut a declared flow: ${from} to ${to}, of which only names are declared (DataMap, line ${line}).`,
  cutsConsumer: (from: string, to: string): string => `Cuts a declared consumer: ${from} of ${to}.`,
  opensGaps: (titles: readonly string[]): string =>
    `Adds ${titles.length === 1 ? 'a gap' : 'gaps'}: ${sentencesOf(titles)}.`,
  breaksFlows: ({ breaks, flows }: FlowsAfter): string =>
    `${breaks === 1 ? 'The observed flow' : 'Observed flows'} that it breaks: ${flows.slice(0, SHOWN).map(observedFlowWords).join('; ')}${breaks > SHOWN ? ` and ${count(breaks - SHOWN)} more` : ''}.`,
  mayBreakFlows: ({ mayBreak }: FlowsAfter): string =>
    `May break ${countOf(mayBreak, 'observed flow')}: whether ${mayBreak === 1 ? 'it stays' : 'they stay'} allowed depends.`,
  flowsLeftOut: ({ leftOut = 0 }: FlowsAfter): string =>
    `Whether ${countOf(leftOut, 'more observed flow')} would break is not known: there was no room for them.`,
  noFlowsKnown: 'Which of the connections that end are in use is not known: no source of observed traffic.',
} as const;

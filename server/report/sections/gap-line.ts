import type { WitnessHop, WitnessReason } from '#lib/gdpr/types.ts';
import { policyName } from '#lib/text/en/policy-name.ts';
import { portsInWords } from '#lib/text/en/ports.ts';
import { REPORT } from '#lib/text/en/report.ts';
import { GAPS } from '#lib/text/en/report-sections.ts';
import type { LineItem } from '../document/blocks.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { EvidenceGap } from '../evidence/peer-runs.ts';
import { wholeGap } from '../evidence/shared-values.ts';
import { type GapLookups, ownerOf, waiverRows, yamlLines } from './gap-block.ts';
import { isOutsideScope } from './of-scope.ts';

/** What is different about a gap of a kind whose first is told already. Hashes of specs stand in the policy inventory, but for those outside of the scope. */
export function gapLine(
  told: EvidenceGap,
  { evidence }: GapLookups,
  { first, withYaml }: { readonly first: EvidenceGap; readonly withYaml: boolean },
): LineItem {
  const gap = wholeGap(evidence, told);
  const owner = ownerOf(gap, evidence);
  const said = [
    ...gap.witness.flatMap((hop) => hopInWords(hop, evidence)),
    ...(owner === undefined ? [] : [`${GAPS.owner}: ${owner}`]),
    ...(gap.waiver === undefined ? [] : waiverRows(gap.waiver).map(([what, text]) => `${what}: ${text}`)),
    ...(gap.unknownBecause ?? []).filter((reason) => !first.unknownBecause?.includes(reason)),
  ];
  return {
    name: gap.id,
    text: [gap.title, ...said].join('. ').replaceAll('..', '.'),
    ...(withYaml ? { code: yamlLines(gap) } : {}),
  };
}

function hopInWords({ from, to, ports, verdict, because }: WitnessHop, evidence: Evidence): readonly string[] {
  const connection = REPORT.connectionOn(from, to, portsInWords(ports));
  const alike = [...Map.groupBy(because, withoutName).values()];
  return [
    `${REPORT.gap.connection}: ${connection}: ${REPORT.verdict[verdict]}`,
    ...alike.map(([first, ...others]) => (first === undefined ? '' : reasonsInWords(first, others, evidence))),
  ];
}

/** Equal where two policies of one namespace say the same, but for their names. */
function withoutName({ gate, policy, path = '', text }: WitnessReason): string {
  if (policy === undefined) return JSON.stringify([gate, path, text]);
  const { kind, namespace, name } = policy;
  // Only where the sentence begins with it: elsewhere the same word may be a label or a peer.
  const said = text.startsWith(`${name} `) ? [text.slice(name.length)] : text;
  return JSON.stringify([gate, path, kind, namespace, said]);
}

function reasonsInWords(
  { gate, policy, path = '', text }: WitnessReason,
  others: readonly WitnessReason[],
  evidence: Evidence,
): string {
  const rule = policy === undefined ? '' : `${policyName(policy)} ${path}`.trim();
  const where = policy !== undefined && isOutsideScope(evidence, policy.namespace) ? GAPS.ruleOutside(rule) : rule;
  const said = [where, text].filter((each) => each !== '').join(': ');
  const names = others.flatMap((other) => other.policy?.name ?? []);
  return [`${REPORT.gap.gateOf[gate]}: ${said}`, ...(names.length === 0 ? [] : [GAPS.sameOf(names.join(', '))])].join(
    ' ',
  );
}

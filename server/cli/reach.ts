import { explain } from '#lib/policy/ask.ts';
import { parseEndpoint } from '#lib/policy/endpoints.ts';
import { parsePort } from '#lib/policy/probe.ts';
import type { ExplainedRule, Gate } from '#lib/policy/types.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { policyName } from '#lib/text/en/policy-name.ts';
import { isNoPort, portsInWords } from '#lib/text/en/ports.ts';
import { REACH } from '#lib/text/en/reach.ts';
import { dependsReason } from '#lib/text/en/why-engine.ts';
import { parseCommandLine, text, usage } from './options.ts';
import { readInput } from './read-input.ts';
import { openResult } from './result-output.ts';
import { createPaint, type Paint, terminalText } from './terminal.ts';

/** `ringfence reach`: one question with its explanation. */
export async function reach(argv: readonly string[]): Promise<number> {
  const { help, common, own } = parseCommandLine(argv, {
    command: 'reach',
    options: { from: { type: 'string' }, to: { type: 'string' }, port: { type: 'string' } },
    formats: ['text', 'json'],
  });
  if (help) {
    process.stdout.write(CLI.helpOf('reach'));
    return 0;
  }
  const [from, to, port] = [text(own.from), text(own.to), text(own.port)];
  if (from === undefined) throw usage(CLI.missing('--from'));
  if (to === undefined) throw usage(CLI.missing('--to'));
  const asked = port === undefined ? {} : parsePort(port);
  if (asked === undefined) throw usage(CLI.badPort(port ?? ''));
  const question = { from: parseEndpoint(from), to: parseEndpoint(to), ...asked };
  const input = await readInput(common);
  const answer = explain(input.model(), question, { assumeNamespaces: common.assumeNamespaces });
  const output = openResult(common, 'reach');
  if (common.format === 'json') await output.write(`${JSON.stringify(answer, null, 2)}\n`);
  else await output.write(explanationText(answer, createPaint(common.color && output.isTerminal)));
  await output.end();
  return 0;
}

const COLOUR = { allow: 'green', deny: 'red', depends: 'yellow', mixed: 'yellow' } as const;

function explanationText(answer: ReturnType<typeof explain>, paint: Paint): string {
  const lines = [
    `${paint(COLOUR[answer.verdict], answer.verdict.toUpperCase())}  ${terminalText(answer.sentence)}`,
    ...answer.reasons.map((reason) => `  ${REACH.because(dependsReason(reason))}`),
    '',
  ];
  for (const part of answer.parts ?? []) {
    const example = terminalText(`${part.example.from} → ${part.example.to}`);
    lines.push(`  ${REACH.part(paint(COLOUR[part.verdict], part.verdict), part.count, example)}`);
  }
  if (answer.parts !== undefined) lines.push('', REACH.exampleFollows, '');
  for (const gate of [answer.egress, answer.ingress]) lines.push(...gateLines(gate, answer, paint), '');
  lines.push(REACH.both(ports(answer.relation.allow)));
  const { some, depends } = answer.relation;
  if (some !== undefined && !isNoPort(some)) {
    const isOutside = [answer.from, answer.to].some(({ type }) => type === 'address' || type === 'internet');
    lines.push(REACH.some(ports(some), isOutside));
  }
  if (!isNoPort(depends)) lines.push(REACH.depends(ports(depends)));
  for (const footnote of answer.footnotes) lines.push(`  * ${REACH.footnotes[footnote]}`);
  if (answer.check !== undefined) lines.push('', REACH.check, `  ${terminalText(answer.check)}`);
  return `${lines.join('\n')}\n`;
}

const ports = portsInWords;

function gateLines(gate: Gate, answer: ReturnType<typeof explain>, paint: Paint): readonly string[] {
  const end = gate.direction === 'egress' ? answer.from : answer.to;
  const lines = [
    `${paint('bold', REACH.gate(gate.direction))} ${terminalText(end.id)}: ${terminalText(gate.sentence)}`,
  ];
  for (const rule of gate.rules) {
    const { policy } = rule;
    const name = terminalText(policyName(policy, rule.tier));
    const place = rule.rule === 0 ? name : `${name}, ${REACH.rule(rule.rule, rule.of)}`;
    const at = rule.lines === undefined ? '' : ` (${REACH.lines(rule.lines.from, rule.lines.to)})`;
    lines.push(`  ${signOf(rule.outcome, paint)} ${place}${at}: ${terminalText(rule.text)}`);
  }
  return lines;
}

/** `+` admits, `!` denies, `>` passes on, `?` cannot be decided, `-` has nothing to say. */
function signOf(outcome: ExplainedRule['outcome'], paint: Paint): string {
  switch (outcome) {
    case 'admits':
      return paint('green', '+');
    case 'denies':
      return paint('red', '!');
    case 'passes':
      return '>';
    case 'depends':
      return paint('yellow', '?');
    default:
      return '-';
  }
}

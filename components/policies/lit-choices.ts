import type { LineRange } from '#components/why/code-excerpt.ts';
import type { PolicyView } from '#lib/api/policy-types.ts';
import { isolatesFor, POLICY, ruleName, selectedPods } from '#lib/text/en/policies.ts';
import { specLines } from './spec-lines.ts';

/** Lines that can be lit, and what they speak of. */
export interface LitChoice {
  readonly id: string;
  readonly lines: LineRange;
  readonly label: string;
  /** Index in `ruleViews`, where the lines are a rule's. */
  readonly rule?: number;
}

/** Whom the policy selects, what it isolates, and each rule: the parts whose lines are known. */
export function litChoices(view: PolicyView): readonly LitChoice[] {
  const choices: LitChoice[] = [];
  const selector = specLines(view.text, view.tier === undefined ? 'podSelector' : 'subject');
  if (selector !== undefined) {
    choices.push({
      id: 'selects',
      lines: selector,
      label: `${POLICY.selects} ${selectedPods(view.selects.pods, view.selects.workloads)}`,
    });
  }
  const types = specLines(view.text, 'policyTypes');
  if (types !== undefined) choices.push({ id: 'types', lines: types, label: isolatesFor(view.directions) });
  view.ruleViews.forEach((rule, index) => {
    if (rule.lines === undefined) return;
    choices.push({
      id: rule.path,
      lines: rule.lines,
      label: ruleName(rule.direction, rule.index + 1),
      rule: index,
    });
  });
  return choices;
}

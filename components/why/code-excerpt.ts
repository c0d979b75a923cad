import type { PolicyText } from '#lib/policy/types.ts';

export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** A line of the object with its real number, or a fold that stands for lines left out. */
export type ExcerptLine =
  | { readonly type: 'line'; readonly number: number; readonly text: string; readonly lit: boolean }
  | { readonly type: 'fold'; readonly from: number; readonly to: number };

/** Shorter folds hide less than their own line costs. */
const SHORTEST_FOLD = 2;

/**
 * The policy's lines around the lit ones, everything else folded. Always kept: the lit lines and the head of the list that they belong to (`ingress:` or `egress:`). Lit ranges outside the text are ignored.
 */
export function codeExcerpt(policy: PolicyText, lit: readonly LineRange[]): readonly ExcerptLine[] {
  const lines = policyLines(policy);
  const isLit = (number: number): boolean => lit.some(({ from, to }) => from <= number && number <= to);
  const kept = new Set<number>();
  for (const { number } of lines) {
    if (isLit(number)) kept.add(number);
  }
  for (const range of lit) {
    const head = listHead(lines, range.from);
    if (head !== undefined) kept.add(head);
  }
  const excerpt: ExcerptLine[] = [];
  let fold: number[] = [];
  const flush = (): void => {
    const [first] = fold;
    const last = fold.at(-1);
    if (first === undefined || last === undefined) return;
    if (fold.length >= SHORTEST_FOLD) excerpt.push({ type: 'fold', from: first, to: last });
    else for (const line of lines) if (fold.includes(line.number)) excerpt.push({ ...line, type: 'line', lit: false });
    fold = [];
  };
  for (const line of lines) {
    if (kept.has(line.number)) {
      flush();
      excerpt.push({ ...line, type: 'line', lit: isLit(line.number) });
    } else fold.push(line.number);
  }
  flush();
  return excerpt;
}

/** All lines of the policy, each with its real number. */
export function policyLines(policy: PolicyText): readonly { readonly number: number; readonly text: string }[] {
  const lines = policy.text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.map((text, index) => ({ number: policy.firstLine + index, text }));
}

function listHead(
  lines: readonly { readonly number: number; readonly text: string }[],
  before: number,
): number | undefined {
  return lines.findLast(({ number, text }) => number < before && /^\s*(ingress|egress):/.test(text))?.number;
}

import type { YamlLine } from '#components/ui/yaml-block.tsx';

/** Lines shown around a change. */
const AROUND = 2;

/**
 * The lines by which a text differs from what was before, with some around them: removed ones with the number that they
 * had, before those that stand in their place. What is left out is a fold.
 */
export function changedLines(before: string, after: string, fold: (lines: number) => string): readonly YamlLine[] {
  const all = mergedLines(linesOf(before), linesOf(after));
  const isNear = (index: number): boolean =>
    all.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ change }) => change !== undefined);
  const lines: YamlLine[] = [];
  let left = 0;
  for (const [index, line] of all.entries()) {
    if (!isNear(index)) {
      left++;
      continue;
    }
    if (left > 0) lines.push({ type: 'fold', text: fold(left) });
    left = 0;
    lines.push(line);
  }
  if (left > 0 && lines.length > 0) lines.push({ type: 'fold', text: fold(left) });
  return lines;
}

type Line = Extract<YamlLine, { type: 'line' }>;

/** Every line of both texts once, in order. */
function mergedLines(old: readonly string[], next: readonly string[]): readonly Line[] {
  const lines: Line[] = [];
  let from = 0;
  const removeUntil = (end: number): void => {
    for (; from < end; from++) {
      lines.push({ type: 'line', number: from + 1, text: old[from] ?? '', change: 'removed' });
    }
  };
  const kept = commonLines(old, next);
  let added: Line[] = [];
  for (const [index, text] of next.entries()) {
    const line: Line = { type: 'line', number: index + 1, text };
    const was = kept.get(index);
    if (was === undefined) {
      added.push({ ...line, change: 'added' });
      continue;
    }
    removeUntil(was);
    lines.push(...added, line);
    added = [];
    from = was + 1;
  }
  removeUntil(old.length);
  return [...lines, ...added];
}

export function wholeLines(text: string): readonly YamlLine[] {
  return linesOf(text).map((line, index) => ({ type: 'line', number: index + 1, text: line }));
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** A pair of texts larger than this is compared at its two ends only. */
const MOST_COMPARED = 1_000_000;

/**
 * Which lines of `next` were there before, in the same order, with where they stood: the longest common subsequence
 * between equal ends.
 */
function commonLines(old: readonly string[], next: readonly string[]): ReadonlyMap<number, number> {
  const kept = new Map<number, number>();
  let start = 0;
  while (start < old.length && start < next.length && old[start] === next[start]) {
    kept.set(start, start);
    start++;
  }
  let end = 0;
  while (end < old.length - start && end < next.length - start && old.at(-1 - end) === next.at(-1 - end)) {
    end++;
    kept.set(next.length - end, old.length - end);
  }
  const [a, b] = [old.slice(start, old.length - end), next.slice(start, next.length - end)];
  if (a.length * b.length > MOST_COMPARED) return kept;
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    const row = lengths[i] as Uint32Array;
    for (let j = b.length - 1; j >= 0; j--) {
      row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      kept.set(start + j, start + i);
      i++;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return kept;
}

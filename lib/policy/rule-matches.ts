import type { CompiledRule } from './ir.ts';
import type { Match } from './match.ts';

interface Step {
  readonly before: number;
  readonly rule: CompiledRule;
  readonly match: Match;
}

/**
 * Which rules mean which classes. Classes that the same rules mean in the same way have one key; as a rule means few
 * classes, only these are touched.
 */
export class RuleMatches {
  private readonly keys: Int32Array;
  /** Key n, from 1 on: one more match after those of another key. */
  private readonly steps: Step[] = [];
  private readonly keyOfStep = new Map<string, number>();

  constructor(classCount: number) {
    this.keys = new Int32Array(classCount);
  }

  add(id: number, rule: CompiledRule, match: Match): void {
    const before = this.keys[id] as number;
    const text = `${before} ${rule.id} ${match}`;
    let key = this.keyOfStep.get(text);
    if (key === undefined) {
      key = this.steps.push({ before, rule, match });
      this.keyOfStep.set(text, key);
    }
    this.keys[id] = key;
  }

  key(id: number): number {
    return this.keys[id] as number;
  }

  /** The rules that mean the class. */
  of(id: number): ReadonlyMap<CompiledRule, Match> {
    const matches = new Map<CompiledRule, Match>();
    for (let key = this.key(id); key > 0; ) {
      const { before, rule, match } = this.steps[key - 1] as Step;
      matches.set(rule, match);
      key = before;
    }
    return matches;
  }
}

import type { Labels } from '#lib/kube/objects.ts';
import type { Selector } from './label-selector.ts';

/**
 * The label keys and values that some pod selector in force names. Everything else about a pod's labels (template
 * hashes, pod indexes) tells no pods apart.
 */
export class RelevantLabels {
  private readonly keys = new Map<string, NumberedKey>();
  /** Equal for two that tell the same labels apart. */
  readonly text: string;

  constructor(selectors: Iterable<Selector>) {
    let numbers = 0;
    for (const selector of selectors) {
      for (const { key, values } of selector.requirements) {
        let known = this.keys.get(key);
        if (known === undefined) {
          known = { otherValue: numbers++, values: new Map() };
          this.keys.set(key, known);
        }
        for (const value of values) if (!known.values.has(value)) known.values.set(value, numbers++);
      }
    }
    this.text = JSON.stringify([...this.keys].map(([key, { values }]) => [key, [...values.keys()].sort()]).sort());
  }

  has(key: string): boolean {
    return this.keys.has(key);
  }

  /** Equal for two sets of labels exactly when no selector tells them apart by one requirement. */
  signature(labels: Labels | undefined): string {
    if (labels === undefined) return '';
    const numbers: number[] = [];
    for (const key of Object.keys(labels)) {
      const known = this.keys.get(key);
      if (known !== undefined) numbers.push(known.values.get(labels[key] as string) ?? known.otherValue);
    }
    if (numbers.length > 1) numbers.sort((a, b) => a - b);
    return numbers.join(' ');
  }
}

/** Small numbers, each of one key and value. */
interface NumberedKey {
  /** Of a value that no selector names: the key that only Exists or other values name still differs from a missing one. */
  readonly otherValue: number;
  readonly values: Map<string, number>;
}

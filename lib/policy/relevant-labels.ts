import type { Labels } from '#lib/kube/objects.ts';
import type { Selector } from './label-selector.ts';

/**
 * The label keys and values that some pod selector in force names. Everything else about a pod's labels (template
 * hashes, pod indexes) tells no pods apart.
 */
export class RelevantLabels {
  private readonly values = new Map<string, Map<string, number>>();
  private readonly keyNumbers = new Map<string, number>();
  /** Equal for two that tell the same labels apart. */
  readonly text: string;

  constructor(selectors: Iterable<Selector>) {
    for (const selector of selectors) {
      for (const { key, values } of selector.requirements) {
        let known = this.values.get(key);
        if (known === undefined) {
          known = new Map();
          this.values.set(key, known);
          this.keyNumbers.set(key, this.keyNumbers.size);
        }
        for (const value of values) if (!known.has(value)) known.set(value, known.size + 1);
      }
    }
    this.text = JSON.stringify([...this.values].map(([key, values]) => [key, [...values.keys()].sort()]).sort());
  }

  has(key: string): boolean {
    return this.values.has(key);
  }

  /** Equal for two sets of labels exactly when no selector tells them apart by one requirement. */
  signature(labels: Labels | undefined): string {
    if (labels === undefined) return '';
    const parts: number[] = [];
    for (const key of Object.keys(labels)) {
      const values = this.values.get(key);
      if (values === undefined) continue;
      // A key that only Exists or other values name still differs from a missing one: number 0.
      parts.push((this.keyNumbers.get(key) as number) * 0x100000000 + (values.get(labels[key] as string) ?? 0));
    }
    if (parts.length > 1) parts.sort((a, b) => a - b);
    return parts.join(' ');
  }
}

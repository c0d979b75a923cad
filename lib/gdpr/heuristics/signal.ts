import { isMoreSensitive, isPersonal } from '../data-class.ts';
import type { DataClass } from '../types.ts';
import type { SignalKind } from './signal-table.ts';

/** A sign that was found on one workload. */
export interface Signal {
  /** Of the rule in the table. */
  readonly id: string;
  readonly kind: SignalKind;
  readonly gives: 'data-at-rest' | DataClass;
  readonly weight: number;
  readonly reason: string;
  /** What it was found on: an image, a word of a name, a port, a label. */
  readonly what: string;
  /** A word of the namespace's name, not of its own. */
  readonly ofNamespace?: true;
}

export interface Inference {
  readonly dataClass: DataClass;
  /** 0 to 1, two digits. */
  readonly confidence: number;
  /** Those on which it rests, strongest first: one of each kind. */
  readonly signals: readonly Signal[];
}

/** One sign of this weight is enough by itself (gdpr.md §4.4). */
const ENOUGH_ALONE = 0.7;
/** Nothing that is inferred is certain. */
const MOST_CONFIDENCE = 0.95;

/**
 * The most sensitive class for which there are two independent signs or one that is strong enough. A sign for a special
 * category is one for personal data, too. Undefined: the signs are too weak.
 */
export function inferClass(signals: readonly Signal[]): Inference | undefined {
  const classes = signals.flatMap(({ gives }) => (gives !== 'data-at-rest' && isPersonal(gives) ? [gives] : []));
  const candidates = [...new Set(classes)].sort((a, b) => (isMoreSensitive(a, b) ? -1 : 1));
  for (const dataClass of candidates) {
    const best = new Map<SignalKind, Signal>();
    for (const signal of signals) {
      if (signal.gives === 'data-at-rest' || isMoreSensitive(dataClass, signal.gives)) continue;
      const known = best.get(signal.kind);
      if (known === undefined || signal.weight > known.weight) best.set(signal.kind, signal);
    }
    const used = [...best.values()].sort((a, b) => b.weight - a.weight);
    if (used.length < 2 && (used[0]?.weight ?? 0) < ENOUGH_ALONE) continue;
    const doubt = used.reduce((left, { weight }) => left * (1 - weight), 1);
    return { dataClass, confidence: Math.min(MOST_CONFIDENCE, Math.round((1 - doubt) * 100) / 100), signals: used };
  }
  return undefined;
}

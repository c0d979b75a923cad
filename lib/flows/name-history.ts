/** Who goes by an address, or by a pod's name, at some time. */
export type NameHolder =
  | {
      readonly type: 'pod';
      /** `ns/Kind/name` */
      readonly workload: string;
      /** Ports that its containers name. */
      readonly listens: readonly ListeningPort[];
    }
  | { readonly type: 'host'; readonly node: string }
  | {
      readonly type: 'service';
      /** `ns/name` */
      readonly service: string;
      readonly ports: readonly ServicePort[];
    };

export interface ListeningPort {
  /** IANA number. */
  readonly protocol: number;
  readonly port: number;
}

export interface ServicePort extends ListeningPort {
  /** The port of its pods that it leads to; null where that is not one and the same. */
  readonly backend: number | null;
}

/** From `at` (milliseconds since 1970; null: for as long as anybody knows) the name is the holder's, or nobody's. */
export interface NameChange {
  /** An address in text form, or `ns/pod`. */
  readonly name: string;
  readonly at: number | null;
  readonly holder: NameHolder | null;
}

/** Identity by time: addresses are given to other pods, and what is told of them comes late. */
export interface NameHistory {
  change(change: NameChange): void;
  /** Who had the name at that time; undefined: nobody who is known. */
  holderAt(name: string, time: number): NameHolder | undefined;
  /** Who had the name last. For names that pass to nobody else, whatever the clocks say. */
  lastHolder(name: string): NameHolder | undefined;
  /** Names that somebody has now. */
  held(): readonly string[];
  /** Forgets what ended before that time. */
  forget(before: number): void;
}

interface Interval {
  readonly from: number;
  /** Infinity while it lasts. */
  to: number;
  holder: NameHolder;
}

/** What ended is kept for so long after its end: logs arrive late. */
export const NAMES_KEPT_MS = 60 * 60_000;

export function createNameHistory(): NameHistory {
  const intervals = new Map<string, Interval[]>();
  return {
    change({ name, at, holder }) {
      const known = intervals.get(name);
      const last = known?.at(-1);
      // nobody has a name before the one who had it earlier lost it
      const from = Math.max(
        at ?? Number.NEGATIVE_INFINITY,
        last === undefined ? Number.NEGATIVE_INFINITY : endOf(last),
      );
      if (last !== undefined && last.to === Number.POSITIVE_INFINITY) {
        if (holder !== null && isSame(last.holder, holder)) {
          last.holder = holder;
          return;
        }
        last.to = from;
      }
      if (holder === null) return;
      const next = { from, to: Number.POSITIVE_INFINITY, holder };
      if (known === undefined) intervals.set(name, [next]);
      else known.push(next);
    },
    holderAt(name, time) {
      const known = intervals.get(name);
      if (known === undefined) return undefined;
      for (let i = known.length - 1; i >= 0; i--) {
        const interval = known[i] as Interval;
        if (interval.from <= time) return time < interval.to ? interval.holder : undefined;
      }
      return undefined;
    },
    lastHolder: (name) => intervals.get(name)?.at(-1)?.holder,
    held: () =>
      [...intervals].filter(([, known]) => known.at(-1)?.to === Number.POSITIVE_INFINITY).map(([name]) => name),
    forget(before) {
      for (const [name, known] of intervals) {
        const kept = known.filter(({ to }) => to >= before);
        if (kept.length === known.length) continue;
        if (kept.length === 0) intervals.delete(name);
        else intervals.set(name, kept);
      }
    },
  };
}

/** When the next one can begin: where it lasts, at the earliest when it began. */
function endOf({ from, to }: Interval): number {
  return to === Number.POSITIVE_INFINITY ? from : to;
}

/** The same workload, node or Service: its ports may have changed. */
function isSame(a: NameHolder, b: NameHolder): boolean {
  switch (a.type) {
    case 'pod':
      return b.type === 'pod' && a.workload === b.workload;
    case 'host':
      return b.type === 'host' && a.node === b.node;
    case 'service':
      return b.type === 'service' && a.service === b.service;
  }
}

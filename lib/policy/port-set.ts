/** Placeholder face; implemented with the engine. */
export interface PortSet {
  /** Interned: equal sets have equal ids. */
  readonly id: number;
  /** Flat ascending [first, last, first, last, …], inclusive, disjoint, non-adjacent; ports 1 … 65535. */
  readonly TCP: readonly number[];
  readonly UDP: readonly number[];
  readonly SCTP: readonly number[];
}

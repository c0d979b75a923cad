import type { DataRole, Environment, Pseudonymisation } from './data-map/types.ts';
import type { Signal } from './heuristics/signal.ts';
import type { Basis, Classification, DataClass } from './types.ts';

/** A value with its ground (gdpr.md §4.3). */
export interface Grounded<Value> {
  readonly value: Value;
  readonly basis: Basis;
  /** Object and field: "label on StatefulSet crm/crm-db", "DataMap line 12", or the id of the heuristic. */
  readonly source: string;
  /** Who set it last, where the API server says so. */
  readonly manager?: string;
  /** When that was, RFC 3339. */
  readonly time?: string;
  /** 0 to 1, of what is inferred. */
  readonly confidence?: number;
}

/** One source that speaks of a workload's class. Sources are kept also where another one wins (CLS-002). */
export interface ClassSource extends Grounded<DataClass> {
  readonly kind: 'data-map' | 'label' | 'alias' | 'namespace' | 'heuristic';
  /** Set where a DataMap entry lowers what others say. */
  readonly because?: string;
}

/** What a workload is in a pseudonymisation domain; `unknown`: its label has a word that is no part. */
export interface PseudonymisationPart {
  readonly domain: string;
  readonly part: Pseudonymisation['part'] | 'unknown';
}

/** Everything that is known of a workload's data besides its class. Absent: nobody says. */
export interface WorkloadData {
  readonly classification: Classification;
  /** Nearest first: DataMap, labels, namespace, heuristics (gdpr.md §4.3). */
  readonly sources: readonly ClassSource[];
  /** Signs of the heuristics, strongest first, also those too weak for a class. */
  readonly signals?: readonly Signal[];
  /** Infrastructure of the curated list that keeps no data of its own: inferred, so that its class stays unknown. */
  readonly noOwnData?: Grounded<true>;
  /** Values of class labels that are no class. */
  readonly notUnderstood?: readonly string[];
  /** What the DataMap says of data at rest. */
  readonly dataAtRest?: Grounded<boolean>;
  readonly environment?: Grounded<Environment>;
  readonly controller?: Grounded<string>;
  readonly role?: Grounded<DataRole | 'pseudonymiser'>;
  readonly purposes?: Grounded<readonly string[]>;
  readonly subjects?: Grounded<readonly string[]>;
  readonly categories?: Grounded<readonly string[]>;
  readonly residency?: Grounded<readonly string[]>;
  readonly record?: Grounded<string>;
  readonly retention?: Grounded<string>;
  readonly owner?: Grounded<string>;
  /** References as the DataMap writes them; read with `matchesWorkload`. */
  readonly consumers?: Grounded<readonly string[]>;
  readonly pseudonymisation?: Grounded<PseudonymisationPart>;
  /** Why the workload needs no record (Art. 30(5)). */
  readonly recordExempt?: Grounded<string>;
  readonly blastBudget?: number;
  readonly relay?: 'data';
}

import type { Protocol } from '#lib/kube/objects.ts';
import type { DataClass } from '../types.ts';

/** Which law's adequacy table applies. */
export type Regime = 'eu-gdpr' | 'uk-gdpr' | 'ch-fadp';
export type Environment = 'prod' | 'staging' | 'test' | 'dev';
export type DataRole = 'controller' | 'joint-controller' | 'processor' | 'sub-processor';
/** A class that somebody can declare. */
export type DeclaredClass = Exclude<DataClass, 'unknown'>;

/**
 * The DataMap file (gdpr.md §4.2): what people say of their workloads' data, recipients and flows. It wins over labels.
 * All parts are there, empty where the file names none.
 */
export interface DataMap {
  readonly regime: Regime;
  readonly controllers: readonly ControllerRecord[];
  /** Label or annotation keys of other vocabularies that are read as ours, by our name of the field (`dataClass`). */
  readonly aliases: Readonly<Record<string, readonly string[]>>;
  readonly workloads: readonly WorkloadEntry[];
  readonly recipients: readonly Recipient[];
  readonly flows: readonly DeclaredFlow[];
  /** Workloads `ns/Kind/name` through which traffic to the outside is meant to leave; `*` in a name is a wildcard. */
  readonly egressGateways: readonly string[];
  /** Patterns of namespace names, by environment. */
  readonly environments: Readonly<Partial<Record<Environment, readonly string[]>>>;
  /** Facts about the network plugin that nobody can read from the cluster. */
  readonly cni: CniFacts;
  readonly minimisation: MinimisationFacts;
}

export interface ControllerRecord extends Partial<FileLine> {
  readonly id: string;
  readonly name?: string;
  readonly country?: string;
  readonly dpo?: string;
}

/** Where in the file an entry stands, for messages and evidence: 1-based. */
export interface FileLine {
  readonly line: number;
}

export interface WorkloadEntry extends FileLine {
  /** Each part may hold `*`; an absent part matches all. */
  readonly match: { readonly namespace?: string; readonly kind?: string; readonly name?: string };
  readonly dataClass?: DeclaredClass;
  /** Why a class below what labels or signals say is right; without it the higher one stays. */
  readonly because?: string;
  readonly dataAtRest?: boolean;
  readonly role?: DataRole | 'pseudonymiser';
  readonly controller?: string;
  readonly environment?: Environment;
  readonly residency?: readonly string[];
  readonly categories?: readonly string[];
  readonly purposes?: readonly string[];
  readonly subjects?: readonly string[];
  /** Id in the record of processing activities; `exempt` needs `because`. */
  readonly record?: string;
  readonly retention?: string;
  /** A team, not a person. */
  readonly owner?: string;
  /** Workloads `ns/Kind/name` that are meant to read this one; `*` in a name is a wildcard. */
  readonly consumers?: readonly string[];
  readonly pseudonymisation?: Pseudonymisation;
  /** EXP-003: stores of other applications that this workload may reach. */
  readonly blastBudget?: number;
  /** EGR-007: data passes this relay on purpose. */
  readonly relay?: 'data';
}

export interface Pseudonymisation {
  readonly domain: string;
  readonly part: 'data' | 'additional-information' | 'pseudonymiser';
}

export interface Recipient extends FileLine {
  readonly id: string;
  /** The importer, not the owner of the address. */
  readonly legalEntity?: string;
  readonly fqdns: readonly string[];
  readonly cidrs: readonly string[];
  /** ISO 3166-1 alpha-2. */
  readonly importerCountry?: string;
  readonly role?: DataRole;
  /** `own`: offices and ranges of one's own. */
  readonly kind?: 'own' | 'external';
  readonly contact?: string;
  readonly purpose?: string;
  readonly authorisedUnder?: string;
  readonly dpa?: { readonly ref?: string; readonly signed?: string; readonly reviewBy?: string };
  readonly transfer?: TransferBasis;
  /** Categories of data that it gets; empty with `because`: none. */
  readonly receives?: readonly string[] | 'none';
  readonly because?: string;
}

export interface TransferBasis {
  /** `none-needed`, `adequacy`, `scc`, `bcr`, `dpf`, or `derogation:49.1.b`. */
  readonly basis: string;
  readonly ref?: string;
  /** Date of the evidence, RFC 3339 full-date: a certificate looked at, a clause signed. */
  readonly certified?: string;
  readonly validUntil?: string;
  /** Whether a condition of the adequacy decision was confirmed for this importer, and when. */
  readonly conditionConfirmed?: string;
}

export interface DeclaredFlow extends FileLine {
  /** `ns/Kind/name` (`*` in a name is a wildcard), or `internet`. */
  readonly from: string;
  /** The same, or `recipient:ID`. */
  readonly to: string;
  /** Empty: all. */
  readonly ports: readonly { readonly protocol: Protocol; readonly port: number }[];
  readonly purpose?: string;
  readonly kind?: 'shared-service' | 'replication' | 'backup' | 'promotion';
}

export interface CniFacts {
  readonly enforces?: { readonly value: boolean; readonly because: string };
  readonly preservesClientIP?: boolean;
}

export interface MinimisationFacts {
  /** MIN-001: what was not used for so many days is not needed; default 90. */
  readonly unusedDays?: number;
}

export const EMPTY_DATA_MAP: DataMap = {
  regime: 'eu-gdpr',
  controllers: [],
  aliases: {},
  workloads: [],
  recipients: [],
  flows: [],
  egressGateways: [],
  environments: {},
  cni: {},
  minimisation: {},
};

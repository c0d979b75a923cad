/**
 * Where the objects of a live cluster come from (gdpr.md §5.3): what the server was asked, as whom, when, and what it
 * answered. No person's name is in it. Times are RFC 3339, hashes SHA-256 in lower-case hex.
 */
export interface Provenance {
  /** UID of the namespace kube-system. */
  readonly clusterId?: string;
  readonly server: {
    /** `gitVersion` of `/version`. */
    readonly version?: string;
    /** Of the certificate of the authority that the server's own was checked against; absent: the system's. */
    readonly caSha256?: string;
  };
  /** As SelfSubjectReview and SelfSubjectRulesReview tell; absent where neither was answered. */
  readonly identity?: {
    /** A service account is told by its name; whoever else may be a person and is told by kind only. */
    readonly kind: 'service-account' | 'node' | 'user' | 'anonymous' | 'unknown';
    readonly serviceAccount?: string;
    /** What it may do, as the server says it: "get, list, watch pods, services". */
    readonly rules: readonly string[];
  };
  readonly lists: readonly ListProvenance[];
  /** Lists of different kinds are not one moment. */
  readonly skew: {
    /** Milliseconds from the start of the first list to the end of the last. */
    readonly milliseconds: number;
    /** Objects that changed between their own list and the end of the last one. */
    readonly changedMeanwhile: number;
    /** Whether what changed was listed once more. */
    readonly relisted: boolean;
  };
}

/** One kind as it was listed. */
export interface ListProvenance {
  /** Plural resource name with group, as in `Completeness`: `networkpolicies.networking.k8s.io`. */
  readonly resource: string;
  readonly version: string;
  readonly resourceVersion: string;
  readonly started: string;
  readonly ended: string;
  readonly pages: number;
  readonly count: number;
  /** Of the canonical list of what is kept of it. */
  readonly sha256: string;
}

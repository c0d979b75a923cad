/** What a source says of itself and of how it was read (gdpr.md §5.3). Times are RFC 3339, of this machine's clock. */
export type SourceRecord = ServerRecord | FilesRecord;

export interface FilesRecord {
  /** `files`: manifests, captures, snapshots. No API server said that this is what runs. */
  readonly from: 'files' | 'demo';
  /** In the order in which they were read. */
  readonly files: readonly FileRecord[];
}

export interface FileRecord {
  /** Without its folder, which says who runs it and where. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Of its bytes as they lie on the disk, in hex. */
  readonly sha256: string;
}

export interface ServerRecord {
  readonly from: 'api-server';
  readonly about: AboutServer;
  readonly reading: ReadingRecord;
}

/** What was asked for, or why it could not be had: "403", "no answer". */
export type Told<Value> = { readonly value: Value } | { readonly notTold: string };

export interface AboutServer {
  /** UID of the namespace `kube-system`: it lives as long as the cluster. */
  readonly clusterId: Told<string>;
  readonly version: Told<ServerVersion>;
  /** SHA-256, in hex, of the authorities in PEM by which the server was recognised, as the kubeconfig gives them. */
  readonly authority: Told<string>;
  readonly identity: Told<Identity>;
  readonly rules: Told<IdentityRules>;
  readonly clock: Told<ClockOffset>;
}

/** The server's own words, `/version`. */
export interface ServerVersion {
  readonly gitVersion: string;
  readonly platform?: string;
}

/** Who read, as the server sees it. People are never named (gdpr.md §5.7). */
export interface Identity {
  readonly kind: 'service-account' | 'user' | 'anonymous';
  /** Of a service account. */
  readonly namespace?: string;
  readonly name?: string;
  readonly groups: readonly string[];
}

/** What the identity may do, of anything, as SelfSubjectRulesReview tells it. */
export interface IdentityRules {
  readonly asked: readonly {
    /** Namespaces in which the same holds. */
    readonly namespaces: readonly string[];
    readonly rules: readonly IdentityRule[];
    /** Rules beyond these were left out. */
    readonly more?: number;
    /** The server cannot tell all of them. */
    readonly incomplete?: true;
  }[];
  /** Namespaces beyond these were not asked about. */
  readonly more?: number;
}

export interface IdentityRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  /** For how many objects only: their names may be those of people. */
  readonly names?: number;
}

/** The server's clock less this machine's, from the `Date` of an answer, which has whole seconds. */
export interface ClockOffset {
  readonly offsetMs: number;
  /** The truth lies within ± so much. */
  readonly withinMs: number;
}

export interface ReadingRecord {
  /**
   * `frozen`: what was old or had changed was listed anew for this snapshot. `watched`: listed when the source began, and
   * kept up by watches since. `lost`: the server no longer answers, this is the last that it said.
   */
  readonly state: 'frozen' | 'watched' | 'lost';
  /** When a lost server was last heard. */
  readonly asOf?: string;
  readonly lists: readonly ListRecord[];
  /** What was listed once more, since objects changed while the rest was read. */
  readonly readAgain: readonly ReadAgain[];
  /** Lists that could not be had anew within the time: theirs are older, and watched since. */
  readonly notReadAgain: readonly ListName[];
}

/** One list: a kind everywhere, or in one namespace where only that may be read. */
export interface ListName {
  /** Plural with group, as in RBAC. */
  readonly resource: string;
  readonly namespace?: string;
}

export interface ListRecord extends ListName {
  /** Group and version, as in `apiVersion`. */
  readonly apiVersion: string;
  readonly resourceVersion: string;
  readonly started: string;
  readonly ended: string;
  readonly pages: number;
  readonly count: number;
  /** Version up to which the watch that goes on from the list has told everything; absent before it told anything. */
  readonly watchedTo?: string;
  /** Changes that the watch told since the list. */
  readonly changes: number;
}

export interface ReadAgain extends ListName {
  readonly kind: string;
  /** Versions of the list before and of the one that counts. */
  readonly from: string;
  readonly to: string;
  /** What changed between the two, by `ns/name`. */
  readonly objects: readonly ObjectChange[];
  /** Changes beyond these. */
  readonly more?: number;
}

export interface ObjectChange {
  /** `ns/name`, or `name`. */
  readonly name: string;
  readonly change: 'written' | 'removed';
  /** Absent where a list lacked the object: it does not tell when that went. */
  readonly resourceVersion?: string;
}

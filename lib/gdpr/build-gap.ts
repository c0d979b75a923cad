import type { PolicyModel } from '#lib/policy/model.ts';
import { articleHooks } from './articles.ts';
import type { CheckContext } from './check.ts';
import { CHECK_TABLE, type CheckId } from './check-table.ts';
import { fingerprint } from './fingerprint.ts';
import type { ReachingWorkloads } from './reaching-workloads.ts';
import type { DerivedSeverity } from './severity.ts';
import type { FixEffect, Gap } from './types.ts';
import { verifyFix } from './verify-fix.ts';

/** A fix costs a compilation and all checks; beyond this a list of gaps would wait for its fixes. */
const LISTED_WORKLOADS_MAX = 120;

/** A part of a gap that is computed when it is first read: of a thousand gaps a page shows ten. */
type Lazy<Value> = Value | (() => Value);

export interface GapInput
  extends Pick<Gap, 'subject' | 'title' | 'witness' | 'classification' | 'unknownBecause' | 'observed'> {
  readonly summary: Lazy<string>;
  readonly fix: Lazy<Gap['fix']>;
  readonly peers: readonly string[] | ReachingWorkloads;
  readonly check: CheckId;
  readonly result: 'FAIL' | 'UNKNOWN';
  readonly severity: DerivedSeverity;
  readonly identity: {
    readonly peer: string;
    readonly direction: 'ingress' | 'egress' | '';
    readonly port?: string;
  };
}

/** Whether the cluster is small enough that each gap of a list tells what its fix does. */
export function listsEffects({ workloads }: PolicyModel): boolean {
  return workloads.length <= LISTED_WORKLOADS_MAX;
}

/** A gap with what follows from its check and its identity: articles, references, fingerprint, id. */
export function buildGap(context: CheckContext, input: GapInput): Gap {
  return new BuiltGap(context, input);
}

/** A gap that an earlier revision found and this one would find again: what its fix does is asked of this one. */
export function boundTo(context: CheckContext, gap: Gap): Gap {
  return gap instanceof BuiltGap ? gap.boundTo(context) : gap;
}

/**
 * What computes itself late is an own property, so that JSON and copies hold it, by one function for all gaps: an open
 * cluster has a hundred thousand of them. What is no part of the report is the class's: JSON and copies leave it out.
 * Fields are declared only: they come in the order in which the constructor sets them, which is that of the report.
 */
class BuiltGap implements Gap {
  declare readonly id: string;
  declare readonly check: CheckId;
  declare readonly result: Gap['result'];
  declare readonly severity: Gap['severity'];
  declare readonly derivation: string;
  declare readonly title: string;
  declare readonly summary: string;
  declare readonly subject: Gap['subject'];
  declare readonly witness: Gap['witness'];
  declare readonly peers: readonly string[];
  declare readonly articles: Gap['articles'];
  declare readonly classification: Gap['classification'];
  declare readonly fix: Gap['fix'];
  declare readonly fingerprint: string;
  declare readonly references: readonly string[];
  declare readonly peer?: string;
  declare readonly observed?: NonNullable<Gap['observed']>;
  declare readonly unknownBecause?: readonly string[];
  readonly #context: CheckContext;
  readonly #input: GapInput;
  #summary: string | undefined;
  #writtenFix: Gap['fix'] | undefined;
  #shownFix: Gap['fix'] | undefined;
  #effect: { readonly value: FixEffect | undefined } | undefined;

  constructor(context: CheckContext, input: GapInput) {
    this.#context = context;
    this.#input = input;
    const { check, result, severity, observed, unknownBecause = [] } = input;
    const { namespace, kind, name } = input.subject;
    const subject = { namespace, kind, name };
    const { peer, direction, port = '' } = input.identity;
    const { clusterUid } = context;
    const hash = fingerprint({ check, clusterUid, subject, peer, direction, port }, context.sha256);
    this.id = `${check}-${hash.slice(0, 8)}`;
    this.check = check;
    this.result = result;
    this.severity = severity.severity;
    this.derivation = severity.derivation;
    this.title = input.title;
    Object.defineProperty(this, 'summary', SUMMARY);
    this.subject = subject;
    this.witness = input.witness;
    Object.defineProperty(this, 'peers', PEERS);
    this.articles = hooksOf(check);
    this.classification = input.classification;
    Object.defineProperty(this, 'fix', FIX);
    this.fingerprint = hash;
    this.references = CHECK_TABLE[check].references;
    if (peer !== '') this.peer = peer;
    if (observed !== undefined) this.observed = observed;
    if (result === 'UNKNOWN' && unknownBecause.length > 0) this.unknownBecause = unknownBecause;
  }

  get hasPeer(): NonNullable<Gap['hasPeer']> {
    const { peers } = this.#input;
    return (workload) => ('list' in peers ? peers.has(workload) : peers.includes(workload));
  }

  get peerRuns(): Gap['peerRuns'] {
    const { peers } = this.#input;
    return 'list' in peers ? peers.runs : undefined;
  }

  boundTo(context: CheckContext): Gap {
    return new BuiltGap(context, this.#input);
  }

  #tried(): FixEffect | undefined {
    this.#effect ??= { value: verifyFix(this.#context, this.#fix().yaml, this.fingerprint) };
    return this.#effect.value;
  }

  #fix(): Gap['fix'] {
    const { fix } = this.#input;
    this.#writtenFix ??= typeof fix === 'function' ? fix() : fix;
    return this.#writtenFix;
  }

  static summaryOf(gap: BuiltGap): string {
    const { summary } = gap.#input;
    gap.#summary ??= typeof summary === 'function' ? summary() : summary;
    return gap.#summary;
  }

  /** Not kept: in an open cluster each gap has nearly all workloads, and all gaps would hold millions of names. */
  static peersOf(gap: BuiltGap): readonly string[] {
    const { peers } = gap.#input;
    return 'list' in peers ? peers.list() : peers;
  }

  static fixOf(gap: BuiltGap): Gap['fix'] {
    gap.#shownFix ??= withEffect(gap.#context, gap.#fix(), () => gap.#tried());
    return gap.#shownFix;
  }
}

const SUMMARY = late((gap) => BuiltGap.summaryOf(gap));
const PEERS = late((gap) => BuiltGap.peersOf(gap));
const FIX = late((gap) => BuiltGap.fixOf(gap));

function late(read: (gap: BuiltGap) => unknown): PropertyDescriptor {
  return {
    enumerable: true,
    configurable: true,
    get(this: BuiltGap) {
      return read(this);
    },
  };
}

const hooks = new Map<CheckId, Gap['articles']>();

/** All gaps of a check have the same. */
function hooksOf(check: CheckId): Gap['articles'] {
  const known = hooks.get(check) ?? articleHooks(CHECK_TABLE[check].articles);
  hooks.set(check, known);
  return known;
}

/** The fix with its effect where the cluster is small enough to compute that of each gap in a list. */
function withEffect({ model }: CheckContext, fix: Gap['fix'], effect: () => FixEffect | undefined): Gap['fix'] {
  return {
    get yaml() {
      return fix.yaml;
    },
    note: fix.note,
    get effect() {
      return listsEffects(model) ? effect() : undefined;
    },
  };
}

/** Diffs and proposals as zod schemas, typed by their interfaces so that the two cannot drift. */
import { z } from 'zod';
import type { GapDiffJson } from '#lib/gdpr/gap-diff-json.ts';
import type { Severity } from '#lib/gdpr/types.ts';
import type { ObjectIdentity } from '#lib/kube/kept-kinds.ts';
import type { DiffJson } from '#lib/policy/diff/diff-json.ts';
import { CHANGE_KINDS } from '#lib/policy/diff/types.ts';
import type { LabelChange } from '#lib/policy/propose.ts';
import { FIELD_FORMS } from '#lib/text/en/server.ts';
import { revision } from './cluster-schemas.ts';
import type { Revision } from './cluster-types.ts';
import { completeness } from './completeness-schema.ts';
import { ports, relation } from './engine-schemas.ts';

z.config({ jitless: true });

const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();
const count = z.int().nonnegative();
const direction = z.enum(['ingress', 'egress']);
const isolated = z.enum(['yes', 'no', 'partly', 'depends', 'none']);
const gateOfMany = z.enum(['yes', 'no', 'partly', 'depends', 'none', 'mixed']);

const peer = z.object({
  id: z.string(),
  pairs: count,
  of: count,
  ranges: list(z.tuple([z.string(), z.string()]).readonly()).optional(),
});
const peers = { pairs: count, peers: list(peer), unlisted: count };
const changeCount = z.object({ connections: count, pairs: count, outside: count });
const counts = z.object(
  Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, changeCount])) as Record<
    (typeof CHANGE_KINDS)[number],
    typeof changeCount
  >,
);
const oneSided = z.object({
  id: z.string(),
  pods: count,
  isolation: z.object({ ingress: gateOfMany, egress: gateOfMany }),
  connections: list(z.object({ direction, relation, ...peers })),
});

const diffFields = {
  changes: list(
    z.object({
      subject: z.string(),
      direction,
      change: z.enum(CHANGE_KINDS),
      before: relation,
      after: relation,
      ports: z.object({
        opened: ports.optional(),
        possiblyOpened: ports.optional(),
        closed: ports.optional(),
        ruledOut: ports.optional(),
        becameUncertain: ports.optional(),
        becameCertain: ports.optional(),
      }),
      ...peers,
    }),
  ),
  counts,
  added: list(oneSided),
  removed: list(oneSided),
  scaled: list(z.object({ workload: z.string(), before: count, after: count })),
  isolation: list(
    z.object({ workload: z.string(), direction, before: isolated, after: isolated, pods: count, of: count }),
  ),
  dns: list(
    z.object({
      workload: z.string(),
      change: z.enum(['cut-off', 'depends', 'restored']),
      protocols: list(z.enum(['TCP', 'UDP', 'SCTP'])),
      pods: count,
    }),
  ),
  unlisted: count,
};
export const diff: z.ZodType<DiffJson> = z.object(diffFields);

const severity: z.ZodType<Severity> = z.enum(['critical', 'high', 'medium', 'low', 'info']);
const result = z.enum(['FAIL', 'WAIVED', 'UNKNOWN']);
const briefGap = z.object({
  id: z.string(),
  check: z.string(),
  result,
  severity,
  title: z.string(),
  subject: z.object({ namespace: z.string(), kind: z.string(), name: z.string() }),
  fingerprint: z.string(),
});
export const gapDiffFields = {
  opened: list(briefGap),
  closed: list(briefGap),
  changed: list(briefGap.extend({ before: z.object({ result, severity }) })),
};
export const gapDiff: z.ZodType<GapDiffJson> = z.object(gapDiffFields);

const state = z.object({
  cluster: z.string(),
  revision,
  taken: z.string().nullable(),
  completeness,
});
/** `diff -o json` without its profile. */
export const diffDocument = z.object({
  schema: z.literal('ringfence.dev/diff/v1'),
  before: state,
  after: state,
  ...diffFields,
  gaps: gapDiff,
});

const PROPOSED_TEXT_MAX = 2_000_000;
const PROPOSED_OBJECTS_MAX = 1000;
const NAME_MAX = 253;
const LABELS_MAX = 100;
const name = z.string().min(1).max(NAME_MAX);

/** An object by kind and name. `apiVersion` only where a kind has several. */
const identity = z
  .object({ apiVersion: name.optional(), kind: name, namespace: name.optional(), name })
  .transform(({ apiVersion, kind, namespace, name: own }): ObjectIdentity => {
    const version = apiVersion ?? (kind === 'NetworkPolicy' ? 'networking.k8s.io/v1' : '');
    return { apiVersion: version, kind, metadata: namespace === undefined ? { name: own } : { name: own, namespace } };
  });
const labelChange = z
  .object({ object: identity, labels: z.record(z.string().min(1).max(317), z.string().max(63).nullable()) })
  .refine(
    ({ labels }) => Object.keys(labels).length <= LABELS_MAX,
    FIELD_FORMS.labels(LABELS_MAX),
  ) satisfies z.ZodType<LabelChange>;

export const proposalBody = z.object({
  /** Manifests, YAML or JSON, as they would be applied. */
  objects: z.string().max(PROPOSED_TEXT_MAX).default(''),
  remove: z.array(identity).max(PROPOSED_OBJECTS_MAX).default([]),
  labels: z.array(labelChange).max(PROPOSED_OBJECTS_MAX).default([]),
  /** Only connections with an end in these. */
  namespaces: z.array(name).max(PROPOSED_OBJECTS_MAX).optional(),
  /** Gaps opened and closed take longer than the connections. */
  gaps: z.boolean().default(true),
});
export type ProposalBody = z.output<typeof proposalBody>;

const proposedObject = z.object({
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
  change: z.enum(['added', 'changed', 'unchanged', 'removed', 'absent']),
});

/** What a proposal would change. Nothing of it is kept. */
export interface ProposalAnswer {
  readonly revision: Revision;
  /** What became of each proposed object. */
  readonly objects: readonly z.output<typeof proposedObject>[];
  /** What of the text could not be understood, and what was assumed. */
  readonly unread: z.output<typeof completeness>['unread'];
  readonly notes: z.output<typeof completeness>['notes'];
  readonly diff: DiffJson;
  readonly gaps?: GapDiffJson | undefined;
}
export const proposalAnswer: z.ZodType<ProposalAnswer> = z.object({
  revision,
  objects: list(proposedObject),
  unread: completeness.shape.unread,
  notes: completeness.shape.notes,
  diff,
  gaps: gapDiff.optional(),
});

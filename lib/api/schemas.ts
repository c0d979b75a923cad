/**
 * The answers of `types.ts` as zod schemas: OpenAPI is generated from them, and a test holds real answers against them.
 * Each is typed by its interface, so that the two cannot drift.
 */
import { z } from 'zod';
import type {
  Classification,
  FlowsAfter,
  Gap,
  GapObservations,
  GapReport,
  Result,
  Severity,
  WitnessHop,
} from '#lib/gdpr/types.ts';
import type { SceneEdge } from '#lib/graph/types.ts';
import { DEPENDS_REASONS, type Explanation, type Gate, type PortsJson } from '#lib/policy/types.ts';
import { count, list, strings } from './basic-schemas.ts';
import { completeness } from './completeness-schema.ts';
import type { PackedPodView } from './packed-pod-view.ts';
import { profile } from './profile-schema.ts';
import type * as api from './types.ts';
import { listedWaivers, waiverNote, waiverReport } from './waiver-report-schema.ts';

z.config({ jitless: true });

const severityNames = ['critical', 'high', 'medium', 'low', 'info'] as const;
export const severity: z.ZodType<Severity> = z.enum(severityNames);
const worst = z.object({ worst: severity, count }).optional();

const intervals = list(z.tuple([z.int(), z.int()]).readonly());
export const ports: z.ZodType<PortsJson> = z.object({ TCP: intervals, UDP: intervals, SCTP: intervals });
export const reasons = list(z.enum(DEPENDS_REASONS));
const pair = z.object({ allow: ports, depends: ports });
export const relation = pair.extend({
  some: ports.optional(),
  reasons,
  families: z.object({ IPv4: pair, IPv6: pair }).optional(),
});
export const verdict = z.enum(['allow', 'deny', 'depends']);
const policyRef = z.object({ kind: z.string(), namespace: z.string(), name: z.string() });
const direction = z.enum(['ingress', 'egress']);
const isolated = z.enum(['yes', 'no', 'partly', 'depends', 'none']);
const isolation = z.object({ ingress: isolated, egress: isolated });
const lines = z.object({ from: count, to: count });
const changed = z.object({ manager: z.string(), time: z.string().optional() }).optional();
const labels = z.record(z.string(), z.string());

export const health = z.object({ status: z.literal('ok') });
export const revision: z.ZodType<api.Revision> = z.object({ seq: count, content: z.string() });

export const errorBody: z.ZodType<api.ErrorBody> = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    action: z.string(),
    detail: z.string().optional(),
    requestId: z.string(),
  }),
});

export const sourceType = z.enum(['live', 'file', 'demo']);
export const sourceState = z.enum(['reading', 'current', 'lost', 'failed']);
const sourceStatus: z.ZodType<api.SourceStatus> = z.object({
  type: sourceType,
  label: z.string(),
  state: sourceState,
  asOf: z.string().optional(),
  retryInSeconds: z.number().optional(),
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      detail: z.string().optional(),
      action: z.string().optional(),
    })
    .optional(),
  progress: list(z.object({ kind: z.string(), done: count, total: count.optional() })).optional(),
});
const listItem = z.object({ id: z.string(), name: z.string(), source: sourceStatus, revision: revision.optional() });
export const clusterListItem: z.ZodType<api.ClusterListItem> = listItem;
export const clusterList: z.ZodType<api.ClusterList> = z.object({
  clusters: list(listItem),
  contexts: strings,
  firstRun: z.boolean(),
  version: z.string(),
});

const profileName = z.enum(['upstream', 'calico', 'cilium', 'antrea', 'ovn-kubernetes', 'np-guard']);
const profileChoice = z.object({ profile: z.string(), sets: strings });
const enforces = z.enum(['yes', 'no', 'unknown']);
export const clusterSettings: z.ZodType<api.ClusterSettings> = z.object({
  revision,
  plugin: z.object({
    plugins: list(
      z.object({
        plugin: z.string(),
        version: z.string().optional(),
        profile: profileName.optional(),
        nodes: count,
        enforces,
        evidence: list(z.object({ object: z.string(), field: z.string(), value: z.string() })),
      }),
    ),
    nodes: count,
    mixed: z.boolean(),
    proposed: profileName.optional(),
    enforces,
    sentence: z.string().optional(),
  }),
  profile,
  start: profileChoice,
  choice: profileChoice,
  offer: z.object({ profile: profileName, sentence: z.string() }).optional(),
  fields: list(
    z.object({
      field: z.string(),
      question: z.string(),
      value: z.string(),
      preset: z.string(),
      from: z.enum(['preset', 'start', 'page']),
      knownFrom: z.string(),
      note: z.string().optional(),
      urls: strings,
      alternatives: strings,
      undecided: count,
    }),
  ),
});

export const clusterSummary: z.ZodType<api.ClusterSummary> = listItem.extend({
  revision,
  taken: z.string(),
  profile,
  numbers: z.object({
    pods: count,
    namespaces: count,
    openToAnyPod: count,
    openToAnyPodDepends: count,
    gaps: count.optional(),
    atLeast: z.boolean(),
  }),
  gapsPending: z.literal(true).optional(),
  counts: z.object({ policies: count, workloads: count, services: count, nodes: count }),
  completeness,
  banners: list(z.object({ tone: z.enum(['note', 'warning', 'error']), code: z.string(), text: z.string() })),
  enforcement: z.string(),
  missingRbac: z.string().optional(),
});

export const dataClass = z.enum(['none', 'personal', 'pseudonymised', 'special', 'criminal', 'children', 'unknown']);
const basis = z.enum(['declared', 'inherited', 'inferred', 'unknown']);
export const classification = z.object({
  dataClass,
  basis,
  source: z.string(),
  manager: z.string().optional(),
  /** 0 to 1, of an inferred class. */
  confidence: z.number().optional(),
  dataAtRest: z.boolean(),
  /** What other sources say, where the DataMap lowers it with its reason. */
  lowered: z.object({ from: dataClass, because: z.string() }).optional(),
}) satisfies z.ZodType<Classification>;
const podItem = z.object({
  key: z.string(),
  namespace: z.string(),
  name: z.string(),
  workload: z.string(),
  phase: z.string(),
  addresses: strings,
  node: z.string().optional(),
  hostNetwork: z.boolean(),
  isolation,
  classification,
  gaps: worst,
  labels,
});
export const podList: z.ZodType<api.PodList> = z.object({
  revision,
  total: count,
  matched: count,
  items: list(podItem),
  nextOffset: count.optional(),
});
const podDirection = z.object({
  isolated,
  sentence: z.string(),
  reachable: z.object({ pods: count, of: count, depends: count }),
  groups: list(
    z.object({
      type: z.enum(['external', 'namespace']),
      name: z.string(),
      note: z.string().optional(),
      pods: count,
      peers: list(count),
    }),
  ),
  unreachable: z.object({ pods: count, workloads: count }),
});
const controller = z.discriminatedUnion('state', [
  z.object({ state: z.literal('known'), workloads: strings, name: z.string().optional() }),
  z.object({ state: z.literal('outside'), name: z.string() }),
  z.object({ state: z.literal('unknown'), name: z.string().optional() }),
]);
const entryView: z.ZodType<api.EntryView> = z.object({
  sentence: z.string(),
  policies: z.string(),
  ask: z.object({ from: z.string(), to: z.string(), port: z.string().optional() }),
  via: z.enum([
    ...(['LoadBalancer', 'NodePort', 'externalIPs', 'hostPort', 'hostNetwork', 'Ingress'] as const),
    ...(['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'] as const),
  ]),
  object: z.object({ kind: z.string(), namespace: z.string().optional(), name: z.string() }),
  path: z.string(),
  protocol: z.enum(['TCP', 'UDP', 'SCTP']),
  port: count.optional(),
  outsidePort: count.optional(),
  host: z.string().optional(),
  reach: z.enum(['internet', 'private', 'unknown']),
  sourceRanges: strings,
  source: z.enum(['client', 'may-be-rewritten', 'controller']),
  controller: controller.optional(),
  verdict,
  reasons,
  clients: strings,
});
export const packedPodView: z.ZodType<PackedPodView> = z.object({
  revision,
  pod: podItem.extend({
    ports: list(z.object({ protocol: z.string(), port: count, name: z.string().optional() })),
    changed,
    finished: z.boolean(),
  }),
  sentence: z.string(),
  tables: z.object({
    ends: list(
      z.object({
        type: z.enum(['internet', 'address', 'node']).optional(),
        id: z.string(),
        name: z.string().optional(),
        of: count,
        example: z.string(),
        about: count,
      }),
    ),
    about: list(z.object({ classification: classification.optional(), gaps: worst })),
    relations: list(z.object({ relation, label: z.string(), gap: severity.optional() })),
  }),
  ingress: podDirection,
  egress: podDirection,
  policies: list(z.object({ policy: policyRef, directions: list(direction), rules: count, changed })),
  otherPolicies: list(z.object({ policy: policyRef, because: z.string(), gaps: worst })),
  gapIds: strings,
  entries: list(entryView),
  entriesNotRead: strings,
});

const gate: z.ZodType<Gate> = z.object({
  direction,
  isolated,
  policies: list(policyRef),
  allows: pair,
  rules: list(
    z.object({
      policy: policyRef,
      path: z.string(),
      rule: count,
      of: count,
      outcome: z.enum(['admits', 'denies', 'passes', 'other-port', 'other-peer', 'no-rules', 'depends', 'not-reached']),
      tier: z.enum(['Admin', 'Baseline']).optional(),
      ports: pair,
      text: z.string(),
      reasons,
      lines: lines.optional(),
    }),
  ),
  sentence: z.string(),
});
const explainedEnd = z.object({
  id: z.string(),
  type: z.enum(['pod', 'workload', 'hypothetical', 'node', 'address', 'internet']),
  namespace: z.string().optional(),
  name: z.string(),
  labels: labels.optional(),
  addresses: strings.optional(),
  hostNetwork: z.boolean().optional(),
});
export const explanation: z.ZodType<Explanation> = z.object({
  from: explainedEnd,
  to: explainedEnd,
  protocol: z.enum(['TCP', 'UDP', 'SCTP']).optional(),
  port: z.int().optional(),
  verdict: z.enum(['allow', 'deny', 'depends', 'mixed']),
  relation,
  parts: list(z.object({ verdict, count, example: z.object({ from: z.string(), to: z.string() }) })).optional(),
  egress: gate,
  ingress: gate,
  reasons,
  footnotes: list(
    z.enum([
      'replies',
      'own-node',
      'open-connections',
      'host-network',
      'self',
      'icmp',
      'enforcement',
      'ingress-controller',
      'service-translation',
      'source-rewriting',
    ]),
  ),
  sentence: z.string(),
  check: z.string().optional(),
});
export const policyText = z.object({
  policy: policyRef,
  source: z.enum(['file', 'rendering']),
  file: z.string().optional(),
  firstLine: count,
  text: z.string(),
  paths: z.record(z.string(), lines),
});
export const explainView: z.ZodType<api.ExplainView> = z.object({
  revision,
  explanation,
  texts: list(policyText),
  gapIds: strings,
  entries: list(entryView).optional(),
});
export const probeAnswers: z.ZodType<api.ProbeAnswers> = z.object({
  revision,
  answers: list(z.record(z.string(), z.unknown()).readonly()),
});

/** What a connection has besides its ends. */
export const connectionKind = z.object({ allow: ports, some: ports.optional(), depends: ports, reasons });

export const connectionsDocument = z.object({
  schema: z.literal('ringfence.dev/connections/v1'),
  revision,
  taken: z.string(),
  profile,
  completeness,
  nodes: list(
    z.object({
      id: z.string(),
      type: z.enum(['workload', 'internet', 'address', 'any-pod', 'node']),
      namespace: z.string().optional(),
      kind: z.string().optional(),
      name: z.string(),
      count: count.optional(),
      isolation: isolation.optional(),
    }),
  ),
  edges: list(z.object({ from: z.string(), to: z.string(), ...connectionKind.shape })),
  omitted: strings,
});
export const connections: z.ZodType<api.ConnectionsJson> = connectionsDocument;

const policyItem = z.object({
  policy: policyRef,
  tier: z.enum(['Admin', 'Baseline']).optional(),
  priority: count.optional(),
  directions: list(direction),
  selects: z.object({ pods: count, workloads: count }),
  rules: z.object({ ingress: count, egress: count }),
  sentence: z.string(),
  opensToAny: z.boolean(),
  gaps: worst,
  changed,
  unread: z.boolean(),
});
export const policyList: z.ZodType<api.PolicyList> = z.object({
  revision,
  items: list(policyItem),
  unevaluated: list(
    z.object({ kind: z.string(), apiVersion: z.string(), namespace: z.string().optional(), name: z.string() }),
  ),
  isolation: list(z.object({ namespace: z.string(), pods: count, ingress: count, egress: count, phantom: isolation })),
});
export const policyView: z.ZodType<api.PolicyView> = policyItem.extend({
  revision,
  text: policyText,
  selected: list(z.object({ workload: z.string(), pods: count, example: z.string() })),
  ruleViews: list(
    z.object({
      direction,
      action: z.enum(['allow', 'deny', 'pass', 'unknown']).optional(),
      index: count,
      path: z.string(),
      lines: lines.optional(),
      sentence: z.string(),
      ports: z.string(),
      opens: list(z.object({ id: z.string(), pods: count })),
      dead: z.string().optional(),
      unneeded: z.string().optional(),
      undeclared: z.string().optional(),
    }),
  ),
  gapIds: strings,
});

const hop: z.ZodType<WitnessHop> = z.object({
  from: z.string(),
  to: z.string(),
  ports,
  verdict,
  because: list(
    z.object({
      gate: z.enum(['egress', 'ingress']),
      kind: z.enum(['rule', 'absence']),
      policy: policyRef.optional(),
      path: z.string().optional(),
      text: z.string(),
    }),
  ),
});
export const articles = list(z.object({ article: z.string(), title: z.string(), sentence: z.string() }));
const gapBriefs = list(
  z.object({ id: z.string(), check: z.string(), severity: z.enum(severityNames), title: z.string() }),
);
const observedFlows = list(
  z.object({
    from: z.string(),
    to: z.string(),
    port: z.int().nullable(),
    protocol: z.string(),
    connections: count.nullable(),
    first: z.string(),
    last: z.string(),
  }),
);
const times = z.object({ from: z.string(), to: z.string() });
export const flowsAfter: z.ZodType<FlowsAfter> = z.object({
  observed: count,
  breaks: count,
  mayBreak: count,
  notJudged: count.optional(),
  leftOut: count.optional(),
  window: times,
  flows: observedFlows,
});
export const fixEffect = z.object({
  closes: count,
  opens: count,
  sentence: z.string(),
  gaps: z.object({ closed: gapBriefs, opened: gapBriefs }),
  closesGap: z.boolean(),
  warnings: strings,
  flows: flowsAfter.optional(),
});
const gapObservations: z.ZodType<GapObservations> = z.object({
  window: times,
  sources: strings,
  flows: observedFlows,
  more: count,
  coverage: z.number().min(0).max(1).optional(),
});
export const gapEffect = z.object({ revision, effect: fixEffect.nullable() });
export const gap = z.object({
  id: z.string(),
  check: z.string(),
  result: z.enum(['FAIL', 'WAIVED', 'UNKNOWN']),
  severity,
  derivation: z.string(),
  title: z.string(),
  summary: z.string(),
  subject: z.object({ namespace: z.string(), kind: z.string(), name: z.string() }),
  witness: list(hop),
  peers: strings,
  articles,
  classification,
  fix: z.object({
    yaml: z.string(),
    note: z.string(),
    effect: fixEffect.optional(),
  }),
  fingerprint: z.string(),
  references: strings,
  observed: gapObservations.optional(),
  unknownBecause: strings.optional(),
  protocol: z.enum(['TCP', 'UDP', 'SCTP']).optional(),
  peer: z.string().optional(),
  waiver: waiverNote.optional(),
}) satisfies z.ZodType<Gap>;
const results: readonly Result[] = ['PASS', 'FAIL', 'WAIVED', 'UNKNOWN', 'NOT_APPLICABLE', 'NOT_EVALUATED'];
export const resultCounts = z.record(z.enum(results), count);
const bySeverity = z.record(z.enum(severityNames), count);
const checkCounts = z.object({ id: z.string(), title: z.string(), counts: resultCounts });
export const gapReport = z.object({
  gaps: list(gap),
  checks: list(checkCounts.extend({ notEvaluated: strings })),
  summary: z.object({ FAIL: bySeverity, WAIVED: bySeverity, UNKNOWN: bySeverity }),
  passes: z.enum(['enforced', 'intent']).optional(),
  waivers: waiverReport.optional(),
}) satisfies z.ZodType<GapReport>;
export const gapListItem: z.ZodType<api.GapListItem> = gap
  .pick({ id: true, check: true, result: true, severity: true, title: true, subject: true })
  .extend({ articles: strings, dataClass, firstSeen: z.string().optional() });
export const gapList: z.ZodType<api.GapList> = gapReport.extend({
  revision,
  gaps: list(gapListItem),
  checks: list(checkCounts),
  waivers: listedWaivers.optional(),
  watchedSince: z.string().optional(),
  closed: list(
    gap
      .pick({ id: true, check: true, severity: true, title: true, subject: true })
      .extend({ firstSeen: z.string(), closedAt: z.string() }),
  ).optional(),
});
export const gapView: z.ZodType<api.GapView> = z.object({
  revision,
  gap: gap.extend({ fix: gap.shape.fix.omit({ effect: true }) }),
  waiverFrom: z.enum(['file', 'page']).optional(),
  policiesChecked: count,
  firstSeen: z.string().optional(),
});

const level = z.enum(['namespaces', 'workloads', 'pods']);
const post = z.object({
  isolated: z.number().min(0).max(1),
  partly: z.boolean().optional(),
  depends: z.boolean().optional(),
});
export const sceneEdge: z.ZodType<SceneEdge> = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  state: z.enum(['allowed', 'depends', 'gap']),
  severity: severity.optional(),
  gaps: strings,
  allow: ports,
  some: ports.optional(),
  depends: ports,
  reasons,
  label: z.string(),
  count,
  via: list(z.object({ x: z.number(), y: z.number() })).optional(),
  plate: z.object({ x: z.number(), y: z.number() }).optional(),
  only: z.enum(['before', 'after']).optional(),
  change: z.enum(['opens', 'closes', 'changes', 'depends']).optional(),
  sentence: z.string(),
});
export const sceneView: z.ZodType<api.SceneView> = z.object({
  revision,
  level,
  restLevel: level,
  namespace: z.string().optional(),
  workload: z.string().optional(),
  gapsPending: z.literal(true).optional(),
  width: z.number(),
  height: z.number(),
  left: z.number().optional(),
  top: z.number().optional(),
  nodes: list(
    z.object({
      id: z.string(),
      type: z.enum([
        'zone',
        'namespace',
        'tile',
        'workload',
        'pod',
        'group',
        'any-pod',
        'internet',
        'address',
        'unreadable',
      ]),
      parent: z.string().optional(),
      x: z.number(),
      y: z.number(),
      width: z.number(),
      height: z.number(),
      label: z.string(),
      detail: z.string().optional(),
      namespace: z.string().optional(),
      kind: z.string().optional(),
      name: z.string().optional(),
      count: count.optional(),
      atLeast: z.boolean().optional(),
      dataClass: dataClass.optional(),
      basis: basis.optional(),
      dataAtRest: z.boolean().optional(),
      fence: z.object({ ingress: post, egress: post }).optional(),
      hostNetwork: z.boolean().optional(),
      gaps: worst,
      routable: z.boolean().optional(),
      platform: z.boolean().optional(),
      only: z.enum(['before', 'after']).optional(),
      sentence: z.string(),
    }),
  ),
  edges: list(sceneEdge),
  note: z.string().optional(),
  omitted: list(z.object({ what: z.enum(['edges', 'nodes']), count, sentence: z.string() })),
});

import { z } from 'zod';
import type { Explanation, Gate } from '#lib/policy/types.ts';
import { count, list, strings } from './basic-schemas.ts';
import { revision } from './cluster-schemas.ts';
import { completeness } from './completeness-schema.ts';
import type { ConnectionsJson, ExplainView, ProbeAnswers } from './connection-types.ts';
import {
  direction,
  isolated,
  isolation,
  labels,
  lines,
  pair,
  policyRef,
  ports,
  reasons,
  relation,
  verdict,
} from './engine-schemas.ts';
import { entryView } from './pod-schemas.ts';
import { profile } from './profile-schema.ts';

z.config({ jitless: true });

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

export const explainView: z.ZodType<ExplainView> = z.object({
  revision,
  explanation,
  texts: list(policyText),
  gapIds: strings,
  entries: list(entryView).optional(),
});

export const probeAnswers: z.ZodType<ProbeAnswers> = z.object({
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

export const connections: z.ZodType<ConnectionsJson> = connectionsDocument;

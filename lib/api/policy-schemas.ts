import { z } from 'zod';
import { count, list, strings } from './basic-schemas.ts';
import { worst } from './class-schemas.ts';
import { revision } from './cluster-schemas.ts';
import { policyText } from './connection-schemas.ts';
import { changed, direction, isolation, lines, policyRef } from './engine-schemas.ts';
import type { PolicyList, PolicyView } from './policy-types.ts';

z.config({ jitless: true });

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

export const policyList: z.ZodType<PolicyList> = z.object({
  revision,
  items: list(policyItem),
  unevaluated: list(
    z.object({ kind: z.string(), apiVersion: z.string(), namespace: z.string().optional(), name: z.string() }),
  ),
  unread: list(z.object({ policy: policyRef, file: z.string().optional(), line: count.optional(), problems: strings })),
  isolation: list(
    z.object({
      namespace: z.string(),
      ...{ pods: count, ingress: count, egress: count },
      undecided: z.object({ ingress: count, egress: count }),
      notRead: z.literal(true).optional(),
      phantom: isolation,
    }),
  ),
});

export const policyView: z.ZodType<PolicyView> = policyItem.extend({
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
      unread: z.string().optional(),
      ports: z.string(),
      opens: list(z.object({ id: z.string(), pods: count })),
      dead: z.string().optional(),
      unneeded: z.string().optional(),
      undeclared: z.string().optional(),
    }),
  ),
  gapIds: strings,
});

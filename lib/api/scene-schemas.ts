import { z } from 'zod';
import type { SceneEdge } from '#lib/graph/types.ts';
import { count, list, strings } from './basic-schemas.ts';
import { basis, dataClass, severity, worst } from './class-schemas.ts';
import { revision } from './cluster-schemas.ts';
import { ports, reasons } from './engine-schemas.ts';
import type { SceneView } from './scene-types.ts';

z.config({ jitless: true });

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
  dashOffset: z.number().optional(),
  plate: z.object({ x: z.number(), y: z.number() }).optional(),
  only: z.enum(['before', 'after']).optional(),
  change: z.enum(['opens', 'closes', 'changes', 'depends']).optional(),
  sentence: z.string(),
});

export const sceneView: z.ZodType<SceneView> = z.object({
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

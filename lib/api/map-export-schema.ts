import { z } from 'zod';
import { SEVERITIES } from '#lib/gdpr/types.ts';
import { count, list, strings } from './basic-schemas.ts';
import { revision } from './cluster-schemas.ts';
import { completeness } from './completeness-schema.ts';
import { ports, reasons } from './engine-schemas.ts';
import { profile } from './profile-schema.ts';

const severity = z.enum(SEVERITIES as [string, ...string[]]);
const post = z.object({ isolated: z.number(), partly: z.boolean().optional(), depends: z.boolean().optional() });

/** The map as the page exports it: boxes, lines, and in sentences what of the cluster is not in the file. */
export const mapDocument = z.object({
  schema: z.literal('ringfence.dev/map/v1'),
  cluster: z.string(),
  revision,
  taken: z.string(),
  profile,
  completeness,
  level: z.enum(['namespaces', 'workloads', 'pods']),
  namespace: z.string().optional(),
  /** The opened workload, by its pods. */
  workload: z.string().optional(),
  /** What the map was narrowed by, as it was typed. */
  filter: z.string().optional(),
  gapsOnly: z.boolean(),
  /** Filters whose boxes or lines were hidden. */
  hidden: strings.optional(),
  nodes: list(
    z.object({
      id: z.string(),
      type: z.string(),
      /** The box that it stands in. */
      parent: z.string().optional(),
      label: z.string(),
      namespace: z.string().optional(),
      kind: z.string().optional(),
      /** Pods that it stands for. */
      count: count.optional(),
      dataClass: z.string().optional(),
      basis: z.string().optional(),
      fence: z.object({ ingress: post, egress: post }).optional(),
      gaps: z.object({ worst: severity, count }).optional(),
      sentence: z.string(),
    }),
  ),
  edges: list(
    z.object({
      from: z.string(),
      to: z.string(),
      allow: ports,
      some: ports.optional(),
      depends: ports,
      reasons,
      state: z.enum(['allowed', 'depends', 'gap']),
      severity: severity.optional(),
      gaps: strings,
      /** Connections between workloads that the line stands for. */
      standsFor: count,
    }),
  ),
  omitted: strings,
});

import { z } from 'zod';
import { count, list, strings } from './basic-schemas.ts';
import { revision } from './cluster-schemas.ts';
import { profile } from './profile-schema.ts';
import type { ClusterSettings } from './settings-types.ts';

z.config({ jitless: true });

const profileName = z.enum(['upstream', 'calico', 'cilium', 'antrea', 'ovn-kubernetes', 'np-guard']);

const profileChoice = z.object({ profile: z.string(), sets: strings });

const enforces = z.enum(['yes', 'no', 'unknown']);

export const clusterSettings: z.ZodType<ClusterSettings> = z.object({
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

/** The engine's own words: ports, relations, gates. */

import { z } from 'zod';
import type { PortsJson } from '#lib/policy/types.ts';
import { DEPENDS_REASONS } from '#lib/policy/types.ts';
import { count, list } from './basic-schemas.ts';

z.config({ jitless: true });

const intervals = list(z.tuple([z.int(), z.int()]).readonly());

export const ports: z.ZodType<PortsJson> = z.object({ TCP: intervals, UDP: intervals, SCTP: intervals });

export const reasons = list(z.enum(DEPENDS_REASONS));

export const pair = z.object({ allow: ports, depends: ports });

export const relation = pair.extend({
  some: ports.optional(),
  reasons,
  families: z.object({ IPv4: pair, IPv6: pair }).optional(),
});

export const verdict = z.enum(['allow', 'deny', 'depends']);

export const policyRef = z.object({ kind: z.string(), namespace: z.string(), name: z.string() });

export const direction = z.enum(['ingress', 'egress']);

export const isolated = z.enum(['yes', 'no', 'partly', 'depends', 'none']);

export const isolation = z.object({ ingress: isolated, egress: isolated });

export const lines = z.object({ from: count, to: count });

export const changed = z.object({ manager: z.string(), time: z.string().optional() }).optional();

export const labels = z.record(z.string(), z.string());

/** How sensitive and how severe: what pods, policies, gaps and scenes share. */

import { z } from 'zod';
import type { Classification, Severity } from '#lib/gdpr/types.ts';
import { count } from './basic-schemas.ts';

z.config({ jitless: true });

export const severityNames = ['critical', 'high', 'medium', 'low', 'info'] as const;

export const severity: z.ZodType<Severity> = z.enum(severityNames);

export const worst = z.object({ worst: severity, count }).optional();

export const dataClass = z.enum(['none', 'personal', 'pseudonymised', 'special', 'criminal', 'children', 'unknown']);

export const basis = z.enum(['declared', 'inherited', 'inferred', 'unknown']);

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

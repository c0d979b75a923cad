import { z } from 'zod';
import { KIND_STATES, READING_NOTE_CODES } from '#lib/kube/cluster-objects.ts';
import { count, list, strings } from './basic-schemas.ts';

const place = {
  file: z.string().optional(),
  document: count.optional(),
  line: count.optional(),
  object: z.string().optional(),
};

/** How far an input could be read: beside every result. */
export const completeness = z.object({
  kinds: list(
    z.object({
      resource: z.string(),
      kind: z.string(),
      count,
      state: z.enum(KIND_STATES),
      deniedNamespaces: strings.optional(),
      resourceVersion: z.string().optional(),
      pages: count.optional(),
      message: z.string().optional(),
    }),
  ),
  unread: list(z.object({ ...place, field: z.string().optional(), message: z.string() })),
  notes: list(
    z.object({
      ...place,
      code: z.enum(READING_NOTE_CODES),
      message: z.string(),
    }),
  ),
});

import { z } from 'zod';
import { DATA_MAP_PARTS, type DataMapChange } from '#lib/gdpr/data-map/compare-data-maps.ts';
import { list } from './basic-schemas.ts';

/** An entry of a DataMap that is not the same in two snapshots. */
export const dataMapChange: z.ZodType<DataMapChange> = z.object({
  part: z.enum(DATA_MAP_PARTS),
  name: z.string(),
  change: z.enum(['added', 'removed', 'changed']),
  fields: list(z.object({ field: z.string(), before: z.string().optional(), after: z.string().optional() })),
});

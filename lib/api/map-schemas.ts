/** What the map asks beside its scene, as zod schemas typed by their interfaces so that the two cannot drift. */
import { z } from 'zod';
import type { SceneEdge } from '#lib/graph/types.ts';
import { revision } from './cluster-schemas.ts';
import type { Revision } from './cluster-types.ts';
import { sceneEdge } from './scene-schemas.ts';

z.config({ jitless: true });

const count = z.int().nonnegative();

/** All lines of one namespace's tile: the scene has those that are worst in the whole cluster. */
export interface NamespaceLines {
  readonly revision: Revision;
  readonly namespace: string;
  /** The worst first; at most 200. */
  readonly edges: readonly SceneEdge[];
  /** How many there are. */
  readonly in: number;
  readonly out: number;
}
export const namespaceLines: z.ZodType<NamespaceLines> = z.object({
  revision,
  namespace: z.string(),
  edges: z.array(sceneEdge).readonly(),
  in: count,
  out: count,
});

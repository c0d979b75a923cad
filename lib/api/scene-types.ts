import type { Scene } from '#lib/graph/types.ts';
import type { Revision } from './cluster-types.ts';

export interface SceneView extends Scene {
  readonly revision: Revision;
}

import type { LayerEdge } from '#lib/api/observed-schemas.ts';
import type { TrafficBetween } from '#lib/graph/traffic-scene.ts';
import { passedAndDropped } from '#lib/text/en/map-traffic.ts';

/**
 * The line of a pair of boxes. Where some connections passed and others were refused it is drawn as what passed, since
 * that is how thick it is, and its label tells the rest.
 */
export function lineOfLayer(edge: LayerEdge): TrafficBetween {
  const { state, counts, connections, perHour } = edge;
  if (state === 'unused') return { ...edge, label: '' }; // most of a picture: their line says it
  if (state !== 'denied' || perHour === null || perHour === 0) return edge;
  const passed = (['would-deny', 'used', 'unjudged'] as const).find((each) => counts[each] !== undefined);
  return passed === undefined ? edge : { ...edge, state: passed, label: passedAndDropped(perHour, connections.denied) };
}

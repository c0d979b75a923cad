import type { TrafficState } from '#lib/flows/observed.ts';
import { placePlates } from './place-plates.ts';
import { routeEdges } from './route-edges.ts';
import { isUnseen, widthOfRate } from './traffic-lines.ts';
import type { Scene, SceneEdge } from './types.ts';

/** What was observed between two boxes of a picture, in one direction. */
export interface TrafficBetween {
  /** As the scene writes the line between them. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly state: TrafficState;
  /** Connections an hour that passed; null: not measured. */
  readonly perHour: number | null;
  /** "5 020/h", "seen, denied 38" */
  readonly label: string;
  readonly sentence: string;
}

const NO_PORTS = { TCP: [], UDP: [], SCTP: [] } as const;

/**
 * The picture with its lines drawn by what was observed. No box moves: lines that it lacks are added between boxes that
 * stand, and "any pod" goes, for nobody is any pod in traffic. A gap keeps its line.
 */
export function trafficScene(scene: Scene, between: readonly TrafficBetween[]): Scene {
  const nodes = scene.nodes.filter(({ type }) => type !== 'any-pod');
  const ids = new Set(nodes.map(({ id }) => id));
  const observed = new Map(between.map((each) => [each.id, each]));
  const kept = scene.edges.flatMap((edge) => {
    if (!ids.has(edge.from) || !ids.has(edge.to)) return [];
    const each = observed.get(edge.id);
    observed.delete(edge.id);
    return [withTraffic(edge, each)];
  });
  const missing = [...observed.values()].filter(
    ({ from, to, state }) => ids.has(from) && ids.has(to) && from !== to && !isUnseen(state),
  );
  const added = missing.map((each) => withTraffic(bareEdge(each), each));
  // what is seen is drawn boldly, so it may not run over boxes: led apart, since of too many lines at once none is
  const straight = kept.filter((edge) => edge.via === undefined && isSeen(edge));
  const led = new Map([added, straight].flatMap((lines) => routeEdges(nodes, lines)).map((edge) => [edge.id, edge]));
  const lines = [...kept, ...added].map((edge) => led.get(edge.id) ?? edge);
  return { ...scene, nodes, edges: placePlates(nodes, lines) };
}

/** Their lines are as thick as the design says, however seldom they are seen. */
const ATTENTION: ReadonlySet<TrafficState> = new Set(['seen-denied', 'denied']);

const isSeen = ({ traffic }: SceneEdge): boolean => traffic?.state !== undefined && !isUnseen(traffic.state);

function withTraffic({ plate: _, ...edge }: SceneEdge, each: TrafficBetween | undefined): SceneEdge {
  if (each === undefined) return { ...edge, label: '', traffic: {} };
  const { state, perHour, label, sentence } = each;
  const isWide = perHour !== null && !ATTENTION.has(state) && !isUnseen(state);
  return { ...edge, label, sentence, traffic: { state, ...(isWide ? { width: widthOfRate(perHour) } : {}) } };
}

function bareEdge({ id, from, to }: TrafficBetween): SceneEdge {
  return {
    ...{ id, from, to, state: 'allowed', gaps: [], allow: NO_PORTS, depends: NO_PORTS, reasons: [] },
    ...{ label: '', count: 1, sentence: '' },
  };
}

import { useRouter } from 'next/navigation';
import { endHref } from '#components/pod/pod-address.ts';
import type { SceneView } from '#lib/api/scene-types.ts';
import type { SceneLevel, SceneNode } from '#lib/graph/types.ts';
import { openedPicture } from './opened-picture.ts';
import { pageEnd } from './scene-end.ts';
import type { MapState, SetMapState } from './use-map-state.ts';

const PUSHED = { history: 'push' } as const;
const NOTHING_CHOSEN = { select: null, edge: null, gap: null } as const;

export interface MapLevels {
  /** A box that holds others is looked into; a pod has a page. */
  readonly open: (id: string) => void;
  readonly openNamespace: (namespace: string) => void;
  /** As `open`, but never to another page: what a wheel does may be a slip. */
  readonly dive: (id: string) => void;
  /** One level up; undefined at the top. */
  readonly up: (() => void) | undefined;
  readonly top: () => void;
  readonly choose: (level: SceneLevel) => void;
}

/** From the cluster to a namespace, a workload, a pod, and back. Each step is one of the browser's history. */
export function useMapLevels(cluster: string, scene: SceneView, state: MapState, set: SetMapState): MapLevels {
  const router = useRouter();
  const openNamespace = (namespace: string): void =>
    void set({ ...NOTHING_CHOSEN, namespace, workload: null, unfold: null, with: null, level: null }, PUSHED);
  const top = (): void => void set({ namespace: null, with: null, workload: null, unfold: null, level: null }, PUSHED);
  /** Whether the box was opened on the map. */
  const look = (node: SceneNode): boolean => {
    const picture = openedPicture(node, scene);
    if (picture?.workload !== undefined) {
      void set({ ...NOTHING_CHOSEN, workload: picture.workload, namespace: null, unfold: null, level: null }, PUSHED);
    } else if (picture?.namespace !== undefined && picture.unfold !== undefined) {
      const { namespace, unfold } = picture;
      void set({ ...NOTHING_CHOSEN, namespace, unfold, workload: null, level: null }, PUSHED);
    } else if (picture?.namespace !== undefined) {
      openNamespace(picture.namespace);
    } else return false;
    return true;
  };
  const nodeOf = (id: string) => scene.nodes.find((each) => each.id === id);
  const up = (): void => {
    if (state.unfold !== null) void set({ unfold: null }, PUSHED);
    else if (scene.workload !== undefined) void set({ workload: null, namespace: scene.namespace ?? null }, PUSHED);
    else top();
  };
  return {
    openNamespace,
    top,
    up: scene.namespace === undefined ? undefined : up,
    open: (id) => {
      const node = nodeOf(id);
      if (node === undefined || look(node)) return;
      const page = endHref(cluster, pageEnd(node));
      if (page !== undefined) router.push(page);
      else void set({ ...NOTHING_CHOSEN, select: id });
    },
    dive: (id) => {
      const node = nodeOf(id);
      if (node !== undefined) look(node);
    },
    choose: (level) => {
      const rest = { workload: null, unfold: null, with: null } as const;
      if (level !== 'namespaces' && scene.namespace !== undefined) {
        const namespace = scene.namespace;
        void set({ ...rest, namespace, level: level === 'workloads' ? null : level }, PUSHED);
      } else void set({ ...rest, namespace: null, level: level === scene.restLevel ? null : level }, PUSHED);
    },
  };
}

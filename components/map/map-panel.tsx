'use client';

import dynamic from 'next/dynamic';
import { Panel } from '#components/ui/panel.tsx';
import { useLoaded } from '#components/ui/use-loaded.ts';
import type { Question } from '#components/why/ask-address.ts';
import type { Scene, SceneNode } from '#lib/graph/types.ts';
import { MAP } from '#lib/text/en/map.ts';

// the picture comes before its panels: the gaps beside it right after, what is chosen before anybody clicks
const gapsPanel = () => import('./gaps-panel.tsx').then((module) => module.GapsPanel);
const nodePanel = () => import('./node-panel.tsx').then((module) => module.NodePanel);
const edgePanel = () => import('./edge-panel.tsx').then((module) => module.EdgePanel);
const GapsPanel = dynamic(gapsPanel, { ssr: false });

interface MapPanelProps {
  readonly cluster: string;
  readonly scene: Scene;
  readonly selected: string | undefined;
  readonly edge: string | undefined;
  readonly gap: string | undefined;
  readonly showGaps: boolean;
  readonly onCloseGaps: (() => void) | undefined;
  readonly onClose: () => void;
  readonly onGap: (id: string) => void;
  readonly onOpen: (namespace: string) => void;
  readonly onEdge: (edge: string) => void;
  readonly onWhy: (question: Question) => void;
}

/** What is chosen, or the gaps. */
export function MapPanel(props: MapPanelProps) {
  const { cluster, scene } = props;
  const NodePanel = useLoaded(nodePanel);
  const EdgePanel = useLoaded(edgePanel);
  const node = props.selected === undefined ? undefined : nodeOf(scene, props.selected);
  const edge = scene.edges.find(({ id }) => id === props.edge);
  if (node !== undefined) {
    return (
      <Panel label={MAP.details}>
        {NodePanel === undefined ? null : (
          <NodePanel
            key={node.id}
            cluster={cluster}
            scene={scene}
            node={node}
            onClose={props.onClose}
            onOpen={props.onOpen}
            onEdge={props.onEdge}
            onWhy={props.onWhy}
          />
        )}
      </Panel>
    );
  }
  if (edge !== undefined) {
    return (
      <Panel label={MAP.details}>
        {EdgePanel === undefined ? null : (
          <EdgePanel cluster={cluster} scene={scene} edge={edge} onClose={props.onClose} onWhy={props.onWhy} />
        )}
      </Panel>
    );
  }
  if (!props.showGaps) return null;
  return (
    <Panel label={MAP.gapsPanel}>
      <GapsPanel cluster={cluster} gap={props.gap} onGap={props.onGap} onClose={props.onCloseGaps} />
    </Panel>
  );
}

/** A link may name a workload that this level does not draw: the panel answers all the same. */
function nodeOf(scene: Scene, id: string): SceneNode | undefined {
  const drawn = scene.nodes.find((node) => node.id === id);
  if (drawn !== undefined) return drawn;
  const [namespace, kind, name, ...rest] = id.split('/');
  if (namespace === undefined || kind === undefined || name === undefined || rest.length > 0) return undefined;
  return { id, type: 'workload', x: 0, y: 0, width: 0, height: 0, label: name, name, kind, namespace, sentence: '' };
}

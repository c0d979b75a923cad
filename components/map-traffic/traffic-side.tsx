'use client';

import type { Question } from '#components/why/ask-address.ts';
import type { Scene } from '#lib/graph/types.ts';
import type { LayerQuestion } from './layer-query.ts';
import { TrafficMapPanel } from './traffic-map-panel.tsx';
import { TrafficPairPanel } from './traffic-pair-panel.tsx';

interface TrafficSideProps extends LayerQuestion {
  readonly cluster: string;
  readonly scene: Scene;
  /** The chosen line, `FROM→TO`. */
  readonly line: string | undefined;
  readonly onLine: (line: string) => void;
  readonly onCloseLine: () => void;
  /** Absent: the panel stands beside the map. */
  readonly onClose: (() => void) | undefined;
  readonly onWhy: (question: Question) => void;
}

/** Beside the map with its traffic: the chosen line, else what asks for attention. */
export function TrafficSide({ line, onLine, onCloseLine, onClose, onWhy, ...shown }: TrafficSideProps) {
  const { cluster, window, at } = shown;
  return line === undefined ? (
    <TrafficMapPanel {...{ cluster, window, at }} line={line} onLine={onLine} onClose={onClose} />
  ) : (
    <TrafficPairPanel key={line} {...shown} line={line} onClose={onCloseLine} onWhy={onWhy} />
  );
}

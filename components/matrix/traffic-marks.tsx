'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { type LayerQuestion, layerQuery } from '#components/map-traffic/layer-query.ts';
import { lineOfLayer } from '#components/map-traffic/line-of-layer.ts';
import { useLayerSeq } from '#components/map-traffic/use-layer-flows.ts';
import { THEME_EVENT } from '#components/shell/theme.ts';
import { TRAFFIC_STATES, type TrafficState } from '#lib/flows/observed.ts';
import { TRAFFIC_STATE_MEANS, trafficStateWord } from '#lib/text/en/traffic-page.ts';
import { CELL } from './matrix-geometry.ts';
import type { MatrixQuestion } from './matrix-queries.ts';
import { paintTraffic, readTrafficTheme, type TrafficTheme } from './paint-traffic.ts';

/** What was observed between two lines of the matrix: its mark and its sentence. */
export interface CellTraffic {
  readonly paint: (context: CanvasRenderingContext2D, x: number, y: number) => void;
  readonly sentence: string;
}
export type TrafficOfCells = (from: string, to: string) => CellTraffic | undefined;

interface TrafficMarksProps extends LayerQuestion {
  readonly cluster: string;
  readonly question: MatrixQuestion;
  readonly onMarks: (marks: TrafficOfCells) => void;
}

/** Gives the matrix its marks of traffic, and says below it what they mean; loaded when somebody wants them. */
export function TrafficMarks({ cluster, question, window, at, onMarks }: TrafficMarksProps) {
  const { level, namespace } = question;
  const seq = useLayerSeq(cluster, at);
  const { data } = useQuery(layerQuery(cluster, { level, namespace }, { window, at, filter: '', seq }));
  const marks = useMemo(() => {
    if (data === undefined) return undefined;
    const cells = new Map(data.edges.map((edge) => [edge.id, lineOfLayer(edge)]));
    const theme = themeOnce();
    return (from: string, to: string): CellTraffic | undefined => {
      const cell = cells.get(`${from}→${to}`);
      if (cell === undefined) return undefined;
      const { state, sentence } = cell;
      return { paint: (context, x, y) => paintTraffic(context, theme(), x, y, state), sentence };
    };
  }, [data]);
  useEffect(() => {
    if (marks !== undefined) onMarks(marks);
  }, [marks, onMarks]);
  return TRAFFIC_STATES.map((state) => (
    <li key={state} title={TRAFFIC_STATE_MEANS[state]} className="flex items-center gap-1.5 whitespace-nowrap">
      <Sample state={state} />
      {trafficStateWord(state)}
    </li>
  ));
}

/** Reads the theme when it is another one: thousands of cells ask for it at each scroll. */
function themeOnce(): () => TrafficTheme {
  let known: { readonly name: string | undefined; readonly theme: TrafficTheme } | undefined;
  return () => {
    const name = document.documentElement.dataset.theme;
    if (known === undefined || known.name !== name) known = { name, theme: readTrafficTheme() };
    return known.theme;
  };
}

function Sample({ state }: { readonly state: TrafficState }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const paint = (): void => {
      const context = canvas.current?.getContext('2d');
      if (context === null || context === undefined || canvas.current === null) return;
      const scale = window.devicePixelRatio;
      canvas.current.width = canvas.current.height = Math.round(CELL * scale);
      context.setTransform(scale, 0, 0, scale, 0, 0);
      paintTraffic(context, readTrafficTheme(), 0, 0, state);
    };
    paint();
    window.addEventListener(THEME_EVENT, paint);
    return () => window.removeEventListener(THEME_EVENT, paint);
  }, [state]);
  return <canvas ref={canvas} className="size-4" />;
}

import type { StylesheetJson } from 'cytoscape';
import { TRAFFIC_STATES, type TrafficState } from '#lib/flows/observed.ts';
import { TRAFFIC_LINES, type TrafficLine } from '#lib/graph/traffic-lines.ts';

const QUIET = 0.5; // what nobody uses, or nobody compared

const PLATFORM = 0.35; // all look names up, and nobody looks for it

/** How lines of observed traffic look on the canvas, beside the map's own rules; colours are the page's own tokens. */
export function trafficStyle(): StylesheetJson {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--color-${name}`).trim();
  const colours: Readonly<Record<TrafficLine['colour'], string>> = {
    used: token('flow-used'),
    unused: token('flow-unused'),
    contradiction: token('flow-contradiction'),
    drop: token('flow-drop'),
    depends: token('depends'),
  };
  const plate = (state: TrafficState, colour: string) => ({
    selector: `node.flow-plate-${state}`,
    style: { color: colour, 'border-color': colours[TRAFFIC_LINES[state].colour] },
  });
  return [
    ...TRAFFIC_STATES.map((state) => ({
      selector: `edge.flow-${state}`,
      style: lineOf(TRAFFIC_LINES[state], colours[TRAFFIC_LINES[state].colour]),
    })),
    {
      selector: 'edge.flow-none, edge.flow-quiet, edge.flow-unused, edge.flow-not-enough-seen',
      style: { opacity: QUIET },
    },
    { selector: 'edge.platform.flow-used', style: { opacity: PLATFORM } },
    { selector: 'edge.flow-seen-denied', style: { 'z-index': 15 } },
    { selector: 'edge.flow-denied', style: { 'z-index': 13 } },
    { selector: 'edge.flow-width', style: { width: 'data(width)' } },
    plate('seen-denied', token('critical-ink')),
    plate('denied', token('ink-2')),
  ];
}

function lineOf({ width, dash, arrow }: TrafficLine, colour: string) {
  return {
    width,
    'line-color': colour,
    'target-arrow-color': colour,
    'target-arrow-shape': arrow === 'filled' || arrow === 'hollow' ? 'triangle' : arrow,
    'target-arrow-fill': arrow === 'hollow' ? 'hollow' : 'filled',
    'arrow-scale': arrow === 'vee' ? 0.75 : 0.8,
    ...(dash === undefined ? { 'line-style': 'solid' } : { 'line-style': 'dashed', 'line-dash-pattern': [...dash] }),
  };
}

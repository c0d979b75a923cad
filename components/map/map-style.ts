import type { EdgeSingular, StylesheetJson, StylesheetJsonBlock } from 'cytoscape';
import { SEVERITIES } from '#lib/gdpr/types.ts';
import {
  ALLOWED_LINE,
  CHANGE_LINES,
  DEPENDS_LINE,
  type EdgeLine,
  GAP_LINES,
  type SceneTheme,
} from '#lib/graph/theme.ts';
import { IMAGE_MARGIN } from './node-images.ts';

/** Tokens that only the screen needs: chosen things and the focus. */
export interface MapTheme extends SceneTheme {
  readonly accent: string;
  readonly onAccent: string;
  readonly selected: string;
  readonly focus: string;
  readonly hover: string;
  /** What a simulation opens and closes. */
  readonly opens: string;
  readonly closes: string;
  readonly fontSans: string;
  readonly fontMono: string;
}

const FADED = 0.28;
const DIMMED = 0.12;
const DIMMED_BOX = 0.4;

/** A selector with its declarations; the package's types know neither data mappers for all properties nor partial edges. */
interface Rule {
  readonly selector: string;
  readonly style: Readonly<Record<string, unknown>>;
}

/** How everything on the canvas looks. Positions and sizes are the scene's. */
export function mapStyle(theme: MapTheme): StylesheetJson {
  const rules: readonly Rule[] = [
    ...nodeStyles(theme),
    ...edgeStyles(theme),
    { selector: 'node.platform', style: { opacity: 0.75 } },
    { selector: 'edge.platform', style: { opacity: 0.5, width: 1 } },
    {
      selector: 'node.hovered',
      style: { 'border-color': theme.lineStrong },
    },
    {
      selector: 'edge.hovered',
      style: { 'z-index': 15, 'underlay-color': theme.lineStrong, 'underlay-opacity': 0.18, 'underlay-padding': 3 },
    },
    // badges are elements of their own and keep their full strength
    {
      selector: 'node.faded',
      style: {
        opacity: 1,
        'text-opacity': FADED,
        'border-opacity': FADED,
        'background-image-opacity': FADED,
      },
    },
    { selector: 'node.tile.faded', style: { 'text-opacity': 0.66, 'background-image-opacity': 0.66 } },
    { selector: 'edge.faded', style: { opacity: FADED } },
    {
      selector: 'node.dim',
      style: {
        opacity: 1,
        'text-opacity': DIMMED_BOX,
        'border-opacity': DIMMED_BOX,
        'background-image-opacity': DIMMED_BOX,
      },
    },
    { selector: 'edge.dim', style: { opacity: DIMMED } },
    ...frameStyles(theme),
    { selector: 'node.plate.faded, node.plate.dim', style: { display: 'none' } },
    {
      selector: 'node.selected',
      style: {
        'border-width': 2,
        'border-color': theme.accent,
        'border-style': 'solid',
        'border-opacity': 1,
        'background-color': theme.selected,
        'text-opacity': 1,
      },
    },
    {
      selector: 'edge.selected',
      style: {
        'z-index': 16,
        'underlay-color': theme.accent,
        'underlay-opacity': 0.25,
        'underlay-padding': 4,
        opacity: 1,
      },
    },
    {
      selector: 'node.focused',
      style: {
        'outline-width': 2,
        'outline-color': theme.focus,
        'outline-offset': 3,
        'outline-style': 'solid',
        'outline-opacity': 1,
      },
    },
  ];
  return rules as readonly StylesheetJsonBlock[] as StylesheetJson;
}

/** The ends of the chosen tile's lines: an outline as the line is. */
function frameStyles(theme: MapTheme): readonly Rule[] {
  const frame = (name: string, colour: string, isSolid: boolean): Rule => ({
    selector: `node.end-${name}`,
    style: {
      'outline-width': 2,
      'outline-color': colour,
      'outline-offset': 2.5,
      'outline-style': isSolid ? 'solid' : 'dashed',
      'outline-opacity': 1,
      'text-opacity': 1,
      'background-image-opacity': 1,
    },
  });
  return [
    frame('allowed', theme.allowed, true),
    frame('depends', theme.depends, false),
    ...SEVERITIES.map((severity) => frame(`gap-${severity}`, theme.severity[severity].line, false)),
  ];
}

function nodeStyles(theme: MapTheme): readonly Rule[] {
  return [
    {
      selector: 'node',
      style: {
        shape: 'round-rectangle',
        'corner-radius': '5',
        width: 'data(width)',
        height: 'data(height)',
        'background-color': theme.page,
        'border-width': 1,
        'border-color': theme.line,
        'z-index-compare': 'manual',
        'z-index': 20,
        label: 'data(label)',
        'font-family': theme.fontSans,
        'font-size': 11.5,
        'font-weight': 500,
        color: theme.ink,
        'text-halign': 'right',
        'text-valign': 'center',
        'text-margin-x': 'data(shift)',
        'text-wrap': 'wrap',
        'overlay-opacity': 0,
        'background-image': 'data(image)',
        'background-clip': 'none',
        'background-image-containment': 'over',
        'background-fit': 'none',
        'bounds-expansion': IMAGE_MARGIN + 4,
      },
    },
    {
      selector: 'node.namespace',
      style: {
        'corner-radius': '8',
        'background-color': theme.surface,
        'z-index': 1,
        'font-size': 12,
        'font-weight': 600,
        'text-valign': 'top',
        'text-margin-y': 23,
      },
    },
    {
      selector: 'node.badge',
      style: { label: '', 'background-opacity': 0, 'border-width': 0, 'z-index': 25, events: 'no' },
    },
    {
      selector: 'node.plate',
      style: {
        'corner-radius': '3',
        'background-color': theme.surface,
        'background-image': 'none',
        'font-family': theme.fontMono,
        'font-size': 10.5,
        'font-weight': 400,
        color: theme.ink2,
        'text-halign': 'center',
        'text-margin-x': 0,
        'z-index': 22,
        'bounds-expansion': 0,
        events: 'no',
      },
    },
    {
      selector: 'node.count',
      style: {
        'corner-radius': '3',
        'background-color': theme.accent,
        'background-image': 'none',
        'border-width': 0,
        'font-size': 9.5,
        'font-weight': 600,
        color: theme.onAccent,
        'text-halign': 'center',
        'text-margin-x': 0,
        'z-index': 26,
        'bounds-expansion': 0,
        events: 'no',
      },
    },
    // `min-zoomed-font-size` steps by powers of two; the bands of the design need classes
    { selector: 'node.plate.zoom-middle', style: { display: 'none' } },
    {
      selector: 'node.tile',
      style: { 'background-color': theme.surface, 'font-size': 11, 'text-margin-y': -6 },
    },
    {
      selector: 'node.zone',
      style: {
        'background-opacity': 0,
        'border-width': 0,
        'font-size': 11.5,
        'font-weight': 600,
        'text-margin-y': -7,
        events: 'no',
        'z-index': 0,
      },
    },
    {
      selector: 'node.any-pod, node.internet, node.address, node.group, node.unreadable',
      style: { 'text-halign': 'center', 'text-margin-x': 0 },
    },
    {
      selector: 'node.any-pod',
      style: {
        'corner-radius': '15',
        'border-color': theme.lineStrong,
        'border-style': 'dashed',
        'border-dash-pattern': [4, 3],
        'text-margin-x': 8,
        'background-color': theme.surface,
      },
    },
    { selector: 'node.internet, node.unreadable', style: { 'text-margin-x': 8 } },
    {
      selector: 'node.address',
      style: {
        shape: 'hexagon',
        'border-color': theme.lineStrong,
        'border-style': 'dashed',
        'border-dash-pattern': [4, 2],
        'font-size': 11,
      },
    },
    {
      selector: 'node.unreadable',
      style: {
        'corner-radius': '1',
        'background-opacity': 0,
        'border-color': theme.lineStrong,
        'border-style': 'dashed',
      },
    },
    {
      selector: 'node.basis-inferred',
      style: { 'border-style': 'dashed', 'border-dash-pattern': [4, 2], 'border-color': theme.lineStrong },
    },
    {
      selector: 'node.basis-unknown',
      style: { 'border-style': 'dashed', 'border-dash-pattern': [1.5, 2.5], 'border-color': theme.lineStrong },
    },
  ];
}

function edgeStyles(theme: MapTheme): readonly Rule[] {
  return [
    {
      selector: 'edge',
      style: {
        'curve-style': 'straight',
        'z-index-compare': 'manual',
        'z-index': 10,
        'arrow-scale': 0.8,
        'overlay-opacity': 0,
        'target-distance-from-node': 2,
      },
    },
    { selector: 'edge.allowed', style: lineStyle(ALLOWED_LINE, theme.allowed) },
    { selector: 'edge.depends', style: { ...lineStyle(DEPENDS_LINE, theme.depends), 'z-index': 11 } },
    ...SEVERITIES.map((severity, index) => ({
      selector: `edge.gap-${severity}`,
      style: {
        ...lineStyle(GAP_LINES[severity], theme.severity[severity].line),
        'z-index': 14 - index / 10,
      },
    })),
    { selector: 'edge.opens', style: { ...lineStyle(CHANGE_LINES.opens, theme.opens), 'z-index': 13 } },
    { selector: 'edge.closes', style: { ...lineStyle(CHANGE_LINES.closes, theme.closes), 'z-index': 12 } },
    { selector: 'edge.changes', style: { ...lineStyle(CHANGE_LINES.changes, theme.opens), 'z-index': 13 } },
    { selector: 'node.zoom-far', style: { 'text-opacity': 0 } },
    {
      selector: 'edge.via',
      style: {
        'curve-style': 'segments',
        'segment-weights': 'data(weights)',
        'segment-distances': 'data(distances)',
        'edge-distances': 'node-position',
      },
    },
    {
      selector: 'edge.dash-offset',
      style: { 'line-dash-offset': (edge: EdgeSingular) => Number(edge.data('dashOffset')) },
    },
    { selector: 'edge.via-source', style: { 'source-endpoint': 'data(sourceEnd)' } },
    { selector: 'edge.via-target', style: { 'target-endpoint': 'data(targetEnd)' } },
  ];
}

function lineStyle(line: EdgeLine, colour: string) {
  return {
    width: line.width,
    'line-color': colour,
    'target-arrow-color': colour,
    'target-arrow-shape': line.arrow,
    'arrow-scale': line.arrow === 'vee' ? 0.75 : 0.8,
    ...(line.dash === undefined
      ? { 'line-style': 'solid' as const }
      : { 'line-style': 'dashed' as const, 'line-dash-pattern': [...line.dash] }),
  };
}

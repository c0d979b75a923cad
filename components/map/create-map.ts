import cytoscape, { type Core, type EventObject, type StylesheetJson } from 'cytoscape';
import type { Pin } from '#lib/graph/pins.ts';
import type { Scene, SceneNode } from '#lib/graph/types.ts';
import { type DragBoxes, dragBoxes } from './drag-boxes.ts';
import type { Emphasis } from './emphasis.ts';
import { firstLooked } from './first-looked.ts';
import { fitView, type Size, startView, type View } from './fit-view.ts';
import { boxBetween, pictureOf, playLevelChange } from './level-transition.ts';
import { mapStyle } from './map-style.ts';
import { createScenePainter } from './paint-scene.ts';
import { readMapTheme } from './read-map-theme.ts';
import { restWhileNothingIsDrawn } from './resting-loop.ts';
import { createWheelLevels } from './wheel-levels.ts';

restWhileNothingIsDrawn();

const BOUNDS = { includeLabels: false, includeOverlays: false };
const FIT_PADDING = 24;
const MIN_ZOOM = 0.12;
const MAX_ZOOM = 3;
const ZOOM_STEP = 1.3;
/** Below: names and badges only. */
const FAR_BELOW = 0.45;
/** Below: ports only on gaps. */
const MIDDLE_BELOW = 0.8;
/** While the wheel turns a bitmap without text is shown; what text stands there is settled when it rests. */
const BAND_AFTER_MS = 120;
/** What stands round the canvas comes right after it, and takes room from it: until then the picture is fitted again. */
const SETTLES_MS = 2500;
/** A pointer that passes over twenty boxes is not about to choose them: nothing is drawn or asked for it. */
const REST_MS = 60;

export interface MapEvents {
  readonly onNode: (id: string) => void;
  readonly onEdge: (id: string) => void;
  readonly onBackground: () => void;
  readonly onOpen: (id: string) => void;
  /** The pointer is about to choose this box: it rests on it, or is pressed down on it. */
  readonly onNear: (id: string) => void;
  /** A box was moved by hand; false where that is not to be. Undefined: boxes stay. */
  readonly onMove: ((id: string, by: Pin) => boolean) | undefined;
  /** The wheel goes on and on over a box, or away from all. */
  readonly onDive: (id: string) => void;
  readonly onRise: (() => void) | undefined;
  /** The card that lies in the lower left corner, with its distance from it; undefined: none. */
  readonly card: Size | undefined;
  /** The first scene is on the canvas. */
  readonly onDrawn: () => void;
  /** The element under the pointer, with its place on the canvas; undefined when it leaves. */
  readonly onHover: (hover: { readonly id: string; readonly x: number; readonly y: number } | undefined) => void;
}

export interface MapHandle {
  readonly cy: Core;
  /** Draws a scene and what is chosen in it. The view stays where it was unless something else is shown (`refit`). */
  show(scene: Scene, emphasis: Emphasis, refit: boolean): void;
  focus(id: string | undefined): void;
  zoom(direction: 'in' | 'out' | 'all'): void;
  /** A card has come over the map: the picture moves out of its way, unless somebody moved it. */
  makeRoom(): void;
  retheme(): void;
  /** Rules beside the map's own, read anew with each theme; undefined: none. */
  layer(rules: LayerRules | undefined): void;
  destroy(): void;
}

export type LayerRules = () => StylesheetJson;

/** The canvas. It draws and reports; what is shown and chosen is decided outside. */
export function createMap(container: HTMLElement, events: MapEvents): MapHandle {
  let theme = readMapTheme();
  let scene: Scene | undefined;
  let emphasised: Emphasis = { classes: new Map(), hidden: new Set() };
  let focused: string | undefined;
  let rules: LayerRules | undefined;
  const restyle = (): void => {
    cy.style([...mapStyle(theme), ...(rules?.() ?? [])]);
    painter.restyled();
  };
  const cy = cytoscape({
    container,
    style: mapStyle(theme),
    layout: { name: 'preset' },
    minZoom: MIN_ZOOM,
    maxZoom: MAX_ZOOM,
    textureOnViewport: true, // the switch that matters: a bitmap while dragging
    hideLabelsOnViewport: true,
    pixelRatio: 'auto',
    boxSelectionEnabled: false,
    autoungrabify: true,
    autounselectify: true,
    styleEnabled: true,
  });
  const drag = dragBoxes(
    cy,
    () => scene,
    () => events.onMove,
    () => {
      painter.forget();
      paint();
    },
  );
  listen(cy, events, drag);
  const band = zoomBands(cy);
  const wheel = followWheel(
    cy,
    events,
    () => scene,
    () => fit,
  );

  const painter = createScenePainter(cy, () => theme);
  /** Whether anything was drawn anew. */
  const paint = (): boolean => scene !== undefined && painter.paint({ scene, emphasis: emphasised, focused });
  /** The zoom at which the picture fits. */
  let fit = 1;
  let openedAt = Number.NEGATIVE_INFINITY;
  /** As it was fitted last, all of it or as opened; whoever moves the map leaves it. */
  let fitted: { readonly view: View; readonly opened: boolean } | undefined;
  /** All of it, from the top, and beside the legend. `opened`: for the first time, where a phone begins with a part. */
  const showAll = (opened = false): void => {
    const whole = cy.elements().boundingBox(BOUNDS);
    if (whole.w === 0 || whole.h === 0) return;
    const boxes = cy.nodes(':childless').map((node) => node.boundingBox(BOUNDS));
    const canvas = { width: cy.width(), height: cy.height() };
    const all = fitView(whole, boxes, canvas, MIN_ZOOM, events.card);
    fit = all.zoom;
    const first = opened && scene !== undefined ? cy.getElementById(firstLooked(scene) ?? '') : cy.collection();
    cy.viewport(first.empty() ? all : startView(whole, canvas, all, first.boundingBox(BOUNDS)));
    fitted = { view: viewNow(cy), opened };
  };

  const makeRoom = (): void => {
    if (fitted !== undefined && isSameView(fitted.view, viewNow(cy))) showAll(fitted.opened);
  };
  cy.on('resize', () => {
    if (performance.now() - openedAt < SETTLES_MS) makeRoom();
  });

  return {
    cy,
    show(next, emphasis, refit) {
      const before = scene;
      if (before === undefined) cy.one('render', events.onDrawn);
      const picture = refit && before !== undefined ? pictureOf(container) : undefined;
      const through = before === undefined ? undefined : boxBetween(before, next);
      const from = picture === undefined || through === undefined ? undefined : renderedBox(cy, through.from);
      scene = next;
      emphasised = emphasis;
      const changed = paint();
      if (refit) {
        fitted = undefined; // what is fitted now is another picture
        cy.resize(); // a line over the map comes and goes with the level: the canvas would learn of it a drawing later
        openedAt = performance.now();
        showAll(true);
      }
      if (refit || changed) band();
      if (picture === undefined) return;
      wheel.quiet(performance.now());
      const to = through === undefined ? undefined : renderedBox(cy, through.to);
      playLevelChange(container, picture, from === undefined || to === undefined ? undefined : { from, to });
    },
    focus(id) {
      focused = id;
      paint();
      if (id !== undefined) bringIntoView(cy, id);
    },
    zoom(direction) {
      if (direction === 'all') return showAll();
      const level = cy.zoom() * (direction === 'in' ? ZOOM_STEP : 1 / ZOOM_STEP);
      cy.zoom({ level, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
    },
    makeRoom,
    retheme() {
      theme = readMapTheme();
      restyle();
      painter.forget();
      paint();
    },
    layer(next) {
      if (next === rules) return;
      rules = next;
      restyle();
    },
    destroy() {
      drag.destroy();
      wheel.destroy();
      cy.destroy();
    },
  };
}

function viewNow(cy: Core): View {
  return { zoom: cy.zoom(), pan: { ...cy.pan() } };
}

function isSameView(a: View, b: View): boolean {
  return a.zoom === b.zoom && a.pan.x === b.pan.x && a.pan.y === b.pan.y;
}

function renderedBox(cy: Core, id: string) {
  const element = cy.getElementById(id);
  if (element.empty()) return undefined;
  const {
    x1: x,
    y1: y,
    w: width,
    h: height,
  } = element.renderedBoundingBox({ includeLabels: false, includeOverlays: false });
  return { x, y, width, height };
}

/** Zooming on into a box opens it, zooming on out of an opened one leaves it. */
function followWheel(cy: Core, events: MapEvents, sceneNow: () => Scene | undefined, fitNow: () => number) {
  const levels = createWheelLevels();
  let under: string | undefined;
  cy.on('mouseover', 'node', ({ target }) => {
    under = target.id();
  });
  cy.on('mouseout', 'node', () => {
    under = undefined;
  });
  const onWheel = ({ deltaY }: WheelEvent): void => {
    const node = sceneNow()?.nodes.find(({ id }) => id === under);
    const box = node !== undefined && OPENS.has(node.type) ? node.id : undefined;
    const turn = { delta: deltaY, at: performance.now(), zoom: cy.zoom(), fit: fitNow(), box };
    const means = levels.turn({ ...turn, canRise: events.onRise !== undefined });
    if (means?.type === 'dive') events.onDive(means.box);
    else if (means?.type === 'rise') events.onRise?.();
  };
  const container = cy.container();
  container?.addEventListener('wheel', onWheel, { passive: true });
  return { quiet: levels.quiet, destroy: () => container?.removeEventListener('wheel', onWheel) };
}

const OPENS: ReadonlySet<SceneNode['type']> = new Set(['tile', 'namespace', 'workload', 'group']);

function listen(cy: Core, events: MapEvents, drag: DragBoxes): void {
  cy.on('tap', (event) => {
    if (drag.hasMoved()) return;
    if (event.target === cy) events.onBackground();
    else if (event.target.isNode()) events.onNode(event.target.id());
    else events.onEdge(event.target.id());
  });
  cy.on('dbltap', 'node', (event) => events.onOpen(event.target.id()));
  let resting: ReturnType<typeof setTimeout> | undefined;
  cy.on('mouseover', 'node, edge', (event) => {
    clearTimeout(resting);
    if (isDragging(event)) return;
    resting = setTimeout(() => {
      event.target.addClass('hovered');
      if (event.target.isNode()) events.onNear(event.target.id());
    }, REST_MS);
    const { x, y } = event.renderedPosition;
    events.onHover({ id: event.target.id(), x, y });
  });
  cy.on('mouseout', 'node, edge', (event) => {
    clearTimeout(resting);
    event.target.removeClass('hovered');
    events.onHover(undefined);
  });
  cy.on('tapstart', 'node, edge', (event) => {
    clearTimeout(resting); // what is chosen has a sign of its own, and drawing this one first would keep the answer waiting
    if (event.target.isNode()) events.onNear(event.target.id());
  });
  cy.on('destroy', () => clearTimeout(resting));
  cy.on('viewport', () => events.onHover(undefined));
}

/** What the pointer passes over while it moves the map is not meant, and a sign on it would draw the bitmap anew. */
function isDragging({ originalEvent }: EventObject): boolean {
  return 'buttons' in originalEvent && originalEvent.buttons !== 0;
}

/** Text comes and goes with the zoom, by classes that change only where a band ends. Returns what sets them anew. */
function zoomBands(cy: Core): () => void {
  let shown: string | undefined;
  const bandOf = (zoom: number) => (zoom < FAR_BELOW ? 'far' : zoom < MIDDLE_BELOW ? 'middle' : 'near');
  const apply = (): void => {
    shown = bandOf(cy.zoom());
    const middle = shown === 'near' ? '' : shown === 'far' ? '.plate' : '.plate.allowed, .plate.depends';
    cy.batch(() => {
      setClass(cy, 'zoom-middle', middle);
      setClass(cy, 'zoom-far', shown === 'far' ? '.workload, .pod' : '');
    });
  };
  let resting: ReturnType<typeof setTimeout> | undefined;
  cy.on('zoom', () => {
    clearTimeout(resting);
    if (bandOf(cy.zoom()) !== shown) resting = setTimeout(apply, BAND_AFTER_MS);
  });
  cy.on('destroy', () => clearTimeout(resting));
  return apply;
}

/** Those that have it already, or have it no more, are not touched: Cytoscape styles anew whatever is told of a class. */
function setClass(cy: Core, name: string, selector: string): void {
  const wanted = selector === '' ? cy.collection() : cy.elements(selector);
  cy.elements(`.${name}`).difference(wanted).removeClass(name);
  wanted.not(`.${name}`).addClass(name);
}

/** Moves the view, and only as far as needed, when the keyboard goes to a box outside it. */
function bringIntoView(cy: Core, id: string): void {
  const element = cy.getElementById(id);
  if (element.empty()) return;
  const box = element.renderedBoundingBox({});
  const dx = box.x1 < 0 ? FIT_PADDING - box.x1 : box.x2 > cy.width() ? cy.width() - FIT_PADDING - box.x2 : 0;
  const dy = box.y1 < 0 ? FIT_PADDING - box.y1 : box.y2 > cy.height() ? cy.height() - FIT_PADDING - box.y2 : 0;
  if (dx !== 0 || dy !== 0) cy.panBy({ x: dx, y: dy });
}

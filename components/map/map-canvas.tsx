'use client';

import { type KeyboardEvent, type Ref, useEffect, useId, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { THEME_EVENT } from '#components/shell/theme.ts';
import { isSingleKey, singleKeysOn } from '#components/ui/single-keys.ts';
import { isMovable, type Pin } from '#lib/graph/pins.ts';
import type { Scene } from '#lib/graph/types.ts';
import { boxAnnounced, MAP } from '#lib/text/en/map.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { afterPaint } from './after-paint.ts';
import type { LayerRules, MapHandle } from './create-map.ts';
import { type Emphasis, emphasisOf, type MapView } from './emphasis.ts';
import { boxBetween } from './level-transition.ts';
import { loadMap } from './load-map.ts';
import { type ArrowDirection, nearestBox } from './nearest-box.ts';

/** Between the legend and the picture, and between the legend and its corner. */
const CARD_AWAY = 24;
const TOOLTIP_AFTER_MS = 300;
/** What steps back on the canvas waits for the panel's answer, but no longer than this: the panel's head says meanwhile what was chosen. */
const ANSWER_WITHIN_MS = 250;
/** An application takes the focus, though the linter counts its role as one that does not. */
const FOCUSABLE = { tabIndex: 0 } as const;
const ARROWS: ReadonlyMap<string, ArrowDirection> = new Map([
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
]);

/** A box is moved by the keyboard in steps of the grid. */
const NUDGES = {
  left: { dx: -16, dy: 0 },
  right: { dx: 16, dy: 0 },
  up: { dx: 0, dy: -16 },
  down: { dx: 0, dy: 16 },
} as const satisfies Record<ArrowDirection, Pin>;

declare global {
  interface Window {
    /** For browser tests: the canvas has no elements to query. */
    __map?: MapHandle['cy'];
  }
}

export interface MapCanvasActions {
  zoom(direction: 'in' | 'out' | 'all'): void;
}
interface MapCanvasProps {
  readonly scene: Scene;
  /** Changes when something else is shown (level, namespace): only then the view is fitted anew. */
  readonly viewKey: string;
  readonly view: MapView;
  /** How a layer over the map looks; absent: there is none. */
  readonly rules?: LayerRules | undefined;
  readonly onSelect: (id: string | undefined) => void;
  readonly onSelectEdge: (id: string) => void;
  readonly onOpen: (id: string) => void;
  /** The wheel goes on over a box, or away from all; absent: it only zooms. */
  readonly onDive?: (id: string) => void;
  readonly onRise?: (() => void) | undefined;
  /** A box was moved by hand; false where that is not to be. Absent: boxes stay. */
  readonly onMove?: (id: string, by: Pin) => boolean;
  /** A card lies in the lower left corner. */
  readonly hasCard?: boolean;
  readonly onNear: (id: string) => void;
  /** Resolves when the panel has the answer for a chosen box. */
  readonly answered: (id: string) => Promise<void>;
  readonly onEscape: () => void;
  readonly actions: Ref<MapCanvasActions>;
}

/** The drawn map. Its content stands in the table twin as well; here it can be walked with the arrow keys. */
export function MapCanvas(props: MapCanvasProps) {
  const { scene, viewKey, view, rules } = props;
  const container = useRef<HTMLDivElement>(null);
  const handle = useRef<MapHandle>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const [ready, setReady] = useState(false);
  const [hover, setHover] = useState<{ readonly id: string; readonly x: number; readonly y: number }>();
  const [focused, setFocused] = useState<string>();
  const helpId = useId();
  const emphasis: Emphasis = useMemo(() => emphasisOf(scene, view), [scene, view]);

  useEffect(() => {
    let ended = false;
    let pending: ReturnType<typeof setTimeout> | undefined;
    const retheme = (): void => handle.current?.retheme();
    void Promise.all([loadMap(), document.fonts.ready]).then(([{ createMap }]) => {
      if (ended || container.current === null) return;
      const created = createMap(container.current, {
        onNode: (id) => {
          setFocused(undefined); // the keyboard goes on from what was clicked
          latest.current.onSelect(id);
        },
        onEdge: (id) => latest.current.onSelectEdge(id),
        onBackground: () => latest.current.onSelect(undefined),
        onOpen: (id) => latest.current.onOpen(id),
        get onMove() {
          return latest.current.onMove;
        },
        get card() {
          return latest.current.hasCard === true ? cardSize(container.current) : undefined;
        },
        onDive: (id) => latest.current.onDive?.(id),
        get onRise() {
          return latest.current.onRise;
        },
        onNear: (id) => latest.current.onNear(id),
        // not by React, which has the panel to write first
        onDrawn: () => stage.current?.setAttribute('data-ready', 'true'),
        onHover: (next) => {
          clearTimeout(pending);
          if (next === undefined) setHover(undefined);
          else pending = setTimeout(() => setHover(next), TOOLTIP_AFTER_MS);
        },
      });
      handle.current = created;
      window.__map = created.cy;
      setReady(true);
    });
    window.addEventListener(THEME_EVENT, retheme);
    return () => {
      ended = true;
      clearTimeout(pending);
      window.removeEventListener(THEME_EVENT, retheme);
      handle.current?.destroy();
      handle.current = undefined;
      delete window.__map;
    };
  }, []);

  const shownKey = useRef<string>(undefined);
  const shown = useRef<Scene>(undefined);
  const stage = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!ready) return undefined;
    const isOther = shownKey.current !== viewKey;
    const show = (): void => {
      const box = shown.current === undefined || !isOther ? undefined : boxBetween(shown.current, scene)?.to;
      handle.current?.layer(rules);
      handle.current?.show(scene, emphasis, isOther);
      shownKey.current = viewKey;
      shown.current = scene;
      // whoever walks by keyboard goes on from the box that was opened or left
      if (isOther) setFocused(stage.current?.contains(document.activeElement) === true ? box : undefined);
    };
    if (isOther || shown.current?.nodes !== scene.nodes) {
      show();
      return undefined;
    }
    // The same boxes, some chosen, or more lines: after the panel's list has been painted, in one go. Drawing the canvas
    // anew takes longer than all of it, and the browser lets an answer wait behind it.
    let end = (): void => undefined;
    let ended = false;
    const { selected } = latest.current.view;
    const answer = selected === undefined ? Promise.resolve() : latest.current.answered(selected);
    const late = new Promise((resolve) => setTimeout(resolve, ANSWER_WITHIN_MS));
    void Promise.race([answer, late]).then(() => {
      if (!ended) end = afterPaint(show);
    });
    return () => {
      ended = true;
      end();
    };
  }, [ready, scene, viewKey, rules, emphasis]);
  useEffect(() => {
    if (ready) handle.current?.focus(focused);
  }, [ready, focused]);
  useEffect(() => {
    const over = stage.current?.closest('[data-stage]');
    if (!ready || over === null || over === undefined) return undefined;
    const cards = new MutationObserver((changes) => {
      const hasCome = changes.some(({ addedNodes }) =>
        [...addedNodes].some((node) => node instanceof Element && node.matches('[data-legend]')),
      );
      if (hasCome) handle.current?.makeRoom();
    });
    cards.observe(over, { childList: true });
    return () => cards.disconnect();
  }, [ready]);
  useImperativeHandle(props.actions, () => ({ zoom: (direction) => handle.current?.zoom(direction) }), []);

  const nodeById = useMemo(() => new Map(scene.nodes.map((node) => [node.id, node])), [scene]);
  const focusedNode = focused === undefined ? undefined : nodeById.get(focused);
  const hovered =
    hover === undefined
      ? undefined
      : (nodeById.get(hover.id)?.sentence ?? scene.edges.find(({ id }) => id === hover.id)?.sentence);

  const onKeyDown = (event: KeyboardEvent): void => {
    const direction = ARROWS.get(event.key);
    const from = focusedNode ?? (view.selected === undefined ? undefined : nodeById.get(view.selected));
    if (direction !== undefined && event.altKey && from !== undefined && isMovable(from)) {
      event.preventDefault();
      props.onMove?.(from.id, NUDGES[direction]);
    } else if (direction !== undefined) {
      event.preventDefault();
      const reachable = event.shiftKey && from !== undefined ? neighboursOf(scene, from.id) : scene.nodes;
      const next =
        from === undefined ? scene.nodes.find(({ type }) => type !== 'zone') : nearestBox(reachable, from, direction);
      if (next !== undefined) setFocused(next.id);
    } else if (event.key === 'Enter' && from !== undefined) {
      event.preventDefault();
      if (view.selected === from.id) props.onOpen(from.id);
      else props.onSelect(from.id);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (focused !== undefined && view.selected === undefined && view.selectedEdge === undefined)
        setFocused(undefined);
      props.onEscape();
    } else if (isSingleKey(event.nativeEvent) && singleKeysOn()) {
      const zoom = ({ '+': 'in', '=': 'in', '-': 'out', '0': 'all' } as const)[event.key];
      if (zoom !== undefined) handle.current?.zoom(zoom);
    }
  };

  return (
    <div className="absolute inset-0">
      {/* a canvas is opaque to assistive technology: it is walked by keys, read out below, and listed by the table */}
      <div
        ref={stage}
        role="application"
        aria-label={MAP.canvas}
        aria-describedby={helpId}
        {...FOCUSABLE}
        onKeyDown={onKeyDown}
        onBlur={() => setFocused(undefined)}
        className="absolute inset-0 focus-visible:-outline-offset-2"
      >
        {/* Cytoscape makes it position: relative, so its size must not hang on its position */}
        <div ref={container} className="size-full" aria-hidden="true" />
      </div>
      <p id={helpId} className="sr-only">
        {MAP.canvasHelp}
      </p>
      <p className="sr-only" aria-live="polite">
        {focusedNode === undefined
          ? ''
          : visibleText(boxAnnounced(focusedNode.sentence, edgesOf(scene, focusedNode.id)))}
      </p>
      {hover === undefined || hovered === undefined ? null : (
        <div
          role="tooltip"
          className="pointer-events-none absolute z-10 max-w-80 rounded-md bg-inverse px-2 py-1 text-xs text-ink-inverse shadow-pop wrap-anywhere"
          style={{ left: hover.x + 12, top: hover.y + 14 }}
        >
          {visibleText(hovered)}
        </div>
      )}
    </div>
  );
}

/** As it is, or as it will be: it comes right after the picture. */
function cardSize(canvas: HTMLElement | null) {
  const card = canvas?.closest('[data-stage]')?.querySelector<HTMLElement>('[data-legend]');
  if (card?.offsetWidth === 0) return undefined; // the window is too narrow for it
  const { offsetWidth: width, offsetHeight: height } = card ?? { offsetWidth: 206, offsetHeight: 340 };
  return { width: width + CARD_AWAY, height: height + CARD_AWAY };
}

const edgesOf = (scene: Scene, id: string) => scene.edges.filter(({ from, to }) => from === id || to === id).length;

function neighboursOf(scene: Scene, id: string) {
  const near = new Set(scene.edges.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : [])));
  return scene.nodes.filter((node) => near.has(node.id));
}

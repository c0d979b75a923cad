import type { Core, NodeSingular } from 'cytoscape';
import { isMovable, type Pin } from '#lib/graph/pins.ts';
import type { Scene, SceneNode } from '#lib/graph/types.ts';
import { badgeId, plateId } from './map-elements.ts';

/** A hand is not steady: less is a click. */
const DRAG_FROM_PX = 4;
const NAMESPACE_HEAD = 28;
const PADDING = 12;

export interface DragBoxes {
  /** Whether the last press moved a box: then it was no click. */
  readonly hasMoved: () => boolean;
  readonly destroy: () => void;
}

/**
 * Boxes are moved by the mouse: a workload anywhere, a namespace by its head; whatever else is dragged moves the map. Done
 * here and not by the canvas, which draws everything anew when a box is merely pressed.
 */
export function dragBoxes(
  cy: Core,
  sceneNow: () => Scene | undefined,
  /** Undefined while boxes stay. */
  onMoveNow: () => ((id: string, by: Pin) => boolean) | undefined,
  redraw: () => void,
): DragBoxes {
  const container = cy.container();
  let under: NodeSingular | undefined;
  let pressed: { readonly node: SceneNode; readonly x: number; readonly y: number } | undefined;
  let moving: Moving | undefined;
  let moved = false;
  cy.on('mouseover', 'node', ({ target }) => {
    under = target;
  });
  cy.on('mouseout', 'node', () => {
    under = undefined;
  });

  const onDown = (event: MouseEvent): void => {
    moved = false;
    pressed = undefined;
    const scene = sceneNow();
    const node = scene?.nodes.find(({ id }) => id === under?.id());
    if (onMoveNow() === undefined || event.button !== 0 || node === undefined || !isMovable(node)) return;
    if (node.type === 'namespace' && modelY(cy, event) > node.y + NAMESPACE_HEAD) return;
    pressed = { node, x: event.clientX, y: event.clientY };
  };
  const onDrag = (event: MouseEvent): void => {
    const scene = sceneNow();
    if (pressed === undefined || scene === undefined) return;
    const [x, y] = [event.clientX - pressed.x, event.clientY - pressed.y];
    if (!moved && Math.hypot(x, y) < DRAG_FROM_PX) return;
    event.stopImmediatePropagation(); // the canvas would move the map
    moved = true;
    moving ??= startMoving(cy, scene, pressed.node);
    moving.to({ dx: x / cy.zoom(), dy: y / cy.zoom() });
  };
  const onUp = (): void => {
    const { node } = pressed ?? {};
    pressed = undefined;
    if (moving === undefined || node === undefined) return;
    const by = moving.end();
    moving = undefined;
    if (onMoveNow()?.(node.id, by) !== true) redraw();
  };
  /** A finger moves the map and never a box, so that its tap is one. */
  const onTouch = (): void => {
    moved = false;
  };
  container?.addEventListener('mousedown', onDown, { capture: true });
  container?.addEventListener('touchstart', onTouch, { capture: true, passive: true });
  window.addEventListener('mousemove', onDrag, { capture: true });
  window.addEventListener('mouseup', onUp, { capture: true });
  return {
    hasMoved: () => moved,
    destroy() {
      container?.removeEventListener('mousedown', onDown, { capture: true });
      container?.removeEventListener('touchstart', onTouch, { capture: true });
      window.removeEventListener('mousemove', onDrag, { capture: true });
      window.removeEventListener('mouseup', onUp, { capture: true });
    },
  };
}

function modelY(cy: Core, { clientY }: MouseEvent): number {
  const top = cy.container()?.getBoundingClientRect().top ?? 0;
  return (clientY - top - cy.pan().y) / cy.zoom();
}

interface Moving {
  readonly to: (by: Pin) => void;
  readonly end: () => Pin;
}

/** Takes a box, what is in it and their badges; lines follow straight, without their plates. */
function startMoving(cy: Core, scene: Scene, node: SceneNode): Moving {
  const frame = scene.nodes.find(({ id }) => id === node.parent);
  const own = [node, ...scene.nodes.filter(({ parent }) => parent === node.id)];
  const ids = new Set(own.map(({ id }) => id));
  const elements = [...ids].flatMap((id) => [cy.getElementById(id), cy.getElementById(badgeId(id))]);
  const start = elements.filter((each) => each.nonempty()).map((each) => ({ each, ...each.position() }));
  cy.batch(() => {
    for (const edge of scene.edges) {
      if (!ids.has(edge.from) && !ids.has(edge.to)) continue;
      cy.getElementById(edge.id).removeClass('via via-source via-target');
      cy.getElementById(plateId(edge.id)).addClass('hidden');
    }
  });
  let last: Pin = { dx: 0, dy: 0 };
  let waiting = 0;
  const place = (): void => {
    waiting = 0;
    cy.batch(() => {
      for (const { each, x, y } of start) each.position({ x: x + last.dx, y: y + last.dy });
    });
  };
  return {
    to(by) {
      last = frame === undefined ? by : insideOf(frame, node, by);
      if (waiting === 0) waiting = requestAnimationFrame(place);
    },
    end() {
      cancelAnimationFrame(waiting);
      place();
      return last;
    },
  };
}

function insideOf(frame: SceneNode, node: SceneNode, { dx, dy }: Pin): Pin {
  const between = (value: number, least: number, most: number) => Math.max(least, Math.min(value, most));
  return {
    dx: between(dx, frame.x + PADDING - node.x, frame.x + frame.width - PADDING - node.width - node.x),
    dy: between(dy, frame.y + NAMESPACE_HEAD - node.y, frame.y + frame.height - PADDING - node.height - node.y),
  };
}

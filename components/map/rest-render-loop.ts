import type { Core } from 'cytoscape';

/** After this long without anything to draw. What the library still prepares after a drawing is done by then. */
const REST_AFTER_MS = 500;

/** What the library's renderer has beside its documented face. */
export interface Renderer {
  destroyed?: boolean;
  renderLoopStarted?: boolean;
  requestedFrame?: boolean;
  startRenderLoop(): void;
  redraw(options?: unknown): void;
  notify(event: string, elements?: unknown): void;
}

/**
 * Lets the library's loop rest while nothing changes. It asks for every frame of the screen for as long as the map exists,
 * whether there is anything to draw or not, which takes a third of a processor. It ends where it finds itself destroyed,
 * so it is told so for one frame; whatever is to be drawn goes through `redraw` or `notify`, and wakes it.
 */
export function restRenderLoop(cy: Core): void {
  const renderer = (cy as unknown as { renderer(): Renderer }).renderer();
  restWhileIdle(renderer, () => cy.destroyed());
}

/** `isGone`: the map was destroyed in earnest. */
export function restWhileIdle(renderer: Renderer, isGone: () => boolean): void {
  let state: 'runs' | 'ends' | 'rests' = 'runs';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rest = (): void => {
    if (isGone()) return;
    // a hidden page has no frames: what waits for one is drawn first
    if (renderer.requestedFrame === true) {
      restLater();
      return;
    }
    state = 'ends';
    renderer.destroyed = true;
    // the loop asked for the next frame before us: it has seen that it ends when this runs
    requestAnimationFrame(() => {
      if (state !== 'ends' || isGone()) return;
      state = 'rests';
      renderer.destroyed = false;
      renderer.renderLoopStarted = false;
    });
  };
  const restLater = (): void => {
    clearTimeout(timer);
    timer = setTimeout(rest, REST_AFTER_MS);
  };
  const wake = (): void => {
    if (isGone()) return;
    if (state === 'ends') renderer.destroyed = false;
    if (state === 'rests') renderer.startRenderLoop();
    state = 'runs';
    restLater();
  };
  const { redraw, notify } = renderer;
  renderer.redraw = (options) => {
    wake();
    redraw.call(renderer, options);
  };
  renderer.notify = (event, elements) => {
    if (event === 'destroy') clearTimeout(timer);
    else wake();
    notify.call(renderer, event, elements);
  };
  restLater();
}

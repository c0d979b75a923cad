import cytoscape from 'cytoscape';

/** What is drawn is refined in the frames that follow, from bitmaps made between them; longer than any of them waits. */
const REST_AFTER_MS = 1000;

/** Of Cytoscape's renderer what its loop reads and keeps. Nothing of it is documented: the version is pinned. */
interface Renderer {
  readonly cy: { batching(): boolean };
  readonly destroyed?: boolean;
  readonly beforeRenderCallbacks: readonly { fn(willDraw: boolean, now: number): void }[];
  readonly renderOptions: unknown;
  renderLoopStarted?: boolean;
  requestedFrame?: boolean;
  skipFrame?: boolean;
  lastDrawTime: number;
  lastRedrawTime: number;
  averageRedrawTime: number;
  redrawCount?: number;
  redrawTotalTime?: number;
  render(options: unknown): void;
  redraw(options?: unknown): void;
  startRenderLoop(): void;
}

/**
 * Has canvases that are created from now on ask for frames only while something is drawn. Cytoscape's own loop asks for
 * every frame of the screen as long as it lives, and the browser composes each of them: a third of a core at rest.
 * Its own animations would not wake the loop: nothing here uses them.
 */
export function restWhileNothingIsDrawn(): void {
  const canvas = (cytoscape as unknown as (type: string, name: string) => { readonly prototype: Renderer })(
    'renderer',
    'canvas',
  );
  canvas.prototype.startRenderLoop = startRestingLoop;
}

/** Cytoscape calls it at every change, and means the first. */
function startRestingLoop(this: Renderer): void {
  if (this.renderLoopStarted === true) return;
  this.renderLoopStarted = true;
  const redraw = this.redraw;
  let runs = false;
  let wanted = 0;
  const frame = (now: number): void => {
    runs = false;
    if (this.destroyed === true) return;
    const draws = !this.cy.batching() && drawFrame(this, now);
    this.skipFrame = false;
    if (this.requestedFrame === true || draws) wanted = performance.now();
    if (performance.now() - wanted < REST_AFTER_MS) next();
  };
  const next = (): void => {
    if (runs) return;
    runs = true;
    requestAnimationFrame(frame);
  };
  this.redraw = (options) => {
    redraw.call(this, options);
    wanted = performance.now();
    next();
  };
}

/** @returns whether it drew: bitmaps are made in the frames after. */
function drawFrame(renderer: Renderer, now: number): boolean {
  const draws = renderer.requestedFrame === true && renderer.skipFrame !== true;
  for (const { fn } of renderer.beforeRenderCallbacks) fn(draws, now);
  if (!draws) return false;
  const started = performance.now();
  renderer.render(renderer.renderOptions);
  const ended = performance.now();
  const took = ended - started;
  renderer.lastDrawTime = ended;
  renderer.lastRedrawTime = took;
  renderer.averageRedrawTime = (renderer.averageRedrawTime + took) / 2;
  renderer.redrawCount = (renderer.redrawCount ?? 0) + 1;
  renderer.redrawTotalTime = (renderer.redrawTotalTime ?? 0) + took;
  renderer.requestedFrame = false;
  return true;
}

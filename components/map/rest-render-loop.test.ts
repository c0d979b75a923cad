import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Renderer, restWhileIdle } from './rest-render-loop.ts';

let frames: (() => void)[] = [];
/** The screen's next frame. */
const frame = (): void => {
  const now = frames;
  frames = [];
  for (const each of now) each();
};
const manyFrames = (): void => {
  for (let each = 0; each < 5; each++) frame();
};

/** The library's loop: asks for a frame in each frame, unless it is destroyed. */
class Loop implements Renderer {
  destroyed = false;
  renderLoopStarted = false;
  requestedFrame = false;
  turns = 0;
  drawings = 0;
  notified: string[] = [];
  startRenderLoop(): void {
    if (this.renderLoopStarted) return;
    this.renderLoopStarted = true;
    const turn = (): void => {
      if (this.destroyed) return;
      this.turns++;
      if (this.requestedFrame) this.drawings++;
      this.requestedFrame = false;
      requestAnimationFrame(turn);
    };
    requestAnimationFrame(turn);
  }
  redraw(): void {
    this.requestedFrame = true;
  }
  notify(event: string): void {
    if (this.destroyed) return; // as the library: lost
    this.notified.push(event);
    if (event === 'destroy') this.destroyed = true;
    else this.redraw();
  }
}

let loop: Loop;
beforeEach(() => {
  vi.useFakeTimers();
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run));
  loop = new Loop();
  loop.startRenderLoop();
  restWhileIdle(loop, () => loop.notified.includes('destroy'));
});
afterEach(() => vi.useRealTimers());

test('while nothing changes no frame is asked for', () => {
  manyFrames();
  expect(loop.turns).toBe(5);
  vi.advanceTimersByTime(1_000);
  frame();
  expect(frames).toEqual([]);
  expect(loop.destroyed).toBe(false);
});

test('what changes while it rests is drawn', () => {
  vi.advanceTimersByTime(1_000);
  frame();
  loop.redraw();
  frame();
  expect(loop.drawings).toBe(1);
  vi.advanceTimersByTime(1_000);
  frame();
  loop.notify('add');
  frame();
  expect(loop.drawings).toBe(2);
});

test('what changes in the frame in which it ends is neither lost nor drawn twice', () => {
  vi.advanceTimersByTime(500);
  loop.notify('style');
  expect(loop.notified).toEqual(['style']);
  manyFrames();
  expect(loop.drawings).toBe(1);
  expect(frames).toHaveLength(1);
});

test('what waits for a frame of a hidden page is drawn once it has one', () => {
  loop.redraw();
  vi.advanceTimersByTime(5_000);
  frame();
  expect(loop.drawings).toBe(1);
});

test('a map that is gone stays gone', () => {
  vi.advanceTimersByTime(500);
  frame();
  loop.notify('destroy');
  vi.advanceTimersByTime(5_000);
  manyFrames();
  expect(loop.destroyed).toBe(true);
  expect(frames).toEqual([]);
});

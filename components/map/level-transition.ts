import type { Scene } from '#lib/graph/types.ts';

const LEVEL_MS = 240;

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The box that one picture has closed and the other opened: it grows to its place, or shrinks to it. */
export function boxBetween(before: Scene, after: Scene): { readonly from: string; readonly to: string } | undefined {
  const has = (scene: Scene, ids: readonly string[]) => ids.find((id) => scene.nodes.some((node) => node.id === id));
  const boxesOf = ({ namespace, workload }: Scene) =>
    [workload, ...(namespace === undefined ? [] : [`ns:${namespace}`, `group:${namespace}`])].filter(
      (id) => id !== undefined,
    );
  const wanted = [...boxesOf(after), ...boxesOf(before)];
  const from = has(before, wanted);
  const to = has(after, wanted);
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** The canvas as it is now, to be laid over what comes; undefined where nothing is to move. */
export function pictureOf(container: HTMLElement): HTMLCanvasElement | undefined {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return undefined;
  const layers = [...container.querySelectorAll('canvas')];
  const [first] = layers;
  if (first === undefined || first.width === 0) return undefined;
  const picture = document.createElement('canvas');
  picture.width = first.width;
  picture.height = first.height;
  const context = picture.getContext('2d');
  for (const layer of layers) context?.drawImage(layer, 0, 0);
  return picture;
}

/** Fades the old picture out while the frame of the opened box goes from where it was to where it is. */
export function playLevelChange(
  container: HTMLElement,
  picture: HTMLCanvasElement,
  frame: { readonly from: Rectangle; readonly to: Rectangle } | undefined,
): void {
  const host = container.parentElement;
  if (host === null) return;
  const lay = (element: HTMLElement): void => {
    element.setAttribute('aria-hidden', 'true');
    Object.assign(element.style, { position: 'absolute', left: '0', top: '0', pointerEvents: 'none', zIndex: '5' });
    host.append(element);
  };
  Object.assign(picture.style, { width: '100%', height: '100%' });
  lay(picture);
  const timing = { duration: LEVEL_MS, easing: 'ease-out', fill: 'forwards' } as const;
  const fading = picture.animate([{ opacity: 1 }, { opacity: 0 }], timing);
  fading.onfinish = () => picture.remove();
  if (frame === undefined) return;
  const box = document.createElement('div');
  box.className = 'rounded-lg border border-line-strong bg-surface/40';
  lay(box);
  const at = ({ x, y, width, height }: Rectangle, opacity: number) => ({
    transform: `translate(${x}px, ${y}px)`,
    width: `${width}px`,
    height: `${height}px`,
    opacity,
  });
  const growing = box.animate([at(frame.from, 1), at(frame.to, 0.2)], timing);
  growing.onfinish = () => box.remove();
}

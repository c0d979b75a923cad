import { useEffect, useMemo, useRef } from 'react';
import { useToast } from '#components/ui/toast.tsx';
import type { SceneView } from '#lib/api/scene-types.ts';
import { movePin, type Pin, parsePins, pinKey, pinScene, printPins, withoutPinsOf } from '#lib/graph/pins.ts';
import { MAP } from '#lib/text/en/map.ts';
import type { MapState, SetMapState } from './use-map-state.ts';

export interface PinsOfMap {
  /** The scene with what was moved by hand. */
  readonly scene: SceneView;
  /** False where there is no room for one more, which is said. */
  readonly move: (id: string, by: Pin) => boolean;
  /** Everything in this picture back to where it was laid out; undefined where nothing was moved. */
  readonly reset: (() => void) | undefined;
}

/** Boxes that a person moved: kept in the address, undone by Ctrl Z. */
export function usePins(laid: SceneView, { pins: text }: MapState, set: SetMapState): PinsOfMap {
  const toast = useToast();
  const pins = useMemo(() => parsePins(text), [text]);
  const scene = useMemo(() => pinScene(laid, pins), [laid, pins]);
  const before = useRef<string[]>([]); // addresses of earlier moves, the last one first undone
  const change = (next: string): void => {
    before.current.push(text);
    void set({ pins: next === '' ? null : next });
  };
  const undo = useRef<() => boolean>(() => false);
  undo.current = () => {
    const last = before.current.pop();
    if (last === undefined) return false;
    void set({ pins: last === '' ? null : last });
    return true;
  };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'z' || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
      if (event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]') !== null)
        return;
      if (undo.current()) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  return {
    scene,
    move: (id, by) => {
      const next = movePin(pins, laid, id, by);
      if (next === undefined) toast(MAP.pinsFull);
      else change(printPins(next));
      return next !== undefined && printPins(next) !== text;
    },
    reset: laid.nodes.some(({ id }) => pins.has(pinKey(laid, id)))
      ? () => change(printPins(withoutPinsOf(pins, laid)))
      : undefined,
  };
}

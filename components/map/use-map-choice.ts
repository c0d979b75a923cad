import { useAddressBeforeLeaving } from './use-address-before-leaving.ts';
import { ADDRESS_LATER, type Chosen, changedChoice, type MapState, type SetMapState } from './use-map-state.ts';

/** What a person chooses on the map: one box, one line or one gap at a time. */
export function useMapChoice(state: MapState, set: SetMapState, up: (() => void) | undefined) {
  useAddressBeforeLeaving(state, set);
  const choose = (chosen: Chosen): void => void set(changedChoice(state, chosen), ADDRESS_LATER);
  const select = (id: string | undefined): void => choose(id === undefined ? {} : { select: id });
  return {
    select,
    selectEdge: (id: string): void => choose({ edge: id }),
    selectGap: (id: string): void => choose({ gap: id }),
    /** Selection, then level, then nothing. */
    stepBack: (): void => {
      if (state.select !== null || state.edge !== null || state.gap !== null) select(undefined);
      else up?.();
    },
  };
}
export type MapChoice = ReturnType<typeof useMapChoice>;

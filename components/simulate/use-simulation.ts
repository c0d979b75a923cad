'use client';

import { useEffect, useRef, useState } from 'react';
import { useToast } from '#components/ui/toast.tsx';
import { SIMULATE } from '#lib/text/en/simulate.ts';
import { type NewChange, type SimulatedChange, withIds } from './simulated-change.ts';
import { changed, NO_HISTORY, redone, type SimulationHistory, undone } from './simulation-history.ts';
import { changesOfFragment } from './simulation-link.ts';
import { readSimulation, storeSimulation } from './stored-simulation.ts';

export interface Simulation {
  /** Undefined until storage and address are read. */
  readonly changes: readonly SimulatedChange[] | undefined;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Returns the ids that the new changes have. */
  add(added: readonly NewChange[]): readonly string[];
  takeBack(id: string): void;
  write(id: string, text: string): void;
  undo(): void;
  redo(): void;
}

/** The proposed changes of this tab, kept with every step; those of a link come on top, so that none is lost. */
export function useSimulation(cluster: string): Simulation {
  const [history, setHistory] = useState<SimulationHistory>();
  const toast = useToast();
  const say = useRef(toast);
  say.current = toast;
  useEffect(() => {
    let ended = false;
    const stored = readSimulation(cluster);
    void changesOfFragment(window.location.hash).then((linked) => {
      if (ended) return;
      if (linked === null) say.current(SIMULATE.linkUnreadable);
      const isNew = linked != null && JSON.stringify(linked) !== JSON.stringify(stored.present);
      setHistory(isNew ? changed(stored, linked) : stored);
      // What is in the address would come back with each reload, over all that was changed since.
      if (linked != null) window.history.replaceState(window.history.state, '', window.location.href.split('#')[0]);
    });
    return () => {
      ended = true;
    };
  }, [cluster]);
  const full = useRef(false);
  useEffect(() => {
    if (history === undefined) return;
    const kept = storeSimulation(cluster, history);
    if (!kept && !full.current) say.current(SIMULATE.notKept);
    full.current = !kept;
  }, [cluster, history]);

  const changes = history?.present;
  const now = history ?? NO_HISTORY;
  return {
    changes,
    canUndo: now.past.length > 0,
    canRedo: now.future.length > 0,
    add(added) {
      const made = withIds(now.present, added);
      setHistory(changed(now, [...now.present, ...made]));
      return made.map(({ id }) => id);
    },
    takeBack: (id) =>
      setHistory(
        changed(
          now,
          now.present.filter((each) => each.id !== id),
        ),
      ),
    write: (id, text) =>
      setHistory(
        changed(
          now,
          now.present.map((each) => (each.id === id && each.type === 'yaml' ? { ...each, text } : each)),
          `edit ${id}`,
        ),
      ),
    undo: () => setHistory(undone(now)),
    redo: () => setHistory(redone(now)),
  };
}

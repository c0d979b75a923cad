'use client';

import { type DragEvent, useRef, useState } from 'react';
import { useToast } from '#components/ui/toast.tsx';
import { SIMULATE } from '#lib/text/en/simulate.ts';
import { changesOfFiles, droppedFiles, TooMuchText } from './read-dropped.ts';
import type { Simulation } from './use-simulation.ts';

/** Files by dropping and by choosing. What is dropped here is not opened as a cluster, as it is on other pages. */
export function useDroppedFiles(simulation: Simulation, onAdded: (id: string) => void) {
  const toast = useToast();
  const [over, setOver] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const take = async (files: readonly File[]): Promise<void> => {
    try {
      const added = await changesOfFiles(files);
      const [id] = added.length === 0 ? [] : simulation.add(added);
      if (id === undefined) toast(SIMULATE.noManifests);
      else onAdded(id);
    } catch (error) {
      if (!(error instanceof TooMuchText)) throw error;
      toast(SIMULATE.tooLarge);
    }
  };
  const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes('Files');
  const input = (isFolder: boolean) => (
    <input
      ref={isFolder ? folder : file}
      type="file"
      multiple
      hidden
      aria-label={isFolder ? SIMULATE.choices.folder : SIMULATE.choices.file}
      {...(isFolder ? { webkitdirectory: '' } : { accept: '.yaml,.yml,.json' })}
      onChange={(event) => {
        void take([...(event.target.files ?? [])]);
        event.target.value = '';
      }}
    />
  );
  return {
    over,
    choose: (what: 'file' | 'folder'): void => (what === 'file' ? file : folder).current?.click(),
    inputs: (
      <>
        {input(false)}
        {input(true)}
      </>
    ),
    handlers: {
      onDragOver: (event: DragEvent): void => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        event.stopPropagation();
        setOver(true);
      },
      onDragLeave: (event: DragEvent): void => {
        if (event.currentTarget === event.target || event.relatedTarget === null) setOver(false);
      },
      onDrop: (event: DragEvent): void => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        event.stopPropagation();
        setOver(false);
        void droppedFiles(event.dataTransfer).then(take);
      },
    },
  };
}

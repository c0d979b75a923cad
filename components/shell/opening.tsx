'use client';

import { useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { clustersQuery } from '#components/api/queries.ts';
import { apiFetch } from '#lib/api/client.ts';
import type { ClusterListItem } from '#lib/api/cluster-types.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import { SHELL, START } from '#lib/text/en/shell.ts';
import { TAKING_FLOWS } from '#lib/text/en/taking-flows.ts';
import { clusterHref } from './cluster-href.ts';
import type { OpeningState } from './opening-dialog.tsx';

const OpeningDialog = dynamic(() => import('./opening-dialog.tsx').then((module) => module.OpeningDialog), {
  ssr: false,
});

interface Opening {
  readonly chooseFile: () => void;
  readonly connect: (context: string) => void;
  readonly openExample: () => void;
}
const OpeningContext = createContext<Opening>({
  chooseFile: () => undefined,
  connect: () => undefined,
  openExample: () => undefined,
});

/** Opens another cluster: a file chosen or dropped anywhere, or a context of the kubeconfig. Files of flows go to this one. */
export const useOpening = () => useContext(OpeningContext);

type State = { readonly type: 'idle' } | OpeningState;

/** @param cluster whose page it is; absent where none is open. */
export function OpeningProvider({ cluster, children }: { readonly cluster?: string; readonly children: ReactNode }) {
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<State>({ type: 'idle' });
  const router = useRouter();
  const client = useQueryClient();

  const run = async (name: string, failed: string, open: (signal: AbortSignal) => Promise<ClusterListItem>) => {
    const abort = new AbortController();
    setState({ type: 'running', name, abort });
    try {
      const opened = await open(abort.signal);
      await client.invalidateQueries({ queryKey: clustersQuery().queryKey });
      setState({ type: 'idle' });
      router.push(clusterHref(opened.id));
    } catch (error) {
      setState(abort.signal.aborted ? { type: 'idle' } : { type: 'failed', title: failed, error });
    }
  };
  const openFiles = async (files: readonly File[]): Promise<void> => {
    const name = files[0]?.name;
    if (name === undefined) return;
    const { areFlowFiles } = await import('#components/taking-flows/are-flow-files.ts');
    if (await areFlowFiles(files)) return takeFlows(files);
    void run(name, START.uploadFailed, async (signal) => {
      const { oneUpload } = await import('./one-upload.ts');
      const upload = await oneUpload(files);
      return apiFetch('POST /api/uploads', { name: upload.name }, { body: upload.body, signal });
    });
  };
  const takeFlows = async (files: readonly File[]): Promise<void> => {
    if (cluster === undefined) {
      const error = new RingfenceError('BAD_REQUEST', TAKING_FLOWS.noCluster);
      return setState({ type: 'failed', title: TAKING_FLOWS.failed, error });
    }
    const abort = new AbortController();
    const { takeFlowFiles } = await import('#components/taking-flows/take-flow-files.ts');
    try {
      const taken = await takeFlowFiles(cluster, files, abort.signal, (progress) =>
        setState({ type: 'taking', progress, abort }),
      );
      setState({ type: 'taken', cluster, files: taken });
    } catch (error) {
      setState(abort.signal.aborted ? { type: 'idle' } : { type: 'failed', title: TAKING_FLOWS.failed, error });
    }
  };
  const close = (): void => {
    if (state.type === 'running' || state.type === 'taking') state.abort.abort();
    setState({ type: 'idle' });
  };
  const opening: Opening = {
    chooseFile: () => input.current?.click(),
    connect: (context) =>
      void run(context, START.connectFailed, (signal) =>
        apiFetch('POST /api/connect', {}, { body: { context }, signal }),
      ),
    openExample: () =>
      void run(START.example, START.exampleFailed, (signal) =>
        apiFetch('POST /api/examples', {}, { body: { example: 'well-isolated' }, signal }),
      ),
  };

  return (
    <OpeningContext.Provider value={opening}>
      {children}
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={SHELL.openFile}
        accept=".json,.yaml,.yml,.zip,.tgz,.gz,.pdf,.ndjson,.jsonl,.log,application/json"
        onChange={(event) => {
          void openFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <DropZone onFiles={(files) => void openFiles(files)} />
      {state.type === 'idle' ? null : <OpeningDialog state={state} onClose={close} />}
    </OpeningContext.Provider>
  );
}

/** Files dropped anywhere on the page. The overlay appears only while files are dragged over it. */
function DropZone({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  });
  if (!over) return null;
  return (
    <div className="pointer-events-none fixed inset-3 z-50 grid place-items-center rounded-xl border-2 border-dashed border-accent bg-accent-soft/90 text-lg font-semibold text-accent-ink">
      {START.dropHere}
    </div>
  );
}

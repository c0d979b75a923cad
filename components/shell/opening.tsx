'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { clustersQuery } from '#components/api/queries.ts';
import { Button } from '#components/ui/button.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { apiFetch } from '#lib/api/client.ts';
import { ERRORS, isRingfenceError } from '#lib/api/errors.ts';
import type { ClusterListItem } from '#lib/api/types.ts';
import { readingFile, SHELL, START } from '#lib/text/en/shell.ts';
import { clusterHref } from './cluster-href.ts';
import { oneUpload } from './one-upload.ts';

interface Opening {
  readonly chooseFile: () => void;
  readonly connect: (context: string) => void;
}
const OpeningContext = createContext<Opening>({ chooseFile: () => undefined, connect: () => undefined });

/** Opens another cluster: a file chosen or dropped anywhere, or a context of the kubeconfig. */
export const useOpening = () => useContext(OpeningContext);

type State =
  | { readonly type: 'idle' }
  | { readonly type: 'running'; readonly name: string; readonly abort: AbortController }
  | { readonly type: 'failed'; readonly title: string; readonly error: unknown };

export function OpeningProvider({ children }: { readonly children: ReactNode }) {
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
  const openFiles = (files: readonly File[]): void => {
    const name = files[0]?.name;
    if (name === undefined) return;
    void run(name, START.uploadFailed, async (signal) => {
      const upload = await oneUpload(files);
      return apiFetch('POST /api/uploads', { name: upload.name }, { body: upload.body, signal });
    });
  };
  const opening: Opening = {
    chooseFile: () => input.current?.click(),
    connect: (context) =>
      void run(context, START.connectFailed, (signal) =>
        apiFetch('POST /api/connect', {}, { body: { context }, signal }),
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
        accept=".json,.yaml,.yml,.zip,.tgz,.gz,.pdf,application/json"
        onChange={(event) => {
          openFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <DropZone onFiles={openFiles} />
      <Modal
        open={state.type === 'running'}
        onClose={() => state.type === 'running' && state.abort.abort()}
        title={state.type === 'running' ? readingFile(state.name) : ''}
      >
        <div className="flex flex-col gap-3 p-4">
          <Progress label={state.type === 'running' ? readingFile(state.name) : ''} />
          <Button className="self-end" onClick={() => state.type === 'running' && state.abort.abort()}>
            {SHELL.cancel}
          </Button>
        </div>
      </Modal>
      <Modal
        open={state.type === 'failed'}
        onClose={() => setState({ type: 'idle' })}
        title={state.type === 'failed' ? state.title : ''}
      >
        {state.type === 'failed' ? <Failure error={state.error} /> : null}
      </Modal>
    </OpeningContext.Provider>
  );
}

function Failure({ error }: { readonly error: unknown }) {
  const known = isRingfenceError(error);
  return (
    <div role="alert" className="p-4 wrap-anywhere">
      <p className="font-medium">{known ? error.message : SHELL.serverLost}</p>
      <p className="mt-1 text-ink-2">{known ? ERRORS[error.code]?.action : SHELL.serverLostAction}</p>
      {known && error.detail !== undefined ? (
        <pre className="mt-3 max-h-48 overflow-auto rounded-md bg-sunken p-2 font-mono text-xs whitespace-pre-wrap">
          {error.detail}
        </pre>
      ) : null}
    </div>
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

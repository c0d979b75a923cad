'use client';

import type { TakenFile, TakingProgress } from '#components/taking-flows/take-flow-files.ts';
import { TakenFlows } from '#components/taking-flows/taken-flows.tsx';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { ERRORS, isRingfenceError } from '#lib/api/errors.ts';
import { readingFile, SHELL } from '#lib/text/en/shell.ts';
import { TAKING_FLOWS } from '#lib/text/en/taking-flows.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { clusterHref } from './cluster-href.ts';

export type OpeningState =
  | { readonly type: 'taking'; readonly progress: TakingProgress; readonly abort: AbortController }
  | { readonly type: 'taken'; readonly cluster: string; readonly files: readonly TakenFile[] }
  | { readonly type: 'running'; readonly name: string; readonly abort: AbortController }
  | { readonly type: 'failed'; readonly title: string; readonly error: unknown };

/** A file or context is being opened, or flows are taken in: how far, what came of it, or why not. Closing cancels. */
export function OpeningDialog({ state, onClose }: { readonly state: OpeningState; readonly onClose: () => void }) {
  if (state.type === 'failed') {
    return (
      <Modal open onClose={onClose} title={state.title}>
        <Failure error={state.error} />
      </Modal>
    );
  }
  if (state.type === 'taken') {
    return (
      <Modal open onClose={onClose} title={TAKING_FLOWS.taken}>
        <TakenFlows files={state.files} />
        <div className="flex justify-end px-4 pb-4">
          <ButtonLink href={clusterHref(state.cluster, 'traffic')} onClick={onClose}>
            {TAKING_FLOWS.open}
          </ButtonLink>
        </div>
      </Modal>
    );
  }
  const title = state.type === 'taking' ? TAKING_FLOWS.taking(state.progress.file) : readingFile(state.name);
  const { sent: done, size: total } = state.type === 'taking' ? state.progress : {};
  return (
    <Modal open onClose={onClose} title={title}>
      <div className="flex flex-col gap-3 p-4">
        <Progress label={title} done={done} total={total} />
        <Button className="self-end" onClick={onClose}>
          {SHELL.cancel}
        </Button>
      </div>
    </Modal>
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
          {visibleText(error.detail)}
        </pre>
      ) : null}
    </div>
  );
}

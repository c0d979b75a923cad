'use client';

import { Button } from '#components/ui/button.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { ERRORS, isRingfenceError } from '#lib/api/errors.ts';
import { readingFile, SHELL } from '#lib/text/en/shell.ts';
import { visibleText } from '#lib/text/visible-text.ts';

export type OpeningState =
  | { readonly type: 'running'; readonly name: string; readonly abort: AbortController }
  | { readonly type: 'failed'; readonly title: string; readonly error: unknown };

/** A file or context is being opened, or why it could not be. Closing cancels. */
export function OpeningDialog({ state, onClose }: { readonly state: OpeningState; readonly onClose: () => void }) {
  if (state.type === 'failed') {
    return (
      <Modal open onClose={onClose} title={state.title}>
        <Failure error={state.error} />
      </Modal>
    );
  }
  return (
    <Modal open onClose={onClose} title={readingFile(state.name)}>
      <div className="flex flex-col gap-3 p-4">
        <Progress label={readingFile(state.name)} />
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

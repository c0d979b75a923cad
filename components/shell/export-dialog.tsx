'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { policiesQuery } from '#components/api/queries.ts';
import { useShownRevision } from '#components/api/use-shown-revision.ts';
import { JobSteps } from '#components/snapshots/job-progress.tsx';
import { ScopeField } from '#components/snapshots/scope-field.tsx';
import { Button } from '#components/ui/button.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { ERRORS, isRingfenceError } from '#lib/api/errors.ts';
import { count } from '#lib/text/en/count.ts';
import { EXPORT } from '#lib/text/en/export-dialog.ts';
import { SHELL, seconds } from '#lib/text/en/shell.ts';
import { useExport } from './use-export.ts';

interface ExportDialogProps {
  readonly cluster: string;
  readonly name: string;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Title, scope, and then the PDF: of a snapshot that is kept, or else of the revision that is on the screen. */
export function ExportDialog({ cluster, name, open, onClose }: ExportDialogProps) {
  const { shown } = useShownRevision(cluster);
  const { data } = useQuery({ ...policiesQuery(cluster), enabled: open });
  const [title, setTitle] = useState('');
  const [scope, setScope] = useState<ReadonlySet<string>>();
  const { run, kept, newest, start, stop } = useExport(cluster, { open, shown, onSaved: onClose });
  const namespaces = data?.isolation.map(({ namespace }) => namespace) ?? [];
  const nothingChosen = scope?.size === 0;
  const close = (): void => {
    stop();
    onClose();
  };

  return (
    <Modal open={open} onClose={close} title={EXPORT.title} width={520}>
      <form
        className="flex flex-col gap-3.5 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (nothingChosen || run.type === 'running') return;
          start({
            ...(title.trim() === '' ? {} : { title: title.trim() }),
            ...(scope === undefined ? {} : { scope: [...scope].sort() }),
          });
        }}
      >
        <p className="text-ink-2">{EXPORT.hint}</p>
        <label className="flex flex-col gap-1">
          <span className="text-xs text-ink-2">{EXPORT.name}</span>
          <input
            value={title}
            maxLength={200}
            placeholder={name}
            onChange={(event) => setTitle(event.target.value)}
            className="h-[30px] rounded-md border border-line-strong bg-surface px-2 placeholder:text-ink-3"
          />
        </label>
        <ScopeField namespaces={namespaces} scope={scope} onChange={setScope} />
        {run.type !== 'running' ? null : run.job === undefined ? (
          <Running />
        ) : (
          <JobSteps steps={run.job.steps} before={newest} />
        )}
        {run.type === 'failed' ? <Failed error={run.error} /> : null}
        <div className="flex items-center gap-2">
          <span className="flex-1 text-xs text-ink-3">
            {kept === true ? EXPORT.kept : shown === undefined ? null : `${EXPORT.revision} ${count(shown)}`}
          </span>
          <Button onClick={close}>{SHELL.cancel}</Button>
          <Button
            type="submit"
            variant="primary"
            busy={run.type === 'running'}
            disabled={nothingChosen || kept === undefined}
          >
            {EXPORT.create}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Running() {
  const [passed, setPassed] = useState(0);
  useEffect(() => {
    const start = performance.now();
    const timer = setInterval(() => setPassed((performance.now() - start) / 1000), 100);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="flex flex-col gap-1.5">
      <p className="flex text-xs text-ink-2">
        <span className="flex-1" role="status">
          {EXPORT.running}
        </span>
        <span className="tabular-nums">{seconds(passed)}</span>
      </p>
      <Progress label={EXPORT.running} />
    </div>
  );
}

function Failed({ error }: { readonly error: unknown }) {
  const known = isRingfenceError(error);
  return (
    <div role="alert" className="rounded-md border border-error-line bg-error-soft p-2.5 text-error-ink wrap-anywhere">
      <p className="font-medium">{EXPORT.failed}</p>
      <p>
        {known ? error.message : SHELL.serverLost} {known ? ERRORS[error.code]?.action : SHELL.serverLostAction}
      </p>
      {known && error.detail !== undefined ? (
        <pre className="mt-1 font-mono text-xs whitespace-pre-wrap">{error.detail}</pre>
      ) : null}
    </div>
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { policiesQuery } from '#components/api/queries.ts';
import { useShownRevision } from '#components/api/use-shown-revision.ts';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { apiFetchBlob } from '#lib/api/client.ts';
import { ERRORS, isRingfenceError } from '#lib/api/errors.ts';
import { count } from '#lib/text/en/count.ts';
import { EXPORT, exported, SHELL, seconds } from '#lib/text/en/shell.ts';
import { saveFile } from './save-file.ts';

interface ExportDialogProps {
  readonly cluster: string;
  readonly name: string;
  readonly open: boolean;
  readonly onClose: () => void;
}

type Run =
  | { readonly type: 'idle' }
  | { readonly type: 'running' }
  | { readonly type: 'failed'; readonly error: unknown };

/** Title, scope, and then the PDF of the revision that is on the screen. */
export function ExportDialog({ cluster, name, open, onClose }: ExportDialogProps) {
  const toast = useToast();
  const { shown } = useShownRevision(cluster);
  const { data } = useQuery({ ...policiesQuery(cluster), enabled: open });
  const [title, setTitle] = useState('');
  const [partial, setPartial] = useState(false);
  const [scope, setScope] = useState<ReadonlySet<string>>(new Set());
  const [run, setRun] = useState<Run>({ type: 'idle' });
  const abort = useRef<AbortController>(undefined);
  const namespaces = data?.isolation.map(({ namespace }) => namespace) ?? [];
  const nothingChosen = partial && scope.size === 0;

  const close = (): void => {
    abort.current?.abort();
    setRun({ type: 'idle' });
    onClose();
  };
  const create = async (): Promise<void> => {
    const controller = new AbortController();
    abort.current = controller;
    setRun({ type: 'running' });
    try {
      const pdf = await apiFetchBlob(
        'POST /api/clusters/{cluster}/snapshot',
        { cluster, rev: shown },
        {
          body: { ...(title === '' ? {} : { title }), ...(partial ? { scope: [...scope].sort() } : {}) },
          signal: controller.signal,
        },
      );
      const file = `ringfence-${cluster}-${shown ?? 'newest'}.pdf`;
      saveFile(pdf, file);
      toast(exported(file));
      setRun({ type: 'idle' });
      onClose();
    } catch (error) {
      if (!controller.signal.aborted) setRun({ type: 'failed', error });
    }
  };

  return (
    <Modal open={open} onClose={close} title={EXPORT.title} width={520}>
      <form
        className="flex flex-col gap-3.5 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!nothingChosen && run.type !== 'running') void create();
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
        <fieldset>
          <legend className="mb-1 text-xs text-ink-2">{EXPORT.scope}</legend>
          <Segmented
            label={EXPORT.scope}
            options={[
              { value: 'all', label: EXPORT.all },
              { value: 'some', label: EXPORT.some },
            ]}
            value={partial ? 'some' : 'all'}
            onChange={(value) => setPartial(value === 'some')}
          />
          {partial ? (
            <>
              <div className="mt-2 grid max-h-40 grid-cols-2 gap-x-3 overflow-y-auto rounded-md border border-line p-2">
                {namespaces.map((namespace) => (
                  <Checkbox
                    key={namespace}
                    label={namespace}
                    checked={scope.has(namespace)}
                    onChange={(on) => {
                      const next = new Set(scope);
                      if (on) next.add(namespace);
                      else next.delete(namespace);
                      setScope(next);
                    }}
                  />
                ))}
              </div>
              <p className="mt-1 text-xs text-ink-3">{nothingChosen ? EXPORT.chooseOne : EXPORT.partial}</p>
            </>
          ) : null}
        </fieldset>
        {run.type === 'running' ? <Running /> : null}
        {run.type === 'failed' ? <Failed error={run.error} /> : null}
        <div className="flex items-center gap-2">
          <span className="flex-1 text-xs text-ink-3">
            {shown === undefined ? null : `${EXPORT.revision} ${count(shown)}`}
          </span>
          <Button onClick={close}>{SHELL.cancel}</Button>
          <Button type="submit" variant="primary" busy={run.type === 'running'} disabled={nothingChosen}>
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

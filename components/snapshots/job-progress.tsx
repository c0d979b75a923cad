'use client';

import { Check, CircleDashed } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { ERRORS, type ErrorCode } from '#lib/api/errors.ts';
import type { SnapshotJob, StepProgress } from '#lib/api/snapshot-schemas.ts';
import { countOf } from '#lib/text/en/count.ts';
import { seconds } from '#lib/text/en/shell.ts';
import { reasonQuoted, stepFigure, stepName, TAKE, takingSnapshot } from '#lib/text/en/snapshots-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';

const TICK_MS = 200;

interface JobProgressProps {
  readonly job: SnapshotJob;
  /** The number of the newest snapshot in the chain; 0: none yet. */
  readonly before: number;
  readonly cancelling: boolean;
  readonly onCancel: () => void;
  readonly onDismiss: () => void;
}

/** A snapshot that is being taken, step by step; or why it was not. */
export function JobProgress({ job, before, cancelling, onCancel, onDismiss }: JobProgressProps) {
  if (job.state !== 'running') return <Ended job={job} onDismiss={onDismiss} />;
  const { scope, reason } = job;
  return (
    <section aria-label={takingSnapshot(before + 1)} className="border-b border-line-faint">
      <div className="px-3.5 pt-3 pb-2.5">
        <p className="flex items-baseline">
          <span className="flex-1 text-md font-semibold" role="status">
            {takingSnapshot(before + 1)}
          </span>
          <Passed since={job.startedAt} />
        </p>
        <div className="mt-2">
          <Progress
            label={TAKE.progress}
            done={job.steps.filter(({ state }) => state === 'done').length}
            total={job.steps.length}
          />
        </div>
        <p className="mt-2 text-xs leading-[17px] text-ink-3 wrap-anywhere">
          {scope === undefined ? TAKE.whole : countOf(scope.length, 'namespace')}.{' '}
          {reason === undefined ? '' : `${visibleText(reasonQuoted(reason))} `}
          {TAKE.goOn}
        </p>
      </div>
      <div className="border-t border-line-faint px-3.5 pt-2 pb-3">
        <JobSteps steps={job.steps} before={before} />
        <p className="mt-2 flex items-center gap-2 text-xs text-ink-3">
          <Button size="sm" busy={cancelling} onClick={onCancel}>
            {TAKE.cancel}
          </Button>
          {TAKE.noTrace}
        </p>
      </div>
    </section>
  );
}

/** All steps in order, with figures and what was noted. */
export function JobSteps({ steps, before }: { readonly steps: readonly StepProgress[]; readonly before: number }) {
  return (
    <ol>
      {steps.map((step) => {
        const { state } = step;
        return (
          <li
            key={step.step}
            className={`grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-2.5 py-[3px] ${state === 'waiting' ? 'text-ink-3' : ''}`}
          >
            <span className="flex h-5 items-center">
              <StepSign state={state} />
            </span>
            <span className={state === 'running' ? 'font-medium' : ''}>
              {stepName(step, before)}
              <span className="sr-only">, {TAKE.states[state]}</span>
            </span>
            <span className="text-xs leading-5 text-ink-3 tabular-nums">{stepFigure(step)}</span>
            {step.notes.map((note) => (
              <p key={note} className="col-span-2 col-start-2 text-xs text-ink-3 wrap-anywhere">
                {visibleText(note)}
              </p>
            ))}
          </li>
        );
      })}
    </ol>
  );
}

function StepSign({ state }: { readonly state: StepProgress['state'] }) {
  if (state === 'running') return <span className="busy-dot" aria-hidden="true" />;
  return state === 'done' ? (
    <Check className="size-3.5 text-ok-ink" aria-hidden="true" />
  ) : (
    <CircleDashed className="size-3.5 text-ink-3" aria-hidden="true" />
  );
}

/** Seconds since it began, by this browser's clock. */
function Passed({ since }: { readonly since: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className="text-xs text-ink-3 tabular-nums">{seconds(Math.max(0, now - Date.parse(since)) / 1000)}</span>
  );
}

function Ended({ job, onDismiss }: { readonly job: SnapshotJob; readonly onDismiss: () => void }) {
  const { state, error } = job;
  if (state === 'done') return null;
  const failed = state === 'failed';
  return (
    <div className="border-b border-line-faint p-3.5">
      <div
        role={failed ? 'alert' : 'status'}
        className={`rounded-md border p-2.5 wrap-anywhere ${
          failed ? 'border-error-line bg-error-soft text-error-ink' : 'border-line bg-sunken text-ink-2'
        }`}
      >
        {failed ? (
          <>
            <p className="font-medium">{TAKE.failed}</p>
            <p>
              {visibleText(error?.message ?? '')} {ERRORS[error?.code as ErrorCode]?.action ?? ''}
            </p>
          </>
        ) : (
          <p>{TAKE.cancelled}</p>
        )}
        <p className="mt-2">
          <Button size="sm" onClick={onDismiss}>
            {failed ? TAKE.again : TAKE.dismiss}
          </Button>
        </p>
      </div>
    </div>
  );
}

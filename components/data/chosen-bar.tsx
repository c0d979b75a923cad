'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { ClassChange, DataWorkload } from '#lib/api/data-schemas.ts';
import { chosenCount, DATA_PAGE } from '#lib/text/en/data-page.ts';
import { confirmed, rejected } from './answer-suggestion.ts';
import { ClassSelect } from './class-select.tsx';

interface ChosenBarProps {
  readonly workloads: readonly DataWorkload[];
  readonly onChange: (changes: readonly ClassChange[]) => void;
  readonly onClear: () => void;
}

/** What can be said of all chosen workloads at once: a namespace is one click on its row. */
export function ChosenBar({ workloads, onChange, onClear }: ChosenBarProps) {
  const [reason, setReason] = useState('');
  const confirm = workloads.flatMap((workload) => confirmed(workload) ?? []);
  const reject = workloads.flatMap((workload) => rejected(workload) ?? []);
  return (
    <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-accent-soft px-4 py-1.5">
      <span className="text-xs font-medium" aria-live="polite">
        {chosenCount(workloads.length)}
      </span>
      {confirm.length === 0 ? null : (
        <Button size="sm" onClick={() => onChange(confirm)}>
          {DATA_PAGE.confirmChosen(confirm.length)}
        </Button>
      )}
      {reject.length === 0 ? null : (
        <Button size="sm" onClick={() => onChange(reject)}>
          {DATA_PAGE.rejectChosen(reject.length)}
        </Button>
      )}
      <ClassSelect
        label={DATA_PAGE.setClass}
        onChoose={(dataClass) => {
          const because = reason.trim() === '' ? {} : { because: reason.trim() };
          onChange(workloads.map(({ key }) => ({ workload: key, dataClass, ...because })));
        }}
      />
      <input
        aria-label={DATA_PAGE.reasonForAll}
        placeholder={DATA_PAGE.reasonHint}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        className="h-[26px] w-64 rounded-md border border-line-strong bg-surface px-2 text-xs placeholder:text-ink-3"
      />
      <Button size="sm" variant="quiet" className="ml-auto" onClick={onClear}>
        {DATA_PAGE.clearChoice}
      </Button>
    </div>
  );
}

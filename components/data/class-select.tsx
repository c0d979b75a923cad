'use client';

import type { ClassChange } from '#lib/api/data-schemas.ts';
import { dataClassWord } from '#lib/text/en/data-class-words.ts';

const CLASSES: readonly ClassChange['dataClass'][] = [
  'personal',
  'special',
  'children',
  'criminal',
  'pseudonymised',
  'none',
];

/** A class to give; it is given when it is chosen. The platform's own list: its keys are known. */
export function ClassSelect({
  label,
  onChoose,
}: {
  readonly label: string;
  readonly onChoose: (dataClass: ClassChange['dataClass']) => void;
}) {
  return (
    <select
      aria-label={label}
      value=""
      onChange={(event) => onChoose(event.target.value as ClassChange['dataClass'])}
      className="h-[26px] rounded-md border border-line-strong bg-surface px-1.5 text-xs font-medium text-ink"
    >
      <option value="" disabled>
        {label}
      </option>
      {CLASSES.map((each) => (
        <option key={each} value={each}>
          {dataClassWord(each)}
        </option>
      ))}
    </select>
  );
}

'use client';

import { type ReactNode, useId } from 'react';

export interface SegmentedOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly icon?: ReactNode;
  /** Read out instead of the label, where that is a number beside a sign. */
  readonly name?: string;
  readonly disabled?: boolean;
}
interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly options: readonly SegmentedOption<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly size?: 'md' | 'sm';
}

/** Two to four options of which one holds: radio buttons in one box, so arrows move and choose. */
export function Segmented<Value extends string>({
  label,
  options,
  value,
  onChange,
  size = 'md',
}: SegmentedProps<Value>) {
  const name = useId();
  return (
    <fieldset
      className={`inline-flex shrink-0 rounded-md border border-line bg-sunken p-0.5 ${size === 'sm' ? 'h-[26px]' : 'h-[30px]'}`}
    >
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={`relative inline-flex items-center gap-1.5 rounded-sm text-xs font-medium whitespace-nowrap text-ink-2 select-none hover:text-ink has-checked:bg-surface has-checked:text-ink has-checked:shadow-[0_0_0_1px_var(--color-line)] has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-focus has-disabled:text-ink-off ${size === 'sm' ? 'px-[7px]' : 'px-[9px]'}`}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            aria-label={option.name === undefined ? undefined : `${option.name} ${option.label}`}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => onChange(option.value)}
            className="absolute inset-0 cursor-pointer appearance-none outline-none disabled:cursor-not-allowed"
          />
          {option.icon}
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}

'use client';

import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { ReactNode } from 'react';

export interface SegmentedOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly disabled?: boolean;
}
interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly options: readonly SegmentedOption<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly size?: 'md' | 'sm';
}

/** Two to four options of which one holds. Arrows move and choose. */
export function Segmented<Value extends string>({
  label,
  options,
  value,
  onChange,
  size = 'md',
}: SegmentedProps<Value>) {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(chosen) => onChange(chosen as Value)}
      className={`inline-flex shrink-0 rounded-md border border-line bg-sunken p-0.5 ${size === 'sm' ? 'h-[26px]' : 'h-[30px]'}`}
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          disabled={option.disabled ?? false}
          className={`inline-flex cursor-pointer items-center gap-1.5 rounded-sm text-xs font-medium whitespace-nowrap text-ink-2 select-none hover:text-ink data-checked:bg-surface data-checked:text-ink data-checked:shadow-[0_0_0_1px_var(--color-line)] data-disabled:cursor-not-allowed data-disabled:text-ink-off ${size === 'sm' ? 'px-[7px]' : 'px-[9px]'}`}
        >
          {option.icon}
          {option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}

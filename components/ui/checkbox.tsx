'use client';

import { Checkbox as Box } from '@base-ui/react/checkbox';
import { Check } from 'lucide-react';

interface CheckboxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Checkbox({ label, checked, onChange }: CheckboxProps) {
  return (
    <span className="inline-flex min-h-6 items-center gap-1.5 text-xs text-ink-2">
      <Box.Root
        aria-label={label}
        checked={checked}
        onCheckedChange={onChange}
        className="grid size-4 shrink-0 place-items-center rounded-sm border-[1.5px] border-line-strong bg-surface data-checked:border-accent data-checked:bg-accent data-checked:text-on-accent"
      >
        <Box.Indicator>
          <Check className="size-3" strokeWidth={2.4} aria-hidden="true" />
        </Box.Indicator>
      </Box.Root>
      <button
        type="button"
        tabIndex={-1}
        aria-hidden="true"
        className="cursor-pointer"
        onClick={() => onChange(!checked)}
      >
        {label}
      </button>
    </span>
  );
}

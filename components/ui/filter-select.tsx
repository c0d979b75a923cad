import { count } from '#lib/text/en/count.ts';
import { visibleText } from '#lib/text/visible-text.ts';

interface FilterSelectProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly { readonly value: string; readonly found: number }[];
  readonly wordOf?: (value: string) => string;
  readonly onChange: (value: string | undefined) => void;
}

const asItIs = (value: string) => value;

/** One filter as the platform's own list, whose keys and sheet on a phone are known; its label while nothing is chosen. */
export function FilterSelect({ label, value, options, wordOf = asItIs, onChange }: FilterSelectProps) {
  return (
    <select
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || undefined)}
      className={`field-sizing-content h-[30px] max-w-44 rounded-md border px-1.5 text-xs font-medium ${
        value === undefined
          ? 'border-line bg-surface text-ink shadow-control hover:bg-hover'
          : 'border-accent bg-accent-soft text-accent-ink'
      }`}
    >
      <option value="">{label}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {visibleText(wordOf(option.value))} ({count(option.found)})
        </option>
      ))}
    </select>
  );
}

import { valueWord } from '#lib/text/en/settings.ts';

interface SettingSelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly busy: boolean;
  readonly onChange: (value: string) => void;
}

/** A value and its alternatives. The platform's own list: its keys and its sheet on a phone are known. */
export function SettingSelect({ label, value, options, busy, onChange }: SettingSelectProps) {
  return (
    <select
      aria-label={label}
      value={value}
      disabled={busy}
      onChange={(event) => onChange(event.target.value)}
      className="h-[26px] rounded-md border border-line-strong bg-surface px-1.5 text-sm font-medium text-ink"
    >
      {options.map((option) => (
        <option key={option} value={option}>
          {valueWord(option)}
        </option>
      ))}
    </select>
  );
}

interface PortFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What is wrong with it stands in the element of this id. */
  readonly problem: string | undefined;
  readonly isWrong: boolean;
  readonly className: string;
}

/** A port as people write it: "5432", "UDP 53", a name, or nothing for any. */
export function PortField({ label, hint, value, onChange, problem, isWrong, className }: PortFieldProps) {
  return (
    <label className={`flex flex-col gap-1 ${className}`}>
      <span className="text-xs text-ink-3">{label}</span>
      <input
        value={value}
        onChange={(event) => onChange(event.target.value)}
        placeholder={hint}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={isWrong}
        aria-describedby={problem}
        className="h-[30px] rounded-md border border-line-strong bg-surface px-2 font-mono text-xs placeholder:text-ink-3"
      />
    </label>
  );
}

import { type Ref, useId } from 'react';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  /** What is wrong with it, as a sentence under the field. */
  readonly problem?: string | undefined;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'date';
  readonly min?: string;
  readonly max?: string;
  readonly maxLength?: number;
  /** Height in lines; absent: one line that does not break. */
  readonly lines?: number;
  readonly placeholder?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** A field of a form under its label. */
export function TextField({ label, problem, onChange, type = 'text', lines, inputRef, ...rest }: TextFieldProps) {
  const id = useId();
  const looks = `mt-[3px] w-full rounded-md border bg-surface px-2 text-sm placeholder:text-ink-3 ${
    problem === undefined ? 'border-line-strong' : 'border-critical'
  }`;
  const common = {
    id,
    'aria-invalid': problem !== undefined,
    'aria-describedby': problem === undefined ? undefined : `${id}-problem`,
    ...rest,
  };
  return (
    <div>
      <label htmlFor={id} className="block text-xs text-ink-3">
        {label}
      </label>
      {lines === undefined ? (
        <input
          {...common}
          ref={inputRef}
          type={type}
          onChange={(event) => onChange(event.target.value)}
          className={`${looks} h-[30px]`}
        />
      ) : (
        <textarea
          {...common}
          rows={lines}
          onChange={(event) => onChange(event.target.value)}
          className={`${looks} py-1`}
        />
      )}
      {problem === undefined ? null : (
        <p id={`${id}-problem`} role="alert" className="mt-0.5 text-xs text-error-ink">
          {problem}
        </p>
      )}
    </div>
  );
}

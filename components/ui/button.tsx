import type { ButtonHTMLAttributes, Ref } from 'react';
import { type ButtonVariant, buttonClass } from './button-class.ts';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly variant?: ButtonVariant;
  readonly size?: 'md' | 'sm';
  /** A square button that holds an icon only; it needs an `aria-label`. */
  readonly icon?: boolean;
  readonly busy?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button in words, at most one `primary` per view. While busy it keeps its label and ignores presses. */
export function Button({ variant = 'default', size = 'md', icon = false, busy = false, ...rest }: ButtonProps) {
  const { className = '', disabled, type = 'button', children, ...attributes } = rest;
  return (
    <button
      type={type}
      disabled={disabled}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      className={`${buttonClass({ variant, size, icon })} ${className}`}
      {...attributes}
      onClick={busy ? undefined : attributes.onClick}
    >
      {busy ? <span className="busy-dot" aria-hidden="true" /> : null}
      {children}
    </button>
  );
}

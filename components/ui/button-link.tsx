import type { ComponentProps } from 'react';
import { type ButtonVariant, buttonClass } from './button-class.ts';
import { Link } from './link.tsx';

interface ButtonLinkProps extends ComponentProps<typeof Link> {
  readonly variant?: ButtonVariant;
  readonly size?: 'md' | 'sm';
  readonly icon?: boolean;
}

/** A link that looks like a button: it goes somewhere, so it opens in a new tab as links do. */
export function ButtonLink({
  variant = 'default',
  size = 'md',
  icon = false,
  className = '',
  ...rest
}: ButtonLinkProps) {
  return <Link className={`${buttonClass({ variant, size, icon })} ${className}`} {...rest} />;
}

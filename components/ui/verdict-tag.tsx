import { ArrowRight, CircleHelp, Minus, Split } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Verdict } from '#lib/policy/types.ts';
import { Tag } from './tag.tsx';

const ICONS = { allow: ArrowRight, deny: Minus, depends: CircleHelp, mixed: Split } as const;
const TONES = { allow: 'allowed', deny: 'denied', depends: 'depends', mixed: 'depends' } as const;

/** Icon, tone and word of a verdict. */
export function VerdictTag({
  verdict,
  children,
}: {
  readonly verdict: Verdict | 'mixed';
  readonly children: ReactNode;
}) {
  const Icon = ICONS[verdict];
  return (
    <Tag tone={TONES[verdict]}>
      <Icon className="size-3" aria-hidden="true" />
      {children}
    </Tag>
  );
}

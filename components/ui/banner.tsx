import { CircleAlert, EyeOff, Info, Unplug } from 'lucide-react';
import type { ReactNode } from 'react';

interface BannerProps {
  readonly tone: 'note' | 'warning' | 'error';
  readonly icon?: 'info' | 'eye-off' | 'unplug' | 'alert';
  readonly children: ReactNode;
  /** One action: a link or a quiet button. */
  readonly action?: ReactNode;
}

const TONES = {
  note: 'border-line bg-sunken text-ink-2',
  warning: 'border-warn-line bg-warn-soft text-warn-ink',
  error: 'border-error-line bg-error-soft text-error-ink',
} as const;
const ICONS = { info: Info, 'eye-off': EyeOff, unplug: Unplug, alert: CircleAlert } as const;

/** One line and one action across the page. */
export function Banner({ tone, icon = tone === 'note' ? 'info' : 'alert', children, action }: BannerProps) {
  const Icon = ICONS[icon];
  return (
    <div
      role={tone === 'error' ? 'alert' : 'status'}
      className={`flex min-h-[38px] shrink-0 items-center gap-2.5 border-b px-4 py-1.5 text-sm ${TONES[tone]}`}
    >
      <Icon className="size-4 shrink-0" strokeWidth={1.6} aria-hidden="true" />
      <div className="min-w-0 flex-1 wrap-anywhere">{children}</div>
      {action}
    </div>
  );
}

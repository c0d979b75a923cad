export type ButtonVariant = 'default' | 'primary' | 'quiet' | 'simulation' | 'on-simulation';

const VARIANTS: Readonly<Record<ButtonVariant, string>> = {
  default: 'border-line bg-surface text-ink shadow-control hover:bg-hover',
  primary: 'border-accent bg-accent text-on-accent hover:bg-accent-hover hover:border-accent-hover',
  simulation: 'border-sim bg-sim text-on-sim hover:opacity-90',
  /** On the blue of a simulation's head. */
  'on-simulation':
    'border-on-sim bg-transparent text-on-sim hover:bg-on-sim/15 disabled:border-on-sim! disabled:bg-transparent! disabled:text-on-sim! disabled:opacity-50',
  quiet: 'border-transparent bg-transparent text-ink-2 hover:bg-hover hover:text-ink',
};

/** The look of buttons and of links that look like one. */
export function buttonClass(options: {
  readonly variant: ButtonVariant;
  readonly size: 'md' | 'sm';
  readonly icon: boolean;
}): string {
  const size = options.size === 'sm' ? 'h-[26px] text-xs' : 'h-[30px] text-sm';
  const width = options.icon
    ? options.size === 'sm'
      ? 'w-[26px] justify-center'
      : 'w-[30px] justify-center'
    : options.size === 'sm'
      ? 'px-2'
      : 'px-2.5';
  return `inline-flex shrink-0 items-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors duration-(--duration-fast) disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-ink-off ${size} ${width} ${VARIANTS[options.variant]}`;
}

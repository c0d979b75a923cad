/** The mark: a ring with a gate, and what it protects. */
export function RingMark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path
        d="M17.5 5.2A8.9 8.9 0 1 0 20.9 12"
        fill="none"
        stroke="currentColor"
        strokeWidth={2}
        strokeLinecap="round"
      />
      <path d="M19.6 7.3v.1" stroke="currentColor" strokeWidth={2.2} strokeLinecap="round" />
      <rect x={8.6} y={8.6} width={6.8} height={6.8} rx={1.6} fill="currentColor" />
    </svg>
  );
}

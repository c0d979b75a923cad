import type { Isolation } from '#lib/api/pod-types.ts';
import { fenceWords } from '#lib/text/en/shell.ts';

/** Two posts round a box: the left is ingress, the right egress; solid isolates, dotted is open, half solid is closed to some. */
export function FenceGlyph({ isolation, size = 14 }: { readonly isolation: Isolation; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      role="img"
      aria-label={fenceWords(isolation)}
      className="inline-block shrink-0"
    >
      <rect x={5.5} y={5} width={5} height={6} rx={1} className="fill-none stroke-ink-3" strokeWidth={1} />
      <Post x={2} state={isolation.ingress} />
      <Post x={14} state={isolation.egress} />
    </svg>
  );
}

function Post({ x, state }: { readonly x: number; readonly state: Isolation['ingress'] }) {
  switch (state) {
    case 'yes':
      return <path d={`M${x} 2v12`} strokeWidth={2.6} className="stroke-ink-2" />;
    case 'no':
      return <path d={`M${x} 2v12`} strokeWidth={1.5} strokeDasharray="2 2.5" className="stroke-line-strong" />;
    case 'partly':
      return (
        <>
          <path d={`M${x} 2v6`} strokeWidth={1.5} strokeDasharray="2 2.5" className="stroke-line-strong" />
          <path d={`M${x} 8v6`} strokeWidth={2.6} className="stroke-ink-2" />
        </>
      );
    case 'depends':
      return <path d={`M${x} 2v12`} strokeWidth={2.2} strokeDasharray="4 2" className="stroke-depends" />;
    case 'none':
      return null;
  }
}

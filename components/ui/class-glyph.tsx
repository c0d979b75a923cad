import type { DataClass } from '#lib/gdpr/types.ts';
import { dataClassWord } from '#lib/text/en/data-class-words.ts';

/** Shape says what data: circle, square, half circle, ring, dotted ring with a question mark. */
export function ClassGlyph({ dataClass, size = 12 }: { readonly dataClass: DataClass; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 12 12"
      role="img"
      aria-label={dataClassWord(dataClass)}
      className="inline-block shrink-0"
    >
      <Shape dataClass={dataClass} />
    </svg>
  );
}

function Shape({ dataClass }: { readonly dataClass: DataClass }) {
  switch (dataClass) {
    case 'personal':
      return <circle cx={6} cy={6} r={5} className="fill-personal" />;
    case 'children':
      return (
        <>
          <circle cx={6} cy={6} r={5} className="fill-personal" />
          <circle cx={6} cy={6} r={1.7} className="fill-surface" />
        </>
      );
    case 'special':
      return <rect x={1.2} y={1.2} width={9.6} height={9.6} rx={1} className="fill-special" />;
    case 'criminal':
      return (
        <>
          <rect x={1.2} y={1.2} width={9.6} height={9.6} rx={1} className="fill-special" />
          <rect x={1.2} y={5} width={9.6} height={2} className="fill-surface" />
        </>
      );
    case 'pseudonymised':
      return (
        <>
          <circle cx={6} cy={6} r={4.6} strokeWidth={1.3} className="fill-none stroke-pseudonymised" />
          <path d="M6 1.4a4.6 4.6 0 0 0 0 9.2z" className="fill-pseudonymised" />
        </>
      );
    case 'none':
      return <circle cx={6} cy={6} r={4.4} strokeWidth={1.4} className="fill-none stroke-nodata" />;
    case 'unknown':
      return (
        <>
          <circle
            cx={6}
            cy={6}
            r={5.2}
            strokeDasharray="1.4 1.8"
            strokeWidth={1}
            className="fill-none stroke-unknown"
          />
          <path
            d="M4.6 4.8a1.4 1.4 0 1 1 2 1.3c-.4.2-.6.5-.6.9M6 8.6v.1"
            strokeWidth={1.1}
            strokeLinecap="round"
            className="fill-none stroke-unknown"
          />
        </>
      );
  }
}

import { PortChip } from '#components/ui/port-chip.tsx';
import type { PortsJson } from '#lib/policy/types.ts';
import { moreCount, TABLE } from '#lib/text/en/map.ts';
import { portWords } from '#lib/text/en/ports.ts';

/** So many chips have room in a narrower window, and beside a word or a count one. */
const ROOM = 2;

interface PortCellProps {
  readonly allow: PortsJson | undefined;
  readonly some: PortsJson | undefined;
  readonly depends: PortsJson | undefined;
  /** "Some pods", by what the ends are. */
  readonly someOf: string;
}

/** The ports of a line: for all, for some, and undecided. A port is never cut: what has no room is counted. */
export function PortCell({ allow, some, depends, someOf }: PortCellProps) {
  const words = [
    ...wordsOf('allow', allow, ''),
    ...wordsOf('some', some, allow === undefined ? '' : someOf),
    ...wordsOf('depends', depends, allow === undefined && some === undefined ? '' : TABLE.depends),
  ];
  const fits = words.length <= ROOM && words.every(({ note }) => note === '');
  const shown = fits ? ROOM : 1;
  const more = words.length - shown;
  return (
    <span
      title={more > 0 ? words.map(({ word, note }) => `${note} ${word}`.trim()).join(', ') : undefined}
      className="flex min-w-0 items-center gap-1 overflow-hidden"
    >
      {words.map(({ of, word, note }, at) => (
        <span key={`${of} ${word}`} className={`inline-flex items-center gap-1 ${at < shown ? '' : 'max-xl:hidden'}`}>
          {note === '' ? null : (
            <span className={`text-2xs whitespace-nowrap ${of === 'depends' ? 'text-depends-ink' : 'text-ink-3'}`}>
              {note}
            </span>
          )}
          <PortChip tone={of === 'depends' ? 'depends' : 'plain'}>{word}</PortChip>
        </span>
      ))}
      {more > 0 ? <span className="text-2xs whitespace-nowrap text-ink-3 xl:hidden">{moreCount(more)}</span> : null}
    </span>
  );
}

/** The first of them says what they are. */
const wordsOf = (of: 'allow' | 'some' | 'depends', ports: PortsJson | undefined, note: string) =>
  (ports === undefined ? [] : portWords(ports)).map((word, at) => ({ of, word, note: at === 0 ? note : '' }));

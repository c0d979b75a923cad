import { Fragment } from 'react';

export type YamlLine =
  | {
      readonly type: 'line';
      readonly number: number;
      readonly text: string;
      readonly lit?: boolean;
      readonly change?: 'added' | 'removed';
    }
  /** Stands for lines left out: "13 lines". */
  | { readonly type: 'fold'; readonly text: string };

/**
 * YAML with the real object's line numbers; they are not copied along. Marked lines are lit. Long lines wrap: a block
 * that scrolls sideways hides their ends, and keyboards do not reach it.
 */
export function YamlBlock({ label, lines }: { readonly label: string; readonly lines: readonly YamlLine[] }) {
  return (
    <figure
      aria-label={label}
      className="rounded-md border border-line bg-sunken py-1.5 font-mono text-xs leading-[19px] text-ink"
    >
      <div>
        {lines.map((line) =>
          line.type === 'fold' ? (
            <div key={`fold ${line.text}`} className="flex pr-2.5 text-ink-3 select-none">
              <span className="w-11 shrink-0 pr-2.5 text-right" aria-hidden="true">
                ⋯
              </span>
              {line.text}
            </div>
          ) : (
            <div key={`${line.change ?? ''} ${line.number}`} className={`flex pr-2.5 ${lineTone(line)}`}>
              <span className="w-11 shrink-0 pr-2.5 text-right text-ink-3 select-none" aria-hidden="true">
                {line.number}
              </span>
              <code className="min-w-0 whitespace-pre-wrap wrap-anywhere">
                <YamlText text={line.text} />
              </code>
            </div>
          ),
        )}
      </div>
    </figure>
  );
}

function lineTone(line: Extract<YamlLine, { type: 'line' }>): string {
  if (line.change === 'added') return 'bg-closes-soft';
  if (line.change === 'removed') return 'bg-opens-soft';
  return line.lit === true ? 'bg-code-mark shadow-[inset_2px_0_var(--color-code-mark-line)]' : '';
}

const KEY = /^(\s*(?:- )*)([^\s:#][^:#]*)(:)(\s.*|)$/;
const COMMENT = /^(\s*)(#.*)$/;

/** Key, value and comment in their tones; a value keeps every character it has. */
function YamlText({ text }: { readonly text: string }) {
  const comment = COMMENT.exec(text);
  if (comment !== null) return <span className="text-code-comment">{text}</span>;
  const key = KEY.exec(text);
  if (key === null) return <Fragment>{text === '' ? ' ' : text}</Fragment>;
  return (
    <>
      {key[1]}
      <span className="text-code-key">{key[2]}</span>
      {key[3]}
      <span className="text-code-string">{key[4]}</span>
    </>
  );
}

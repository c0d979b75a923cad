import { visibleText } from '#lib/text/visible-text.ts';

/** Text of the server in which parts in bold are marked **so**. Everything else is text, never markup. */
export function BoldText({ text }: { readonly text: string }) {
  const parts = visibleText(text).split('**');
  let offset = 0;
  return parts.map((part, index) => {
    offset += part.length + 2;
    return index % 2 === 1 && index < parts.length - 1 ? (
      <b key={offset} className="font-semibold text-ink">
        {part}
      </b>
    ) : (
      <span key={offset}>{part}</span>
    );
  });
}

/**
 * The sentence with the first mention of each word in bold (`**so**`, as the server marks its own sentences). The engine
 * words explanations for the command line too, so the page marks the ends and the port itself.
 */
export function boldSentence(sentence: string, words: readonly string[]): string {
  const spans: { readonly from: number; readonly to: number }[] = [];
  // Longest first: "payments" must not split "payments-api".
  for (const word of [...new Set(words)].sort((a, b) => b.length - a.length)) {
    const from = firstFree(sentence, word, spans);
    if (from !== undefined) spans.push({ from, to: from + word.length });
  }
  let bold = '';
  let done = 0;
  for (const { from, to } of spans.sort((a, b) => a.from - b.from)) {
    bold += `${sentence.slice(done, from)}**${sentence.slice(from, to)}**`;
    done = to;
  }
  return bold + sentence.slice(done);
}

const NAME_CHARACTER = /[\w.-]/;

function firstFree(
  sentence: string,
  word: string,
  spans: readonly { readonly from: number; readonly to: number }[],
): number | undefined {
  if (word === '') return undefined;
  for (let from = sentence.indexOf(word); from >= 0; from = sentence.indexOf(word, from + 1)) {
    const to = from + word.length;
    const whole = !NAME_CHARACTER.test(sentence[from - 1] ?? ' ') && !/[\w-]/.test(sentence[to] ?? ' ');
    if (whole && spans.every((span) => to <= span.from || span.to <= from)) return from;
  }
  return undefined;
}

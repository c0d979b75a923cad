/** The same answer for everybody who asks within `ageMs`; a failure is not kept. */
export function shared<T>(ask: () => Promise<T>, ageMs: number): () => Promise<T> {
  let last: { readonly answer: Promise<T>; readonly at: number } | undefined;
  return () => {
    if (last === undefined || Date.now() - last.at > ageMs) {
      const answer = ask();
      const entry = { answer, at: Date.now() };
      last = entry;
      answer.catch(() => {
        if (last === entry) last = undefined;
      });
    }
    return last.answer;
  };
}

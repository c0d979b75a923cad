/** "Computed as undecided: …" stands where a claim is UNKNOWN. */
export function unless(upTo: boolean, sure: string, unsure: string): string {
  return upTo ? unsure : sure;
}

export function listOf(items: readonly string[], most = 3): string {
  const shown = items.slice(0, most);
  const rest = items.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** "a → b → other pods of b → c": policies may tell the pods of one workload apart. */
export function chainInWords(path: readonly string[]): string {
  return path.map((each, at) => (at > 0 && path[at - 1] === each ? `other pods of ${each}` : each)).join(' → ');
}

export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

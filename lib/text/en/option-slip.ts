/** What the parser of arguments says of a slip, in its first sentence, and where to read on. */
export function optionSlip(error: unknown, command: string): string {
  const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split(/\n|\. /);
  return `${sentence.replace(/\.$/, '')}. ringfence ${command} --help tells more.`;
}

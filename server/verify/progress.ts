/** What a verification is at, in this order for each document or evidence; `pages` of documents alone. */
export const VERIFY_PROGRESS = ['form', 'inputs', 'gaps', 'evidence', 'comparison', 'pages'] as const;

/** Told when a step begins, of evidence that takes long enough for somebody to wonder. */
export type TellProgress = (step: (typeof VERIFY_PROGRESS)[number]) => void;

/** Bytes of evidence that take some ten seconds: 10,000 pods have 14 MB. */
const LONG = 5_000_000;

export function progressOf({ byteLength }: Uint8Array, tell: TellProgress | undefined): TellProgress {
  return tell === undefined || byteLength < LONG ? () => {} : tell;
}

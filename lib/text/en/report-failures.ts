/** Why a snapshot could not be made. */
export const reportFailures = {
  noSuchNamespace: (namespace: string): string => `There is no namespace ${namespace}.`,
  notJson: 'This cannot be written as JSON.',
  cancelled: 'The snapshot was cancelled.',
  tookTooLong: 'The snapshot took too long.',
  workerFailed: 'The snapshot worker failed.',
  workerEnded: 'The snapshot worker ended early.',
  notTypeset: 'The document could not be typeset.',
  missingFile: (file: string): string => `${file} is missing from this installation.`,
} as const;

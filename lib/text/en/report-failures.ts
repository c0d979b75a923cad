/** Why a snapshot could not be made. */
export const reportFailures = {
  noSuchNamespace: (namespace: string): string => `There is no namespace ${namespace}.`,
  notJson: 'This cannot be written as JSON.',
  endless: 'The packed objects would unpack to more than 200 million values.',
  cancelled: 'The snapshot was cancelled.',
  tookTooLong: 'The snapshot took too long.',
  processFailed: 'The process that sets the document could not be started.',
  processEnded: 'The process that sets the document ended early.',
  notTypeset: 'The document could not be typeset.',
  missingFile: (file: string): string => `${file} is missing from this installation.`,
} as const;

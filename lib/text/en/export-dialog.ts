/** Words of the dialog that exports a snapshot. */

export const EXPORT = {
  title: 'Export compliance snapshot',
  hint: 'A PDF with the map, the gaps, the policies and what was not read. Its evidence is attached, so that anybody can compute it again.',
  name: 'Title',
  create: 'Create PDF',
  running: 'Writing the PDF',
  failed: 'The snapshot could not be written.',
  revision: 'Revision',
  kept: 'It is kept in the chain of snapshots, of the newest revision.',
} as const;
export const exported = (name: string) => `${name} saved`;

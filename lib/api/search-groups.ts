/** What ⌘K finds, in the order of its groups. Apart from its schemas, so that the page loads nothing else. */
export const SEARCH_GROUPS = [
  'pods',
  'workloads',
  'namespaces',
  'policies',
  'gaps',
  'checks',
  'addresses',
  'labels',
  'ports',
] as const;
export type SearchGroup = (typeof SEARCH_GROUPS)[number];

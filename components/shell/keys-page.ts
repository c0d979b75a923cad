import type { KeysPage } from '#lib/text/en/keys-sheet.ts';

const PAGES: readonly KeysPage[] = [
  'map',
  'pods',
  'compare',
  'gaps',
  'checks',
  'policies',
  'traffic',
  'data',
  'snapshots',
  'why',
  'settings',
];

/** The view of an address: `/demo/pods/crm/crm-db-0` is a pod. */
export function keysPageOf(path: string): KeysPage | undefined {
  const [, , page, ...rest] = path.split('/');
  if (page === 'workloads' || (page === 'pods' && rest.length > 0)) return 'pod';
  if (page === 'policies' && rest.length > 0) return 'policy';
  return PAGES.find((each) => each === page);
}

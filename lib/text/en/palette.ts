/** Words of the search over everything. */

import { count, countOf } from './count.ts';

export const PALETTE = {
  title: 'Search',
  placeholder: 'Search pods, labels, IPs, policies, ports',
  hint: 'Type a name, a label such as app=crm, an address or a port.',
  move: 'move',
  open: 'open',
  newTab: 'new tab',
  actions: 'Do something',
  goTo: 'Go to',
  takeSnapshot: 'Take snapshot',
  copyLink: 'Copy a link to this view',
  applyChanges: 'Apply waiting changes',
  allKeys: 'Show all keys',
  startTour: 'Start the tour',
  views: 'Saved views',
  onlyKind: 'only this kind',
  allKinds: ', show all kinds',
  allKindsKey: 'with ⇧: all kinds',
  why: (name: string) => `Why can … reach ${name}?`,
  filterMap: (text: string) => `Filter the map: ${text}`,
  nothing: (text: string) => `Nothing is called ${text}.`,
  failed: 'The search did not answer.',
  groups: {
    pods: 'Pods',
    workloads: 'Workloads',
    namespaces: 'Namespaces',
    policies: 'Policies',
    gaps: 'Gaps',
    checks: 'Checks',
    addresses: 'Addresses',
    labels: 'Labels',
    ports: 'Ports',
  },
} as const;
export const foundOf = (shown: number, total: number) =>
  shown === total ? count(total) : `${count(shown)} of ${count(total)}`;
export const results = (total: number) => countOf(total, 'result');

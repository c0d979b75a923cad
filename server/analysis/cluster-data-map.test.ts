import { expect, test, vi } from 'vitest';
import { ClusterDataMap } from './cluster-data-map.ts';

vi.mock('node:os', async (original) => ({
  ...(await original<typeof import('node:os')>()),
  userInfo: () => {
    throw new Error('A system error occurred: uv_os_get_passwd returned ENOENT');
  },
}));

const TEXT =
  'apiVersion: ringfence.dev/v1alpha1\nkind: DataMap\nworkloads: [{match: {name: db}, dataClass: special}]\n';

test('a process whose account has no name keeps a data map all the same', () => {
  const dataMap = new ClusterDataMap({ source: { type: 'upload', name: 'x', path: '/x' } });
  expect(dataMap.keeping).toEqual({ keepable: true });
  dataMap.keep(TEXT, ' ');
  expect(dataMap.inForce).toMatchObject({ text: TEXT, origin: { from: 'store', who: 'whoever runs the server' } });
});

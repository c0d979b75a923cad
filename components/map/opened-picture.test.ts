import { expect, test } from 'vitest';
import type { SceneNode } from '#lib/graph/types.ts';
import { openedPicture } from './opened-picture.ts';

const box = (type: SceneNode['type'], id: string, namespace?: string): SceneNode => ({
  ...{ id, type, x: 0, y: 0, width: 1, height: 1, label: id, sentence: id },
  ...(namespace === undefined ? {} : { namespace }),
});

test('a tile, a frame and a folded group lead to their namespace, but not to the one that is shown', () => {
  expect(openedPicture(box('tile', 'ns:shop', 'shop'), {})).toEqual({ namespace: 'shop' });
  expect(openedPicture(box('group', 'group:crm', 'crm'), { namespace: 'shop' })).toEqual({ namespace: 'crm' });
  expect(openedPicture(box('namespace', 'ns:shop', 'shop'), { namespace: 'shop' })).toBeUndefined();
});

test('a workload leads to its pods, and the frame round an opened one back to its namespace', () => {
  const opened = { namespace: 'shop', workload: 'shop/Deployment/web' };
  expect(openedPicture(box('workload', 'shop/Job/pay', 'shop'), {})).toEqual({ workload: 'shop/Job/pay' });
  expect(openedPicture(box('workload', opened.workload, 'shop'), opened)).toBeUndefined();
  expect(openedPicture(box('namespace', 'ns:shop', 'shop'), opened)).toEqual({ namespace: 'shop' });
});

test('a group of alike workloads is unfolded, a pod holds nothing', () => {
  const alike = box('group', 'same:shop/1', 'shop');
  expect(openedPicture(alike, { namespace: 'shop' })).toEqual({ namespace: 'shop', unfold: alike.id });
  expect(openedPicture(box('pod', 'pod:shop/web-1', 'shop'), {})).toBeUndefined();
});

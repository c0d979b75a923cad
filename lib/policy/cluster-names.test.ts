import { describe, expect, test } from 'vitest';
import { mayNamePods } from './cluster-names.ts';

describe('rows A18, C12: names that the DNS of a cluster may give to pods', () => {
  test.each([
    ['db.shop.svc.cluster.local', 'a headless Service'],
    ['db-0.db.shop.svc.cluster.local', 'a pod of a StatefulSet'],
    ['10-0-0-1.shop.pod.cluster.local', 'a pod by its address'],
    ['db.shop.svc', 'without the domain of the cluster'],
    ['db.shop.svc.corp.internal', 'a domain of its own'],
    ['DB.Shop.SVC.Cluster.Local.', 'however it is written'],
    ['cluster.local', 'the domain itself'],
    ['x.cluster.local', 'anything under it'],
    ['*.local', 'a wildcard above it'],
    ['*.cluster.local', 'a wildcard over it'],
    ['*.svc.cluster.local', 'over all Services'],
    ['*.shop.svc.cluster.local', 'over those of a namespace'],
    ['*.svc.corp.internal', 'of a domain of its own'],
  ])('%s: %s', (name) => expect(mayNamePods(name)).toBe(true));

  test.each([
    ['example.com', 'a public name'],
    ['*.example.com', 'a public wildcard'],
    ['n1.example.com', 'a machine'],
    ['svc-1.example.com', 'svc is a part of a label only'],
    ['mycluster.local', 'another domain'],
    ['printer.local', 'a name beside the domain'],
    ['cluster.local.example.com', 'the domain stands at the end or nowhere'],
  ])('not %s: %s', (name) => expect(mayNamePods(name)).toBe(false));
});

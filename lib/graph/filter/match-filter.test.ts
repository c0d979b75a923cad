import { describe, expect, it } from 'vitest';
import { SHOP_SCENE } from '../testing/shop-scene.ts';
import type { Scene } from '../types.ts';
import { completeWord } from './complete-filter.ts';
import { matchFilter, matchGapsOnly } from './match-filter.ts';
import { parseFilter } from './parse-filter.ts';

const match = (text: string, scene: Scene = SHOP_SCENE) => matchFilter(scene, parseFilter(text));
const nodes = (text: string) => [...(match(text)?.nodes ?? [])].sort();
const edges = (text: string) => [...(match(text)?.edges ?? [])].sort();

const WEB_TO_CART = 'shop/Deployment/web→shop/Deployment/cart';
const CART_TO_DB = 'shop/Deployment/cart→crm/StatefulSet/crm-db';
const ANY_TO_DB = 'any-pod→crm/StatefulSet/crm-db';

describe('matchFilter', () => {
  it('is absent where nothing is typed', () => {
    expect(match('  ')).toBeUndefined();
  });
  it('finds free text in names and namespaces', () => {
    expect(nodes('cart')).toEqual(['shop/Deployment/cart']);
  });
  it('wants every part to hold', () => {
    expect(nodes('ns:crm class:personal')).toEqual(['crm/StatefulSet/crm-db']);
    expect(nodes('ns:shop class:personal')).toEqual([]);
  });
  it('matches names with a star', () => {
    expect(nodes('name:ca*t')).toEqual(['shop/Deployment/cart']);
    expect(nodes('name:*-db')).toEqual(['crm/StatefulSet/crm-db']);
  });
  it('knows kinds by their short forms, and none by a part', () => {
    expect(nodes('kind:sts')).toEqual(['crm/StatefulSet/crm-db']);
    expect(nodes('kind:Deployment ns:shop')).toEqual(['shop/Deployment/cart', 'shop/Deployment/web']);
    expect(nodes('kind:state')).toEqual([]);
  });
  it('keeps the ends of connections of one verdict', () => {
    expect(edges('verdict:depends')).toEqual([CART_TO_DB]);
    expect(nodes('verdict:depends')).toEqual(['crm/StatefulSet/crm-db', 'shop/Deployment/cart']);
    expect(edges('verdict:allowed')).toEqual([ANY_TO_DB, WEB_TO_CART]);
  });
  it('finds connections by a port, in any protocol or in one', () => {
    expect(edges('port:5432')).toEqual([ANY_TO_DB, CART_TO_DB]);
    expect(edges('port:udp/5432')).toEqual([ANY_TO_DB]);
    expect(edges('port:any')).toEqual([ANY_TO_DB]);
  });
  it('takes a severity as that one or worse, and keeps the lines of such gaps', () => {
    expect(nodes('gap:high')).toEqual(['crm/StatefulSet/crm-db']);
    expect(nodes('gap:medium')).toEqual(['crm/StatefulSet/crm-db']);
    expect(nodes('gap:critical')).toEqual([]);
    expect(edges('gap:any')).toEqual([ANY_TO_DB]);
  });
  it('finds connections by their check', () => {
    expect(edges('check:iso-001')).toEqual([ANY_TO_DB]);
    expect(edges('check:egr-001')).toEqual([]);
  });
  it('takes away what has a minus in front, with its lines', () => {
    expect(nodes('-ns:crm')).toEqual(['any-pod', 'ns:shop', 'shop/Deployment/cart', 'shop/Deployment/web']);
    expect(edges('-ns:crm')).toEqual([WEB_TO_CART]);
    expect(edges('-port:8080')).toEqual([CART_TO_DB]);
  });
  it('counts the boxes that it names, not the far ends of their lines', () => {
    expect(match('ns:crm port:5432')).toMatchObject({ found: 1, of: 3 });
    expect(match('cart')).toMatchObject({ found: 1, of: 3 });
  });
  it('counts an open egress as reaching the internet, though it draws no line', () => {
    const scene: Scene = {
      ...SHOP_SCENE,
      nodes: SHOP_SCENE.nodes.map((node) =>
        node.type !== 'workload'
          ? node
          : { ...node, fence: { ingress: { isolated: 1 }, egress: { isolated: node.label === 'cart' ? 0 : 1 } } },
      ),
    };
    expect([...(match('reaches:internet', scene)?.nodes ?? [])]).toEqual(['shop/Deployment/cart']);
  });
  it('counts a line to routable addresses, and none to others', () => {
    const outside = (routable: boolean): Scene => ({
      ...SHOP_SCENE,
      nodes: [
        ...SHOP_SCENE.nodes.map((node) =>
          node.type === 'workload' ? { ...node, fence: { ingress: { isolated: 1 }, egress: { isolated: 1 } } } : node,
        ),
        {
          id: 'addr:x',
          type: 'address',
          x: 0,
          y: 0,
          width: 1,
          height: 1,
          label: 'x',
          sentence: '',
          ...(routable ? { routable } : {}),
        },
      ],
      edges: SHOP_SCENE.edges.map((edge) => (edge.id === WEB_TO_CART ? { ...edge, to: 'addr:x' } : edge)),
    });
    expect([...(match('reaches:internet', outside(true))?.nodes ?? [])]).toEqual(['shop/Deployment/web']);
    expect([...(match('reaches:internet', outside(false))?.nodes ?? [])]).toEqual([]);
  });
  it('names what the picture cannot answer and leaves it out', () => {
    const tiles = { ...SHOP_SCENE, level: 'namespaces' as const };
    expect(match('kind:job cart', tiles)?.unanswered.map(({ key }) => key)).toEqual(['kind']);
    expect([...(match('kind:job cart', tiles)?.nodes ?? [])]).toEqual(['shop/Deployment/cart']);
    expect(match('verdict:denied')?.unanswered).toHaveLength(1);
  });
});

describe('matchGapsOnly', () => {
  it('keeps only gaps of what the filter keeps', () => {
    const kept = matchGapsOnly(SHOP_SCENE, match('ns:crm'), true);
    expect([...(kept?.edges ?? [])]).toEqual([ANY_TO_DB]);
    expect([...(kept?.nodes ?? [])]).toEqual(['crm/StatefulSet/crm-db']);
  });
});

describe('completeWord', () => {
  const words = (word: string) => completeWord(SHOP_SCENE, word).map((each) => [each.word, each.count?.found]);
  it('offers keys for a word without one', () => {
    expect(words('cl')).toEqual([['class:', undefined]]);
    expect(words('-n')).toEqual([
      ['-ns:', undefined],
      ['-name:', undefined],
    ]);
  });
  it('offers the values of this picture with their counts, most first', () => {
    expect(words('ns:')).toEqual([
      ['ns:shop', 2],
      ['ns:crm', 1],
    ]);
    expect(words('kind:st')).toEqual([['kind:StatefulSet', 1]]);
    expect(words('port:')).toEqual([
      ['port:5432', 2],
      ['port:8080', 2],
      ['port:any', 1],
    ]);
  });
  it('keeps the order of the language where the values are a few words', () => {
    expect(words('verdict:').map(([word]) => word)).toEqual(['verdict:allowed', 'verdict:depends']);
    expect(words('class:p')).toEqual([
      ['class:personal', 1],
      ['class:pseudonymised', 0],
      ['class:special', 0],
    ]);
  });
  it('offers what begins like the word before what only holds it', () => {
    expect(words('name:c').map(([word]) => word)).toEqual(['name:cart', 'name:crm-db']);
  });
  it('offers nothing for a key that is none', () => {
    expect(words('colour:r')).toEqual([]);
  });
});

it('counts as undecided only what it names: the far parts of the answer are not in the number', () => {
  const found = matchFilter(SHOP_SCENE, parseFilter('reaches:crm port:5432'), {
    boxes: new Set(['shop/Deployment/cart', 'shop/Deployment/web', 'elsewhere/Deployment/x']),
    inside: new Set(),
    depends: new Set(['shop/Deployment/web', 'elsewhere/Deployment/x']),
  });
  expect(found).toMatchObject({ found: 1, depends: 0 });
});

import { expect, it } from 'vitest';
import { workloadsInWords } from './workload-lists.ts';

const many = (namespace: string, count: number) =>
  Array.from({ length: count }, (_, each) => `${namespace}/Deployment/web-${each}`);

it('names up to as many ends as there is room for', () => {
  expect(workloadsInWords(['shop/Deployment/b', 'internet', 'crm/Deployment/a'], 3)).toBe(
    'crm/Deployment/a, internet, shop/Deployment/b',
  );
});

it('counts more workloads by namespace, and takes neither the internet nor a block for one', () => {
  const keys = [...many('shop', 2), 'internet', '10.0.0.0/8', ...many('crm', 2)];
  expect(workloadsInWords(keys, 3)).toBe('internet, 10.0.0.0/8, 4 workloads of crm, shop');
});

it('counts blocks that there is no room for', () => {
  const blocks = Array.from({ length: 4 }, (_, each) => `10.${each}.0.0/16`);
  expect(workloadsInWords([...blocks, ...many('shop', 1)], 3)).toBe('4 address blocks, 1 workload of shop');
  expect(workloadsInWords(blocks, 3)).toBe('4 address blocks');
});

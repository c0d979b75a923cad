import { describe, expect, it } from 'vitest';
import { askableEnd } from './scene-end.ts';

describe('askableEnd', () => {
  it.each([
    ['shop/Deployment/cart', 'shop/Deployment/cart'],
    ['pod:shop/cart-0', 'shop/cart-0'],
    ['addr:10.20.0.0/24', '10.20.0.0/24'],
    ['internet', 'internet'],
    ['any-address', 'internet'],
  ])('%s is asked about as %s', (id, end) => {
    expect(askableEnd(id)).toBe(end);
  });
  it.each(['any-pod', 'ns:shop', 'group:shop', 'addr:more', 'more:shop'])(
    '%s stands for many and is not asked about',
    (id) => {
      expect(askableEnd(id)).toBeUndefined();
    },
  );
});

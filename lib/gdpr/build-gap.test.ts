import { describe, expect, it } from 'vitest';
import { iso001Examples } from './checks/examples/iso-001.ts';
import { gapsOf } from './testing/report-of.ts';

const [GAP] = gapsOf(iso001Examples.failing, 'ISO-001');

describe('a gap', () => {
  it('has its parts in one order, late ones among them, so that equal evidence is equal byte by byte', () => {
    expect(Object.keys(GAP ?? {})).toEqual([
      ...['id', 'check', 'result', 'severity', 'derivation', 'title', 'summary', 'subject', 'witness', 'peers'],
      ...['articles', 'classification', 'fix', 'fingerprint', 'references', 'peer'],
    ]);
  });

  it('leaves what is no part of the report out of JSON and of copies', () => {
    expect(GAP?.hasPeer?.('shop/Deployment/cart')).toBe(true);
    for (const copy of [{ ...GAP }, JSON.parse(JSON.stringify(GAP))]) {
      expect(Object.keys(copy)).toEqual(Object.keys(GAP ?? {}));
      expect(copy.peers).toEqual(['shop/Deployment/cart']);
      expect(copy.hasPeer).toBeUndefined();
    }
  });
});

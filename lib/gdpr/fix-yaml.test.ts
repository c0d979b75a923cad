import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { policyYaml } from './fix-yaml.ts';

describe('the YAML of a fix', () => {
  it.each([
    'yes',
    'on',
    '1e3',
    '0x1f',
    '12',
    '~',
    'null',
    '1.5',
    '- x',
    'a: b',
    '#x',
    '"',
    "'",
    '{{ x }}',
    '',
    'é',
    '\u2028',
    '*a',
    '&a',
    '!t',
    'y',
  ])('keeps the label value %j a string in every YAML version', (value) => {
    const labels = Object.assign(Object.create(null), { app: value });
    const yaml = policyYaml('shop', 'x', { podSelector: { matchLabels: labels } });
    for (const version of ['1.1', '1.2'] as const) {
      expect(parse(yaml, { version }).spec.podSelector.matchLabels.app).toBe(value);
    }
  });

  it('keeps hostile keys and names', () => {
    const labels: Record<string, string> = Object.create(null);
    Object.defineProperty(labels, '__proto__', { value: 'x', enumerable: true });
    Object.defineProperty(labels, 'constructor', { value: 'yes', enumerable: true });
    const yaml = policyYaml('no', 'a\nkind: Secret', { podSelector: { matchLabels: labels } });
    expect(yaml).toContain('__proto__');
    expect(parse(yaml)).toMatchObject({
      kind: 'NetworkPolicy',
      metadata: { name: 'a\nkind: Secret', namespace: 'no' },
    });
  });

  it('writes empty lists and selectors so that they are not taken for absent ones', () => {
    const yaml = policyYaml('shop', 'x', { podSelector: {}, policyTypes: ['Ingress'], ingress: [] });
    expect(yaml).toContain('podSelector: {}');
    expect(yaml).toContain('ingress: []');
  });
});

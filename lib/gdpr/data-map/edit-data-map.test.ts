import { describe, expect, it, vi } from 'vitest';
import { YAMLMap } from 'yaml';
import { addRecipients, editDataMap } from './edit-data-map.ts';
import { parseDataMap } from './parse-data-map.ts';

const HEAD = 'apiVersion: ringfence.dev/v1alpha1\nkind: DataMap\n';
const MAILER = { workload: 'crm/Deployment/mailer', dataClass: 'personal', because: 'confirmed: port 587' } as const;
const ENTRY = `- match: { namespace: crm, kind: Deployment, name: mailer }
  dataClass: personal
  because: "confirmed: port 587"
`;
const edited = (text: string, ...entries: Parameters<typeof editDataMap>[1][number][]) => {
  const result = editDataMap(text, entries);
  expect(parseDataMap(result).problems).toEqual([]);
  return result;
};

describe('putting a class into a DataMap', () => {
  it('begins one where there is none', () => {
    expect(edited('', MAILER)).toBe(`${HEAD}workloads:\n${ENTRY}`);
  });

  it('adds it behind the last entry and leaves every other line as it was', () => {
    const text = `${HEAD}# ours
workloads:
- match: {namespace: crm, name: "crm-*"}   # all of it
  dataClass:   personal

# who receives data
recipients: [{id: a, kind: own}]
`;
    expect(edited(text, MAILER)).toBe(text.replace('\n\n# who', `\n${ENTRY}\n# who`));
  });

  it('follows the indentation of the list', () => {
    const text = `${HEAD}workloads:\n    - match: {name: a}\n      dataClass: none`;
    expect(edited(text, MAILER)).toBe(`${text}\n${ENTRY.replace(/^(?=.)/gm, '    ')}`);
  });

  it('adds to a list in brackets, and to one that is absent', () => {
    for (const text of [
      `${HEAD}workloads: [{match: {name: a}, dataClass: none}]\n`,
      `${HEAD}workloads: []\n`,
      `${HEAD}regime: eu-gdpr`,
    ]) {
      expect(parseDataMap(edited(text, MAILER)).dataMap.workloads.at(-1)).toMatchObject({
        match: { namespace: 'crm', kind: 'Deployment', name: 'mailer' },
        dataClass: 'personal',
      });
    }
  });

  it('changes the entry that means that very workload, and keeps what else it says', () => {
    const once = edited(HEAD, MAILER).replace('  dataClass', '  record: R-1 # ours\n  dataClass');
    const twice = edited(once, { workload: MAILER.workload, dataClass: 'none', because: 'sends price lists' });
    expect(parseDataMap(twice).dataMap.workloads).toMatchObject([
      { record: 'R-1', dataClass: 'none', because: 'sends price lists' },
    ]);
    expect(twice).toContain('# ours');
  });

  it('keeps the reason of an entry where none is given with its new class', () => {
    const twice = edited(edited(HEAD, MAILER), { workload: MAILER.workload, dataClass: 'special' });
    expect(parseDataMap(twice).dataMap.workloads).toMatchObject([
      { dataClass: 'special', because: 'confirmed: port 587' },
    ]);
  });

  it('looks at each entry once, however many classes are put in', () => {
    const many = Array.from({ length: 100 }, (_, i) => ({ workload: `a/Pod/p${i}`, dataClass: 'none' }) as const);
    const text = edited(HEAD, ...many);
    const looked = vi.spyOn(YAMLMap.prototype, 'get');
    const lowered = many.map(({ workload }) => ({ workload, dataClass: 'personal' }) as const);
    const result = editDataMap(text, lowered);
    const times = looked.mock.calls.length;
    looked.mockRestore();
    expect(times).toBeLessThan(10 * many.length);
    expect(parseDataMap(result).dataMap.workloads.map(({ dataClass }) => dataClass)).toEqual(
      many.map(() => 'personal'),
    );
  });

  it('adds recipients, too', () => {
    const once = addRecipients('', [{ id: 'stripe', fqdns: ['api.stripe.com'] }]);
    expect(once).toBe(`${HEAD}recipients:\n- id: stripe\n  fqdns:\n    - api.stripe.com\n`);
    const twice = addRecipients(`${once}# end\n`, [{ id: 'slack', fqdns: ['hooks.slack.com'] }]);
    expect(parseDataMap(twice)).toMatchObject({
      problems: [],
      dataMap: { recipients: [{ id: 'stripe' }, { id: 'slack' }] },
    });
  });

  it('quotes names that YAML would read as something else', () => {
    const odd = edited(HEAD, { workload: 'no/Pod/on', dataClass: 'none' }, { workload: 'a/Pod/1', dataClass: 'none' });
    expect(parseDataMap(odd).dataMap.workloads.map(({ match }) => [match.namespace, match.name])).toEqual([
      ['no', 'on'],
      ['a', '1'],
    ]);
  });
});

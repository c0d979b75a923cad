import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOSTILE_NAMES } from '#lib/text/hostile-names.ts';
import { FILTER_VALUES, type FilterKey, type FilterPlace, KEYS_OF_PLACE } from './filter-language.ts';
import { parseFilter } from './parse-filter.ts';
import { printFilter, printTerm } from './print-filter.ts';

const terms = (text: string) =>
  parseFilter(text).terms.map(({ key, value, negated }) => `${negated ? 'not ' : ''}${key} ${value}`);
const error = (text: string) => parseFilter(text).errors[0];

describe('parseFilter', () => {
  it('reads every key, free words and what is excluded', () => {
    const text =
      'ns:shop kind:deploy class:personal gap:high reaches:internet port:5432 verdict:depends -ns:kube-system web';
    expect(parseFilter(text).errors).toEqual([]);
    expect(terms(text)).toEqual([
      'ns shop',
      'kind deploy',
      'class personal',
      'gap high',
      'reaches internet',
      'port 5432',
      'verdict depends',
      'not ns kube-system',
      'text web',
    ]);
  });
  it('says where each word stands', () => {
    expect(parseFilter('  ns:crm  -web ').terms.map(({ start, end }) => [start, end])).toEqual([
      [2, 8],
      [10, 14],
    ]);
  });
  it('takes keys in any case, and values in quotes with blanks and quotes in them', () => {
    expect(terms('NS:crm name:"a b" "say \\"no\\""')).toEqual(['ns crm', 'name a b', 'text say "no"']);
  });
  it('leaves a key without a value alone: it is still being typed', () => {
    expect(parseFilter('class: crm')).toMatchObject({ terms: [{ key: 'text', value: 'crm' }], errors: [] });
  });
  it('takes addresses for words', () => {
    expect(terms('10.20.0.0/24 ::1')).toEqual(['text 10.20.0.0/24', 'text ::1']);
  });
  it('points at the wrong value, offers one, and reads the rest', () => {
    const { terms: read, errors } = parseFilter('ns:crm class:patients crm-db');
    expect(read.map(({ value }) => value)).toEqual(['crm', 'crm-db']);
    expect(errors).toEqual([
      expect.objectContaining({ problem: 'value', key: 'class', found: 'patients', start: 13, end: 21 }),
    ]);
    expect(FILTER_VALUES.class).toContain(errors[0]?.suggestion);
    expect(errors[0]?.mended).toBe(`class:${errors[0]?.suggestion}`);
  });
  it('offers the nearest key for one that it does not know, with its value', () => {
    expect(error('crm -clas:special x')).toMatchObject({
      problem: 'key',
      found: 'clas',
      suggestion: 'class',
      mended: '-class:special',
      start: 5,
      end: 9,
    });
  });
  it('takes ports as numbers, with a protocol, or any', () => {
    expect(parseFilter('port:5432 port:udp/53 port:ANY').errors).toEqual([]);
    expect(error('port:70000 ')?.problem).toBe('port');
    expect(error('port:web ')?.problem).toBe('port');
  });
  it('takes times as minutes, hours and days, and what is asked of traffic nowhere else', () => {
    expect(parseFilter('since:24h since:7d,30m state:seen-denied from:web to:crm/*', 'traffic').errors).toEqual([]);
    expect(parseFilter('since:yesterday ', 'traffic').errors[0]?.problem).toBe('value');
    expect(parseFilter('since:24', 'traffic').errors[0]?.unfinished).toBe(true);
    expect(parseFilter('state:used').errors[0]?.problem).toBe('place');
  });
  it('does not complain about a last word that could still become right', () => {
    expect(error('class:spec')?.unfinished).toBe(true);
    expect(error('class:spec ')?.unfinished).toBe(false);
    expect(error('class:patient')?.unfinished).toBe(false);
    expect(error('name:"two')?.unfinished).toBe(true);
  });
});

describe('reaches:', () => {
  const errors = (text: string) =>
    parseFilter(text).errors.map(({ found, suggestion, mended, start }) => ({ found, suggestion, mended, start }));
  it('takes the internet, a name with a star, and a class', () => {
    expect(errors('reaches:internet reaches:payments,crm/*-db reaches:class:special')).toEqual([]);
  });
  it('takes a class without its name for one that is still being typed', () => {
    expect(parseFilter('crm reaches:class:').terms.map(({ key }) => key)).toEqual(['text']);
    expect(parseFilter('reaches:class:,internet').terms).toMatchObject([{ key: 'reaches', value: 'internet' }]);
    expect(errors('reaches:class:')).toEqual([]);
  });
  it('points at a class that is none, and at what is no name', () => {
    expect(errors('crm reaches:class:specail')).toEqual([
      { found: 'class:specail', suggestion: 'class:special', mended: 'reaches:class:special', start: 12 },
    ]);
    expect(errors('reaches:klass:special')).toMatchObject([{ found: 'klass:special', suggestion: 'class:special' }]);
  });
});

describe('printFilter', () => {
  const isChosen = (key: FilterKey) => FILTER_VALUES[key] !== undefined;
  const termOf = (place: FilterPlace) => {
    const keys = KEYS_OF_PLACE[place];
    const openKeys = keys.filter((key) => !isChosen(key) && key !== 'port' && key !== 'since' && key !== 'reaches');
    return fc.oneof(
      fc.record({
        key: fc.constantFrom('text' as const, ...openKeys),
        value: fc.string({ minLength: 1 }),
        negated: fc.boolean(),
      }),
      fc.constantFrom(...keys.filter(isChosen)).chain((key) =>
        fc.record({
          key: fc.constant(key),
          value: fc.constantFrom(...(FILTER_VALUES[key] ?? [])),
          negated: fc.boolean(),
        }),
      ),
      fc.record({
        key: fc.constant(keys.includes('reaches') ? ('reaches' as const) : ('ns' as const)),
        value: fc.constantFrom('internet', 'class:special', 'crm/crm-db', 'kube-*'),
        negated: fc.boolean(),
      }),
    );
  };
  const term = termOf('map');
  it.each(Object.keys(KEYS_OF_PLACE) as FilterPlace[])(
    'reads back as what was printed, whatever the values hold: %s',
    (place) => {
      fc.assert(
        fc.property(fc.array(termOf(place)), (written) => {
          const { terms: read, errors } = parseFilter(printFilter(written), place);
          expect(errors).toEqual([]);
          expect(read.map(({ key, value, negated }) => ({ key, value, negated }))).toEqual(written);
        }),
      );
    },
  );
  it('prints what it has read as it would print it again', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = printFilter(parseFilter(text).terms);
        expect(printFilter(parseFilter(once).terms)).toBe(once);
      }),
    );
  });
  it('never loses a place: what stands between start and end reads as that term', () => {
    fc.assert(
      fc.property(fc.array(term), fc.constantFrom(' ', '  ', '\t'), (written, gap) => {
        const text = written.map(printTerm).join(gap);
        for (const { start, end, ...own } of parseFilter(text).terms) {
          expect(parseFilter(text.slice(start, end)).terms).toEqual([{ ...own, start: 0, end: end - start }]);
        }
      }),
    );
  });
  it.each(Object.values(HOSTILE_NAMES).filter((name) => name !== ''))('keeps a hostile name as it is: %j', (name) => {
    expect(parseFilter(printTerm({ key: 'name', value: name, negated: false })).terms).toMatchObject([{ value: name }]);
  });
});

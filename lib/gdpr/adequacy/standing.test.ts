import { describe, expect, it } from 'vitest';
import { ADEQUACY_CHECKED_ON, EU_GDPR_ADEQUACY } from './eu-gdpr.ts';
import { parseAdequacyTable } from './parse-table.ts';
import { standingOf } from './standing.ts';

const at = (day: string): number => Date.parse(`${day}T12:00:00Z`);
const standing = (country: string, day?: string) =>
  standingOf(EU_GDPR_ADEQUACY, country, day === undefined ? undefined : at(day));

describe('standingOf', () => {
  it('takes the EEA and its parts with codes of their own as inside', () => {
    expect(['DE', 'NO', 'RE', 'AX'].map((country) => standing(country, '2026-11-01').type)).toEqual(
      new Array(4).fill('inside'),
    );
  });

  it('knows what is not inside although it looks so', () => {
    expect(['GL', 'NC', 'AW', 'MC', 'SM', 'VA'].map((country) => standing(country, '2026-11-01').type)).toEqual(
      new Array(6).fill('none'),
    );
    expect(standing('FO', '2026-11-01').type).toBe('adequate');
  });

  it('judges by the time of the source', () => {
    expect(standing('BR', '2026-01-25')).toEqual({ type: 'none' });
    expect(standing('BR', '2026-01-26').type).toBe('adequate');
    expect(standing('GB', '2031-12-27').type).toBe('adequate');
    expect(standing('GB', '2031-12-28')).toMatchObject({ type: 'none', ended: { code: 'GB' } });
  });

  it('decides nothing on an end without the time of the source', () => {
    expect(standing('GB').type).toBe('time-unknown');
    expect(standing('CH').type).toBe('adequate');
    expect(standing('IN')).toEqual({ type: 'none' });
  });

  it('says what is not certain', () => {
    expect(standing('SJ', '2026-11-01').type).toBe('unsure');
  });
});

describe('the table that ships', () => {
  it('is what a table that somebody gives must be', () => {
    expect(parseAdequacyTable(structuredClone(EU_GDPR_ADEQUACY))).toEqual(EU_GDPR_ADEQUACY);
  });

  it('holds the 30 states of the EEA and says when it was checked', () => {
    expect(EU_GDPR_ADEQUACY.inside.length).toBe(37);
    expect(new Set(EU_GDPR_ADEQUACY.inside).size).toBe(37);
    expect(EU_GDPR_ADEQUACY.decisions.every(({ checkedOn }) => checkedOn === ADEQUACY_CHECKED_ON)).toBe(true);
  });
});

describe('parseAdequacyTable', () => {
  const swiss = { regime: 'ch-fadp', checkedOn: '2026-10-01', inside: ['CH'], decisions: [] };

  it('reads a table for another law', () => {
    expect(parseAdequacyTable(swiss)).toMatchObject({ regime: 'ch-fadp', unsure: [] });
  });

  it.each([
    ['an unknown key', { ...swiss, source: 'x' }],
    ['a date that is none', { ...swiss, checkedOn: '2026-13-01' }],
    ['a country that is no code', { ...swiss, inside: ['Switzerland'] }],
    ['inside and decided on', { ...swiss, decisions: [{ code: 'CH', scope: 'general', checkedOn: '2026-10-01' }] }],
  ])('refuses %s', (_, value) => {
    expect(() => parseAdequacyTable(value)).toThrow();
  });
});

import { describe, expect, it } from 'vitest';
import { CHECKS } from '#lib/gdpr/checks/registry.ts';
import { parseDataMap } from '#lib/gdpr/data-map/parse-data-map.ts';
import { observedLines } from '#lib/gdpr/testing/observed-lines.ts';
import { gapsOf } from '#lib/gdpr/testing/report-of.ts';
import { parseWaivers } from '#lib/gdpr/waivers/parse-waivers.ts';
import { EXAMPLES } from './registry.ts';

const TAKEN = '2026-11-24T12:00:00Z'; // some checks judge ages

describe.each(CHECKS.map(({ id }) => id))('the examples of %s', (id) => {
  const { failing = '', passing = '', dataMap, waivers, flows } = EXAMPLES[id] ?? {};
  const declared = dataMap === undefined ? undefined : parseDataMap(dataMap);
  const accepted = waivers === undefined ? undefined : parseWaivers(waivers);
  const options = {
    taken: TAKEN,
    ...(declared === undefined ? {} : { dataMap: declared.dataMap }),
    ...(accepted === undefined ? {} : { waivers: accepted.waivers }),
    ...(flows === undefined ? {} : { observed: observedLines(flows) }),
  };

  it('are there', () => {
    expect(EXAMPLES).toHaveProperty(id);
    expect([...(declared?.problems ?? []), ...(accepted?.problems ?? [])]).toEqual([]);
  });

  it('show a gap in the failing cluster and none in the passing one', () => {
    expect(gapsOf(failing, id, options).length).toBeGreaterThan(0);
    expect(gapsOf(passing, id, options)).toEqual([]);
  });
});

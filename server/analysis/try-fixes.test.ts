import { beforeAll, describe, expect, it } from 'vitest';
import { type TriedFix, tryFix } from '#lib/gdpr/verify-fix.ts';
import { type SmallSnapshot, smallSnapshot } from '#server/verify/testing/small-snapshot.ts';
import { type FixHelper, type HelperReply, startFixHelper } from './fix-helper.ts';
import { fixesOf, tryFixes } from './try-fixes.ts';

let small: SmallSnapshot;
beforeAll(() => {
  small = smallSnapshot();
});

const helperThat = (begun: (take: (reply: HelperReply) => void) => void): FixHelper & { ended: boolean } => ({
  ended: false,
  begin: () => undefined,
  onTried: begun,
  end() {
    this.ended = true;
  },
});

describe('trying the fixes of a report', () => {
  it('takes each fix once, and none that is empty, of the gaps that are told', () => {
    const { gapReport } = small.analysis;
    const { fixes } = fixesOf(gapReport, undefined);
    expect(fixes.length).toBeGreaterThan(1);
    expect(new Set(fixes).size).toBe(fixes.length);
    expect(fixes).not.toContain('');
    const ofCrm = fixesOf(gapReport, ['crm']).fixes;
    expect(ofCrm.length).toBeLessThan(fixes.length);
    expect(fixes).toEqual(expect.arrayContaining([...ofCrm]));
  });

  it('takes what a helper has found instead of trying it again', async () => {
    const { gapReport } = smallSnapshot().analysis;
    const { context, fixes } = fixesOf(gapReport, undefined);
    const found = { sentence: 'as the helper says', closedFingerprints: new Set() } as unknown as TriedFix;
    const helper = helperThat((take) => void take({ yaml: fixes.at(-1) as string, tried: found }));
    expect(await tryFixes(gapReport, { helper })).toBe(fixes.length);
    expect(context && tryFix(context, fixes.at(-1) as string)).toBe(found);
    expect(helper.ended).toBe(true);
  });

  it('ends its helper where nobody waits any more', async () => {
    const helper = helperThat(() => undefined);
    const tell = () => {
      throw new Error('given up');
    };
    await expect(tryFixes(smallSnapshot().analysis.gapReport, { helper, tell })).rejects.toThrow('given up');
    expect(helper.ended).toBe(true);
  });

  it('finds on another core what it finds itself', async () => {
    const { analysis } = small;
    const { context, fixes } = fixesOf(analysis.gapReport, undefined);
    const { model, clusterId, clusterName, revision, taken, dataMapInForce, accepted } = analysis;
    const helper = startFixHelper();
    if (helper === undefined || context === undefined) return; // one core
    const replies = new Promise<readonly HelperReply[]>((resolve) => {
      const found: HelperReply[] = [];
      helper.onTried((reply) => void (found.push(reply) === fixes.length && resolve(found)));
    });
    const meta = {
      ...{ clusterId, clusterName, revision, taken },
      ...(dataMapInForce === undefined ? {} : { dataMapInForce }),
      ...(accepted === undefined ? {} : { accepted }),
    };
    helper.begin({ objects: model.objects, profile: model.profile, meta, scope: undefined });
    const found = await replies;
    helper.end();
    expect(found.map(({ yaml }) => yaml)).toEqual(fixes.toReversed());
    for (const { yaml, tried } of found) expect(tried).toEqual(tryFix(context, yaml));
  }, 60_000);
});

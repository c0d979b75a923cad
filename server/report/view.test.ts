import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { cluster, namespace, workload } from '#lib/gdpr/testing/manifests.ts';
import type { Block, Chapter, GapBlock, ReportDocument } from './document/blocks.ts';
import { linkHash } from './evidence/chain-link.ts';
import type { Evidence } from './evidence/evidence.ts';
import { wholeGap } from './evidence/shared-values.ts';
import type { ReportScenes } from './sections/figures.ts';
import { shortDocument } from './short-form.ts';
import { snapshotOf } from './testing/snapshot-of.ts';
import { reportDocument } from './view.ts';

const HASH = 'ab'.repeat(32);
/** Seven stores that are open alike: gaps of one kind. */
const MANIFESTS = cluster(
  namespace('crm'),
  namespace('lab'),
  ...Array.from({ length: 7 }, (_, index) => workload(`crm/store-${index}`, { dataClass: 'personal', port: 5432 })),
  workload('lab/records', { dataClass: 'special', port: 5432 }),
);

let evidence: Evidence;
let scenes: ReportScenes;
let document: ReportDocument;
beforeAll(async () => {
  ({ evidence, scenes } = await snapshotOf(MANIFESTS));
  document = reportDocument(evidence, HASH, scenes);
}, 60_000); // the layout of the map is loaded for the first time

function chapter(title: RegExp): Chapter {
  return document.chapters.find((each) => title.test(each.title)) as Chapter;
}
const gapsTold = ({ blocks }: Chapter): readonly GapBlock[] => blocks.filter((block) => block.type === 'gap');
const words = (blocks: readonly Block[]): string => JSON.stringify(blocks);

describe('the report', () => {
  it('has the sections of gdpr.md §5.2 in their order, and then the annexes', () => {
    expect(document.cover).toBeDefined(); // the first section
    expect(document.chapters.map(({ title }) => title)).toEqual([
      'What this is, and what it is not',
      'Is it enforced?',
      'Summary',
      'Scope and completeness',
      'Pictures',
      'Who may connect to whom',
      'Gaps',
      'Ways from the internet to special-category data',
      'For the record of processing activities',
      'Recipients and transfers',
      'Accepted gaps',
      'Unknowns and limits',
      'Data classes',
      'Policy inventory',
      'Changes since the snapshot before',
      'Method',
      'How to verify',
      'Sign-off',
      'Glossary',
      'Annex A: namespaces of the overview',
      'Annex B: connections of the map',
      'Annex C: who may connect to whom, in words',
      'Annex D: further gaps of the same kinds',
    ]);
  });

  it('says what it is and is not in six lines', () => {
    expect(chapter(/^What this is/).blocks).toMatchObject([{ type: 'bullets', items: { length: 6 } }]);
  });

  it('leaves no gap out: three of a kind are told whole, the others stand in the annex', () => {
    const kind = evidence.gaps.filter(
      (gap) => gap.check === 'ISO-001' && wholeGap(evidence, gap).classification.dataClass === 'personal',
    );
    expect(kind).toHaveLength(7);
    const told = new Set(gapsTold(chapter(/^Gaps/)).map(({ id }) => id));
    const annex = words(chapter(/^Annex D/).blocks);
    expect(kind.filter(({ id }) => told.has(id))).toHaveLength(3);
    const open = evidence.gaps.filter(({ result }) => result === 'FAIL');
    expect(open.filter(({ id }) => !told.has(id) && !annex.includes(id))).toEqual([]);
  });

  it('prints articles with the first of a kind and says so with the others', () => {
    const kind = gapsTold(chapter(/^Gaps/)).filter(({ id }) => id.startsWith('ISO-001'));
    expect(kind.filter(({ articles }) => articles !== undefined).length).toBeLessThan(kind.length);
    for (const { articles, derivation } of kind) {
      if (articles === undefined) expect(derivation[1]).toContain('as for the gap of this kind above');
    }
  });

  it('explains in the glossary every ground that a class may have, and the DataMap among them', () => {
    const glossary = words(chapter(/^Glossary/).blocks);
    for (const word of ['declared', 'inherited', 'inferred', 'unknown', 'the DataMap or a label of its own']) {
      expect(glossary).toContain(word);
    }
  });

  it('draws every critical path, with alternative text', () => {
    const critical = gapsTold(chapter(/^Gaps/)).filter(({ severity }) => severity === 'critical');
    expect(critical.length).toBeGreaterThan(0);
    for (const { figure, title } of critical) {
      expect(figure?.alt.startsWith(title)).toBe(true);
      expect(figure?.svg).toContain('<svg');
    }
  });

  it('keeps declared, observed and merely allowed in columns of their own', () => {
    const table = chapter(/^For the record/).blocks.find(({ type }) => type === 'table');
    expect(table).toMatchObject({ head: ['Recipients', 'Declared', 'Observed', 'Merely allowed'] });
    expect(words(chapter(/^For the record/).blocks)).toContain('no flow source');
  });

  it('names the chain and its hash on the cover, or that there is none', () => {
    expect(document.cover?.rows).toContainEqual(['Chain', 'not in a chain']);
    const chain = { seq: 2, prev: 'cd'.repeat(32) };
    const { cover, footer } = reportDocument({ ...evidence, chain }, HASH, scenes);
    const link = linkHash({ ...chain, evidence: HASH, taken: evidence.taken });
    expect(cover?.hashes.map(([, hash]) => hash)).toEqual([HASH, link, chain.prev]);
    expect(footer.name).toContain('snapshot 2');
  });

  it('tells what changed where the snapshot before is known', () => {
    const [first] = evidence.gaps;
    const changes = {
      since: { taken: '2026-11-01T00:00:00Z' },
      gaps: { opened: first === undefined ? [] : [first], closed: [], changed: [], unchanged: 3 },
      connections: [],
      workloads: { added: [], removed: [] },
      policies: { added: [], removed: [], changed: [] },
      classification: [],
      dataMap: [
        {
          part: 'recipient',
          name: 'mailer',
          change: 'changed',
          fields: [{ field: 'importerCountry', before: 'DE', after: 'US' }],
        } as const,
      ],
    };
    const changed = reportDocument({ ...evidence, changes }, HASH, scenes);
    const blocks = (title: RegExp) => words(changed.chapters.find((each) => title.test(each.title))?.blocks ?? []);
    expect(blocks(/^Summary/)).toContain('1 new, 0 closed, 0 changed, 3 unchanged');
    expect(blocks(/^Changes/)).toContain(first?.id);
    expect(blocks(/^Changes/)).toContain('Recipient mailer');
    expect(blocks(/^Changes/)).toContain('importerCountry: DE → US');
    expect(blocks(/^Gaps/)).toContain('in this snapshot: new since the one before');
  });
});

it('names the hash of the DataMap in force, or that there is none', () => {
  const scope = (dataMap: string | undefined) => {
    const told = { ...evidence, inputs: { ...evidence.inputs, ...(dataMap === undefined ? {} : { dataMap }) } };
    const { chapters } = reportDocument(told, HASH, scenes);
    return words(chapters.find(({ title }) => title === 'Scope and completeness')?.blocks ?? []);
  };
  expect(scope('kind: DataMap\n')).toContain(createHash('sha256').update('kind: DataMap\n').digest('hex'));
  expect(scope(undefined)).toContain('nobody declared data');
});

describe('the workloads behind a gap', () => {
  it('are named to a dozen, and all in an annex by number', async () => {
    const clients = Array.from({ length: 20 }, (_, index) => workload(`lab/client-${10 + index}`));
    const open = await snapshotOf(cluster(MANIFESTS, ...clients));
    const { chapters } = reportDocument(open.evidence, HASH, open.scenes);
    const gap = chapters
      .flatMap(gapsTold)
      .find(({ parts }) => parts.some(({ text = '' }) => text.includes('more: see Annex E')));
    const annex = words(chapters.find((each) => each.title.startsWith('Annex E'))?.blocks ?? []);
    expect(annex).toContain(gap?.id);
    const numbers = /(\d+) workloads: ([\d–, ]+)/.exec(annex);
    const told = (numbers?.[2] ?? '').split(', ').flatMap((run) => {
      const [from = 0, to = from] = run.split('–').map(Number);
      return Array.from({ length: to - from + 1 }, (_, index) => from + index);
    });
    expect(told).toHaveLength(Number(numbers?.[1]));
    for (const number of told) expect(annex).toMatch(new RegExp(`[" ]${number} \\w+/`));
    expect(annex).toMatch(/\d+ Deployment\/client-10/);
  }, 60_000);
});

describe('a partial report', () => {
  it('has no counts of the whole cluster among its results, and says so', async () => {
    const partial = (await snapshotOf(MANIFESTS, { scopeNamespaces: ['lab'] })).evidence;
    const { chapters } = reportDocument(partial, HASH, scenes);
    const blocks = (title: RegExp) => words(chapters.find((each) => title.test(each.title))?.blocks ?? []);
    expect(blocks(/^Summary/)).not.toContain('Not evaluated');
    expect(blocks(/^Summary/)).toContain('counted for the whole cluster alone');
    expect(blocks(/^For the record/)).toContain('Left out of a partial report');
    expect(blocks(/^Unknowns/)).toContain('outside of this scope');
  });
});

describe('the short form', () => {
  it('has numbers, five sentences, what to do and the same hash, and attaches nothing', () => {
    const short = shortDocument(evidence, HASH);
    expect(short.chapters.map(({ title }) => title)).toEqual(['Where we stand', 'What to do next']);
    expect(short.footer).toEqual(document.footer);
    expect(short.attachments).toEqual([]);
    const [where, next] = short.chapters;
    expect(words(where?.blocks ?? [])).toContain('The gaps that matter most');
    expect(words(next?.blocks ?? [])).toContain(HASH);
  });
});

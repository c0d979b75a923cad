import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '#server/report/evidence/canonical-json.ts';
import { linkHash } from '#server/report/evidence/chain-link.ts';
import { hashesOfParts } from '#server/report/evidence/seal-evidence.ts';
import { type SmallSnapshot, smallSnapshot } from './testing/small-snapshot.ts';
import { withEarlierReleases } from './testing/with-earlier-releases.ts';
import type { VerifyStep } from './types.ts';
import { verifyEvidence } from './verify-evidence.ts';

withEarlierReleases();

let small: SmallSnapshot;
beforeAll(() => {
  small = smallSnapshot();
});

type Tree = Record<string, unknown>;

/** The evidence with a change, written as ours is; its parts have the hashes that they then have. */
function changed(change: (file: Tree) => Tree, fixParts = true): Buffer {
  const file = change(JSON.parse(small.bytes.toString('utf8')));
  return Buffer.from(canonicalJson(fixParts ? { ...file, parts: hashesOfParts(file) } : file));
}

function finding(bytes: Uint8Array, step: VerifyStep, link?: string) {
  return verifyEvidence(bytes, 'evidence.json', link).findings.find((each) => each.step === step);
}

describe('verifying evidence', () => {
  it('computes a partial one again, with what its checks found in the scope alone', () => {
    const partial = smallSnapshot({ scope: ['shop'] });
    const open = ({ evidence }: SmallSnapshot) => evidence.checks.reduce((sum, { counts }) => sum + counts.FAIL, 0);
    expect(open(partial)).toBeLessThan(open(small));
    expect(verifyEvidence(partial.bytes, 'evidence.json', partial.link).verdict).toBe('intact');
  });

  it('finds nothing in what nobody altered, and prints its hash and that of its link', () => {
    const { verdict, findings, evidence, chain } = verifyEvidence(small.bytes, 'evidence.json', small.link);
    expect(findings.map(({ step, state }) => [step, state])).toEqual([
      ['form', 'ok'],
      ['parts', 'ok'],
      ['results', 'ok'],
      ['chain', 'ok'],
    ]);
    expect(verdict).toBe('intact');
    expect(evidence).toBe(createHash('sha256').update(small.bytes).digest('hex'));
    expect(chain).toMatchObject({ seq: 2, prev: 'a'.repeat(64), evidence });
    expect(chain?.hash).toBe(linkHash({ seq: 2, prev: 'a'.repeat(64), evidence, taken: small.evidence.taken }));
  });

  it('finds the same for a partial snapshot', () => {
    const { bytes, link } = smallSnapshot({ scope: ['shop'] });
    expect(verifyEvidence(bytes, 'evidence.json', link).verdict).toBe('intact');
  });

  it('finds text that is not canonical, were it only a space', () => {
    const spaced = Buffer.from(small.bytes.toString('utf8').replace('"taken":', '"taken": '));
    expect(finding(spaced, 'form')?.state).toBe('altered');
    expect(finding(Buffer.concat([small.bytes, Buffer.from('\n')]), 'form')?.state).toBe('altered');
  });

  it('names the part that was altered', () => {
    const bytes = changed((file) => ({ ...file, title: 'Another' }), false);
    expect(finding(bytes, 'parts')).toMatchObject({ state: 'altered', difference: { path: '$.parts.title' } });
  });

  it('names the first result that the inputs do not give, although all hashes were fixed up', () => {
    const bytes = changed((file) => {
      const [first, ...rest] = file.gaps as Tree[];
      return { ...file, gaps: [{ ...first, severity: 'info' }, ...rest] };
    });
    expect(finding(bytes, 'parts')?.state).toBe('ok');
    const { severity } = small.evidence.gaps[0] as { severity: string };
    expect(finding(bytes, 'results')).toMatchObject({
      state: 'altered',
      difference: { path: '$.gaps[0].severity', expected: JSON.stringify(severity), found: '"info"' },
    });
  });

  it('finds an edge that was left out', () => {
    const bytes = changed((file) => {
      const relation = file.relation as { edges: unknown[] };
      return { ...file, relation: { ...relation, edges: relation.edges.slice(1) } };
    });
    expect(finding(bytes, 'results')?.difference?.path).toMatch(/^\$\.relation\.edges\[0\]/);
  });

  it('finds an altered input by the hash of the revision, even where no result rests on it', () => {
    const bytes = changed((file) => {
      const inputs = file.inputs as { objects: { metadata: Tree }[] };
      const objects = inputs.objects.map((object, index) =>
        index === 0 ? { ...object, metadata: { ...object.metadata, uid: 'another' } } : object,
      );
      return { ...file, inputs: { ...inputs, objects } };
    });
    expect(finding(bytes, 'results')).toMatchObject({
      state: 'altered',
      difference: { path: '$.revision.content' },
    });
  });

  const withObserved = (change: (observed: Tree) => Tree): Buffer =>
    changed((file) => {
      const inputs = file.inputs as { observed: Tree };
      return { ...file, inputs: { ...inputs, observed: change(inputs.observed) } };
    });

  it('finds what was observed altered: a flow left out, another count, another verdict, less coverage', () => {
    expect(small.evidence.gaps.map(({ check }) => check)).toEqual(expect.arrayContaining(['OBS-001', 'OBS-002']));
    const edges = (change: (edges: unknown[][]) => unknown[][]) =>
      withObserved((observed) => ({ ...observed, edges: change(observed.edges as unknown[][]) }));
    expect(
      finding(
        edges((all) => all.slice(1)),
        'results',
      )?.state,
    ).toBe('altered');
    const counted = edges((all) => all.map((row) => row.map((value) => (value === 12 ? 13 : value))));
    expect(finding(counted, 'results')?.state).toBe('altered');
    const denied = edges((all) => all.map((row) => row.map((value) => (value === 'allowed' ? 'denied' : value))));
    expect(finding(denied, 'results')?.state).toBe('altered');
    expect(
      finding(
        withObserved((observed) => ({ ...observed, coverage: [] })),
        'results',
      )?.state,
    ).toBe('altered');
  });

  it('finds observed traffic that nobody packed', () => {
    const broken = withObserved((observed) => ({ ...observed, ends: [] }));
    expect(finding(broken, 'results')).toMatchObject({ state: 'altered', difference: { path: '$.inputs.observed' } });
  });

  it('finds another number of objects of a kind than the inputs have', () => {
    const bytes = changed((file) => {
      const { kinds, ...rest } = file.completeness as { kinds: Tree[] };
      return { ...file, completeness: { ...rest, kinds: kinds.map((kind) => ({ ...kind, count: 99 })) } };
    });
    expect(finding(bytes, 'results')?.difference?.path).toMatch(/^\$\.completeness\.kinds\[0\]\.count/);
  });

  it.each([
    ['seq', 3],
    ['prev', 'b'.repeat(64)],
    ['taken', '2026-11-24T00:00:00Z'],
    ['hash', 'c'.repeat(64)],
  ] as const)('finds another %s in the link beside it', (key, value) => {
    const link = canonicalJson({ ...JSON.parse(small.link), [key]: value });
    expect(finding(small.bytes, 'chain', link)).toMatchObject({ state: 'altered', difference: { path: `$.${key}` } });
  });

  it('finds by the link what nothing else tells: a title, a reason', () => {
    const bytes = changed((file) => ({ ...file, reason: 'nothing' }));
    expect(verifyEvidence(bytes, 'evidence.json').verdict).toBe('intact');
    expect(finding(bytes, 'chain', small.link)).toMatchObject({ state: 'altered', difference: { path: '$.evidence' } });
  });

  const madeBy =
    (tool: Tree) =>
    (file: Tree): Tree => ({ ...file, tool: { ...(file.tool as Tree), ...tool } });
  const verdict = (change: (file: Tree) => Tree) => verifyEvidence(changed(change), 'evidence.json').verdict;

  const older = madeBy({ version: '0.0.9', ruleSet: '2020.01', ruleSetSha256: 'd'.repeat(64) });

  it('reports results that differ under an older version as rules changed, never as altered', () => {
    expect(verdict(older)).toBe('intact');
    const { verdict: found, findings } = verifyEvidence(
      changed((file) => ({ ...older(file), summary: {} })),
      'evidence.json',
    );
    expect(found).toBe('rules-changed');
    const [sentence] = findings.flatMap((each) => (each.state === 'rules-changed' ? [each.sentence] : []));
    expect(sentence).toContain('Rules changed');
    expect(sentence).not.toMatch(/tamper/i);
  });

  it.each([
    ['ruleSet', '2099.01'],
    ['ruleSetSha256', 'd'.repeat(64)],
  ])('finds another %s than that of its version, this or an earlier one: a version has one rule set', (key, value) => {
    for (const made of [(file: Tree) => file, older]) {
      expect(
        finding(
          changed((file) => madeBy({ [key]: value.replace('d', 'e') })(made(file))),
          'results',
        ),
      ).toMatchObject({
        state: 'altered',
        difference: { path: `$.tool.${key}` },
      });
    }
  });

  it('never calls an earlier release altered for other results: words and readings are not in the rule set', () => {
    const sameRules = madeBy({ version: '0.0.8' });
    expect(verdict(sameRules)).toBe('intact');
    expect(verdict((file) => ({ ...sameRules(file), peerNames: [] }))).toBe('rules-changed');
  });

  it.each(['9.9.9', '0.0.7', '0.1', 'next', 'toString'])(
    'refuses evidence whose maker it cannot judge: %s',
    (version) => {
      const bytes = changed((file) => ({ ...madeBy({ version })(file), gaps: [] }));
      expect(() => verifyEvidence(bytes, 'evidence.json')).toThrow(`by Ringfence ${version}`);
    },
  );

  it('calls it altered all the same, where that much can be told of what a newer version made', () => {
    expect(verifyEvidence(changed(madeBy({ version: '9.9.9' }), false), 'evidence.json').verdict).toBe('altered');
  });

  it.each<[string, (file: Tree) => Tree]>([
    ['no tool', ({ tool: _, ...file }) => file],
    ['a version that is no text', madeBy({ version: 1 })],
    ['no cluster', ({ cluster: _, ...file }) => file],
    ['a cluster without a name', (file) => ({ ...file, cluster: {} })],
    ['no time', ({ taken: _, ...file }) => file],
    ['a time that is none', (file) => ({ ...file, taken: 'not a time' })],
    ['no inputs', ({ inputs: _, ...file }) => file],
    ['no gaps', ({ gaps: _, ...file }) => file],
  ])('finds %s, whatever the rules', (_, change) => {
    expect(verdict(change)).toBe('altered');
    expect(verdict((file) => change(older(file)))).toBe('altered');
  });

  const changes = {
    since: { taken: '2026-11-22T00:00:00Z', evidence: 'e'.repeat(64), seq: 1 },
    gaps: { opened: [], closed: [], changed: [], unchanged: 3 },
    connections: [],
    workloads: { added: ['shop/Deployment/cart'], removed: [] },
    policies: { added: [], removed: [], changed: [] },
    classification: [],
    dataMap: [],
  };

  it.each<[string, unknown, string]>([
    ['that are none', { lie: 1 }, '$.changes.since'],
    ['with a member more', { ...changes, lie: 1 }, '$.changes.lie'],
    ['without connections', { ...changes, connections: undefined }, '$.changes.connections'],
    [
      'since another snapshot than the one before',
      { ...changes, since: { ...changes.since, seq: 2 } },
      '$.changes.since.seq',
    ],
  ])('finds changes %s', (_, altered, path) => {
    expect(verdict((file) => ({ ...file, changes }))).toBe('intact');
    expect(
      finding(
        changed((file) => ({ ...file, changes: altered })),
        'results',
      ),
    ).toMatchObject({
      state: 'altered',
      difference: { path },
    });
  });

  it('finds evidence that was given the name of version 1, which has no hashes of its parts', () => {
    expect(verdict((file) => ({ ...file, schema: 'ringfence.dev/evidence/v1' }))).toBe('altered');
  });

  it('refuses whole evidence of an older version, which was written under that name', () => {
    const older = changed((file) => ({ ...file, schema: 'ringfence.dev/evidence/v4' }));
    expect(() => verifyEvidence(older, 'evidence.json')).toThrow('from before the first release');
  });

  it('tells what was cut off from what was never ours, and from what is newer', () => {
    const cut = verifyEvidence(small.bytes.subarray(0, 20_000), 'evidence.json');
    expect(cut).toMatchObject({ verdict: 'altered', findings: [{ step: 'form', state: 'altered' }] });
    const refused = (text: string) => () => verifyEvidence(Buffer.from(text), 'notes.json');
    expect(refused('{"kind":"List"}')).toThrow('notes.json is no snapshot of Ringfence');
    expect(refused('hello')).toThrow('notes.json is no snapshot of Ringfence');
    expect(refused('')).toThrow('notes.json is no snapshot of Ringfence');
    expect(refused('{"schema":"ringfence.dev/evidence/v6"}')).toThrow('newer than what this version reads');
    for (const version of [1, 2, 3, 4])
      expect(refused(`{"schema":"ringfence.dev/evidence/v${version}"}`)).toThrow('from before the first release');
  });

  it('finds a number that is none, and a schema that is no text, without a fault', () => {
    const text = small.bytes.toString('utf8').replace(/"seq":\d+/, '"seq":1e999');
    expect(verifyEvidence(Buffer.from(text), 'evidence.json').verdict).not.toBe('intact');
    const odd = () => verifyEvidence(Buffer.from('{"schema":{"toString":1,"valueOf":1}}'), 'evidence.json');
    expect(odd).toThrow(expect.objectContaining({ code: 'UNREADABLE_INPUT' }));
  });

  it('refuses deep nesting without running out of stack', () => {
    const deep = Buffer.from(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`);
    expect(() => verifyEvidence(deep, 'deep.json')).toThrow('is no snapshot of Ringfence');
    const ours = `{"schema":"ringfence.dev/evidence/v5","inputs":${'['.repeat(300)}${']'.repeat(300)}}`;
    expect(verifyEvidence(Buffer.from(ours), 'deep.json').verdict).toBe('altered');
  });

  it('finds rows of pods that would unpack to more than anybody may hold', () => {
    const group = { shared: new Array(20_000).fill(0), own: ['/0'], rows: new Array(20_000).fill([1]) };
    const bytes = changed((file) => ({ ...file, inputs: { objects: [], pods: [group] } }));
    expect(finding(bytes, 'results')).toMatchObject({ state: 'altered' });
  });
});

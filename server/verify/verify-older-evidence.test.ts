import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '#server/report/evidence/canonical-json.ts';
import { objectsOfInputs } from '#server/report/evidence/inputs.ts';
import { smallSnapshot } from './testing/small-snapshot.ts';
import { verifyEvidence } from './verify-evidence.ts';

type Tree = Record<string, unknown>;
let older: Tree;
beforeAll(() => {
  const { evidence } = smallSnapshot({}, 'none'); // version 1 knew no observed traffic
  const { tool, inputs, relation, dataTables: _, chain: __, reason: ___, derived: ____, ...rest } = evidence;
  older = {
    ...rest,
    schema: 'ringfence.dev/evidence/v1',
    tool: { name: tool.name, version: tool.version, ruleSet: tool.ruleSet },
    inputs: { objects: [...objectsOfInputs(inputs)], dataMap: inputs.dataMap },
    relation: { nodes: relation.nodes, edges: relation.edges, omitted: relation.omitted },
  };
});

const verify = (file: Tree) => verifyEvidence(Buffer.from(canonicalJson(file)), 'evidence.json');
const stateOf = (file: Tree, step: string) => verify(file).findings.find((each) => each.step === step);

describe('evidence of version 1', () => {
  it('is told apart, and its results are computed again', () => {
    expect(verify(older).verdict).toBe('intact');
    expect(stateOf(older, 'parts')).toMatchObject({ state: 'not-checked' });
    expect(stateOf(older, 'results')?.sentence).toMatch(/^Made by an earlier version\..* all the same\.$/);
  });

  it('reports other results as those of other rules, with the first difference', () => {
    const [first, ...gaps] = older.gaps as Tree[];
    const changed = { ...older, gaps: [{ ...first, severity: 'info' }, ...gaps] };
    expect(stateOf(changed, 'results')).toMatchObject({
      state: 'rules-changed',
      difference: { path: '$.gaps[0].severity' },
    });
    expect(verify(changed).verdict).toBe('rules-changed');
  });

  it('is no way around what version 2 has: nothing of version 2 may stand in it', () => {
    expect(verify({ ...older, parts: {} }).verdict).toBe('altered');
  });
});

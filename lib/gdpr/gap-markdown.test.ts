import { describe, expect, it } from 'vitest';
import { iso001Examples } from './checks/examples/iso-001.ts';
import { gapMarkdown } from './gap-markdown.ts';
import { gapsOf } from './testing/report-of.ts';

const ADDRESS = 'http://127.0.0.1:7070/demo/gaps?gap=ISO-001';
const [gap] = gapsOf(iso001Examples.failing, 'ISO-001');

describe('a gap as Markdown', () => {
  it('has claim, severity with its derivation, proof, fix and address', () => {
    if (gap === undefined) throw new Error('no gap');
    const text = gapMarkdown(gap, ADDRESS);
    expect(text).toMatch(/^## crm-db is reachable from any pod\n/);
    expect(text).toContain('- Severity: High (high = personal (declared) × any pod (exposure 3))');
    expect(text).toContain('- No NetworkPolicy in crm selects app=crm-db for ingress.');
    expect(text).toContain('- shop/Deployment/cart');
    expect(text).toContain('```yaml\n');
    expect(text).toContain(`<${ADDRESS}>`);
    expect(text.trimEnd()).toMatch(/for the controller to judge\.$/);
  });

  it('lets no name of the cluster become markup', () => {
    if (gap === undefined) throw new Error('no gap');
    const hostile = {
      ...gap,
      title: '[x](javascript:y) <img src=z> `a`',
      fix: { yaml: 'a: "```"\n# ````\n', note: '# no heading' },
    };
    const text = gapMarkdown(hostile, ADDRESS);
    expect(text).toContain('## \\[x\\](javascript:y) \\<img src=z\\> \\`a\\`');
    expect(text).toContain('\\# no heading');
    expect(text).toContain('`````yaml\n');
  });
});

import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n';
const POD = (name: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop, labels: {app: ${name}}}\nspec: {containers: [{name: c}]}\n`;
const DENY =
  'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny, namespace: shop}\nspec: {podSelector: {}, policyTypes: [Ingress]}\n';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringfence-action-'));
  write('base/all.yaml', [NAMESPACE, POD('web'), POD('db'), DENY]);
  write('head/all.yaml', [NAMESPACE, POD('web'), POD('db')]);
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, documents: readonly string[]): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), documents.join('---\n'));
}

/** A `gh` that answers with `known` comments and writes down what it is asked. */
function fakeGh(known: string, status = 0): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const asked = join(folder, 'gh.log');
  writeFileSync(
    join(bin, 'gh'),
    `#!/usr/bin/env bash\nprintf '%s\\n' "$*" >>"${asked}"\ncase "$*" in *--jq*) printf '%s' "${known}" ;; esac\nexit ${status}\n`,
  );
  chmodSync(join(bin, 'gh'), 0o755);
  return bin;
}

interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly summary: string;
  readonly asked: readonly string[];
}

async function run(env: Readonly<Record<string, string>>, gh = fakeGh('')): Promise<Run> {
  const summary = join(folder, 'summary.md');
  writeFileSync(summary, '');
  writeFileSync(join(folder, 'gh.log'), '');
  const { status, stdout } = await new Promise<{ status: number; stdout: string }>((resolve) => {
    const child = execFile(
      join(ROOT, 'bin/diff-action.sh'),
      {
        cwd: folder,
        env: {
          PATH: [gh, dirname(process.execPath), process.env.PATH].join(delimiter),
          NODE_ENV: 'test',
          HOME: folder,
          RUNNER_TEMP: folder,
          GITHUB_REPOSITORY: 'shop/manifests',
          GITHUB_STEP_SUMMARY: summary,
          GITHUB_OUTPUT: join(folder, 'output'),
          RINGFENCE_BASE: 'base',
          RINGFENCE_HEAD: 'head',
          ...env,
        },
      },
      (_, text) => resolve({ status: child.exitCode ?? -1, stdout: text }),
    );
  });
  const asked = readFileSync(join(folder, 'gh.log'), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return { status, stdout, summary: readFileSync(summary, 'utf8'), asked };
}

test('two folders become a step summary and a file, and without a pull request no comment', async () => {
  const { status, summary, asked } = await run({});
  expect(status).toBe(0);
  expect(summary).toMatch(/^<!-- ringfence-diff -->\n### Ringfence\n\n\*\*Opens /);
  expect(asked).toEqual([]);
  const report = /^report=(.+)$/m.exec(readFileSync(join(folder, 'output'), 'utf8'))?.[1] ?? '';
  expect(readFileSync(report, 'utf8')).toBe(summary);
}, 30_000);

test('a pull request gets one comment, which the next run writes over', async () => {
  const first = await run({ RINGFENCE_PULL_REQUEST: '7' });
  expect(first.asked.at(-1)).toMatch(/--method POST repos\/shop\/manifests\/issues\/7\/comments -F body=@/);
  const next = await run({ RINGFENCE_PULL_REQUEST: '7' }, fakeGh('42\n43'));
  expect(next.asked.at(-1)).toMatch(/--method PATCH repos\/shop\/manifests\/issues\/comments\/42 -F body=@/);
  expect((await run({ RINGFENCE_PULL_REQUEST: '7', RINGFENCE_COMMENT: 'false' })).asked).toEqual([]);
}, 30_000);

test('a comment that may not be written is a warning; fail-on ends with 1 after everything is written', async () => {
  const { status, stdout, summary } = await run(
    { RINGFENCE_PULL_REQUEST: '7', RINGFENCE_FAIL_ON: 'opens,gaps' },
    fakeGh('', 1),
  );
  expect(status).toBe(1);
  expect(stdout).toContain('::warning::');
  expect(summary).toContain('Opens');
}, 30_000);

test('settings and namespaces come one a line, and nothing of an input is run', async () => {
  const { status, summary } = await run({
    RINGFENCE_SET: 'ipBlockMatchesPods=true\n\nhostNetworkPods=asNodes\n',
    RINGFENCE_NAMESPACES: '$(touch injected)',
  });
  expect(status).toBe(0);
  expect(summary).toContain('No connection changes.');
  expect(() => readFileSync(join(folder, 'injected'))).toThrow();
}, 30_000);

test('a diff that cannot be made is an error with its own status, and writes no comment', async () => {
  const { status, stdout, summary, asked } = await run({ RINGFENCE_HEAD: '-missing', RINGFENCE_PULL_REQUEST: '7' });
  expect([status, summary, asked]).toEqual([2, '', []]);
  expect(stdout).toContain('::error::');
}, 30_000);

test('the action hands every input over as a variable, never as text of its script', () => {
  const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as {
    inputs: Record<string, unknown>;
    runs: { steps: { run: string; env: Record<string, string> }[] };
  };
  const script = readFileSync(join(ROOT, 'bin/diff-action.sh'), 'utf8');
  for (const { run: command, env } of action.runs.steps) {
    expect(command).not.toContain('${{');
    for (const name of Object.keys(env)) if (name !== 'GH_TOKEN') expect(script).toContain(name);
    const handed = Object.values(env).join();
    for (const input of Object.keys(action.inputs)) expect(handed).toContain(`inputs.${input} `);
  }
});

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './testing/run-cli.ts';

const FIXTURE = fileURLToPath(new URL('../../e2e/fixtures/four-mistakes.yaml', import.meta.url));
const NOT_EVALUATED = fileURLToPath(new URL('../../e2e/fixtures/not-evaluated.yaml', import.meta.url));
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringfence-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n';
const POD = (name: string, labels = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop, labels: {app: ${name}${labels}}}\nspec: {containers: [{name: c}]}\n`;
const POLICY =
  'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: db, namespace: shop}\nspec: {podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}]}\n';
const SHOP = [NAMESPACE, POD('web'), POD('db'), POLICY].join('---\n');

test.each([
  [[], 2],
  [['nonsense'], 2],
  [['list', '--nonsense'], 2],
  [['list', '--demo', '-o', 'nonsense'], 2],
  [['list', '--context', 'a', '--context', 'b'], 2],
  [['list', '--demo', FIXTURE], 2],
  [['list', '--demo', '--profile', 'nonsense'], 2],
  [['list', '--demo', '--set', 'nonsense=1'], 2],
  [['list', '--demo', '--taken', 'yesterday'], 2],
  [['list', '/nonexistent/file.yaml'], 2],
  [['list'], 2],
  [['diff'], 2],
  [['verify'], 2],
  [['generate'], 2],
  [['flows'], 2],
  [['flows', 'nonsense'], 2],
  [['flows', 'import'], 2],
  [['flows', 'list', '--last', 'week'], 2],
  [['flows', 'list', '--end', 'nonsense'], 2],
  [['reach', '--demo', '--to', 'internet'], 2],
  [['reach', '--demo', '--from', 'nowhere/?', '--to', 'internet'], 2],
  [['probe', '-', '--probes', '-'], 2],
  [['snapshot', '--demo', '--no-keep'], 2],
  [['snapshot', '-'], 2],
  [['snapshot', '--demo', '--output', '/dev/null', '--namespace', 'shop'], 2],
  [['scan', '--demo', '--checks', 'NONE-1'], 2],
])('usage error: %j answers %i, says why, and prints no result', async (args, status) => {
  const result = await runCli(args);
  expect(result.status).toBe(status);
  expect(result.stdout).toBe('');
  expect(result.stderr).not.toBe('');
});

test.each(['reach', 'probe', 'list', 'diff', 'scan', 'snapshot', 'capture', 'serve', 'bench', 'version'])(
  '%s --help is a result, not an error',
  async (command) => {
    const result = await runCli([command, '--help']);
    expect(result).toMatchObject({ status: 0, stderr: '' });
    expect(result.stdout).toContain(`ringfence ${command}`);
  },
);

test('version tells the program and its rule set', async () => {
  const result = await runCli(['version', '-o', 'json']);
  expect(JSON.parse(result.stdout)).toEqual({ version: expect.any(String), ruleSet: expect.any(String) });
});

test('probe answers every line in its place, and an error beats an unmet expectation', async () => {
  const lines = [
    '{"from":"shop/web","to":"shop/db","protocol":"TCP","port":5432,"expect":"allow","id":7}',
    'no json',
    '{"from":"shop/db","to":"shop/web","port":80,"expect":"deny"}',
    '{"from":"shop/web","to":"shop/db"}',
    '{"from":"shop/?","to":"shop/db","expect":"deny"}',
  ];
  const shop = join(folder, 'probe.yaml');
  writeFileSync(shop, SHOP);
  const result = await runCli(['probe', shop], `${lines.join('\n')}\n`);
  expect(result.status).toBe(2);
  const answers = result.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const none = { TCP: [], UDP: [], SCTP: [] };
  expect(answers).toEqual([
    {
      ...{ from: 'shop/web', to: 'shop/db', protocol: 'TCP', port: 5432, expect: 'allow', id: 7 },
      ...{ verdict: 'allow', pass: true },
      because: ['egress: not isolated', 'ingress: NetworkPolicy shop/db spec.ingress[0] admits'],
    },
    { verdict: 'error', message: expect.any(String) },
    {
      ...{ from: 'shop/db', to: 'shop/web', port: 80, expect: 'deny', verdict: 'allow', pass: false },
      because: ['egress: not isolated', 'ingress: not isolated'],
    },
    { from: 'shop/web', to: 'shop/db', allow: { ...none, TCP: [[5432, 5432]] }, depends: none, reasons: [] },
    { from: 'shop/?', to: 'shop/db', expect: 'deny', allow: none, depends: none, reasons: [], pass: true },
  ]);
  expect(result.stderr).toContain('1 of 3 expectations not met.');
});

test('an unmet expectation in YAML is exit status 1; met ones are 0', async () => {
  const shop = join(folder, 'expect.yaml');
  writeFileSync(shop, SHOP);
  const expectations = (expect: string) =>
    `# beside the policies\napiVersion: ringfence.dev/v1alpha1\nkind: Expectations\nexpectations:\n- {from: "shop/?app=web", to: shop/db, port: TCP/5432, expect: ${expect}, because: only web}\n`;
  expect((await runCli(['probe', shop], expectations('deny'))).status).toBe(1);
  expect((await runCli(['probe', shop], expectations('allow'))).status).toBe(0);
});

test('what list freezes as expectations, probe finds met', async () => {
  const frozen = join(folder, 'frozen.yaml');
  await runCli(['list', FIXTURE, '-o', 'expectations', '--output', frozen]);
  const result = await runCli(['probe', FIXTURE, '--probes', frozen]);
  expect(result.status).toBe(0);
  expect(result.stdout.split('\n').length).toBeGreaterThan(10);
});

test('the result does not depend on the order of files', async () => {
  const one = join(folder, 'one.yaml');
  const two = join(folder, 'two.yaml');
  writeFileSync(one, [NAMESPACE, POD('web')].join('---\n'));
  writeFileSync(two, [POLICY, POD('db')].join('---\n'));
  const [a, b] = await Promise.all([
    runCli(['list', one, two, '-o', 'json', '-q']),
    runCli(['list', two, one, '-o', 'json', '-q']),
  ]);
  const withoutFiles = (text: string) => ({ ...(JSON.parse(text) as object), completeness: undefined });
  expect(withoutFiles(a.stdout)).toEqual(withoutFiles(b.stdout));
});

test('what cannot be read is named on standard error and in the result; --strict makes it fatal', async () => {
  const broken = join(folder, 'broken.yaml');
  writeFileSync(broken, `${SHOP}---\n${POD('bad', ', on: 1')}`);
  const result = await runCli(['list', broken, '-o', 'json']);
  expect(result.status).toBe(0);
  expect(result.stderr).toContain('shop/bad');
  expect((JSON.parse(result.stdout) as { completeness: { unread: unknown[] } }).completeness.unread).toHaveLength(1);
  expect(await runCli(['list', broken, '--strict'])).toMatchObject({ status: 2, stdout: '' });
});

test('nothing of Kubernetes in the input is 2', async () => {
  expect((await runCli(['list', '-'], 'hello: world\n')).status).toBe(2);
});

test('a source that cannot be reached is 3', async () => {
  const kubeconfig = join(folder, 'config');
  const cluster = 'clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]';
  const rest = 'users: [{name: u, user: {token: t}}]\ncontexts: [{name: x, context: {cluster: c, user: u}}]';
  writeFileSync(kubeconfig, `apiVersion: v1\nkind: Config\n${cluster}\n${rest}\ncurrent-context: x\n`);
  const result = await runCli(['list', '--kubeconfig', kubeconfig]);
  expect(result).toMatchObject({ status: 3, stdout: '' });
});

test('--namespace prints only what has an end inside', async () => {
  const result = await runCli(['list', '--demo', '-o', 'json', '--namespace', 'crm']);
  const { edges } = JSON.parse(result.stdout) as { edges: { from: string; to: string }[] };
  expect(edges.length).toBeGreaterThan(0);
  expect(edges.filter(({ from, to }) => !/^crm\/|@crm$/.test(from) && !/^crm\/|@crm$/.test(to))).toEqual([]);
});

test('--namespace tells what any pod may of the pods inside: nothing about an open namespace would read as denied', async () => {
  const result = await runCli(['list', NOT_EVALUATED, '-q', '-o', 'csv', '--namespace', 'free']);
  expect(result.stdout.split('\n').map((line) => line.split(',').slice(0, 2).join(' → '))).toEqual([
    ...['from → to', 'internet → free/Pod/any', 'free/Pod/any → internet', 'free/Pod/any → shop/Pod/db'],
    ...['free/Pod/any → shop/Pod/job', 'free/Pod/any → shop/Pod/web', 'shop/Pod/db → free/Pod/any'],
    ...['shop/Pod/job → free/Pod/any', 'shop/Pod/web → free/Pod/any', ''],
  ]);
});

test('a filter that looks at any pod as one says so, and --expand looks at every pair', async () => {
  const filtered = await runCli(['list', NOT_EVALUATED, '-o', 'csv', '--filter', 'ns:free']);
  expect(filtered.stdout.trimEnd().split('\n')).toHaveLength(1);
  expect(filtered.stderr).toContain('any-pod as one');
  const expanded = await runCli(['list', NOT_EVALUATED, '-o', 'csv', '--filter', 'ns:free', '--expand']);
  expect(expanded.stdout.trimEnd().split('\n')).toHaveLength(9);
  expect(expanded.stderr).not.toContain('any-pod as one');
});

test('scan --fail-on is 1 only where a gap is as severe', async () => {
  const shop = join(folder, 'scan.yaml');
  writeFileSync(shop, SHOP);
  expect((await runCli(['scan', FIXTURE, '--fail-on', 'low'])).status).toBe(1);
  expect((await runCli(['scan', shop, '--fail-on', 'critical'])).status).toBe(0);
});

test('a closed pipe is 0', async () => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, 'list', '--demo', '--expand', '-o', 'json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await once(child.stdout, 'readable');
  child.stdout.destroy();
  const [status] = (await once(child, 'exit')) as [number | null];
  expect(status).toBe(0);
});

test('an interrupt is 130', async () => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, 'probe', '--demo'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.write('{"from":"internet","to":"crm/crm-db-0"}\n'.repeat(2_000));
  await once(child.stdout, 'readable');
  child.kill('SIGINT');
  const [status] = (await once(child, 'exit')) as [number | null];
  expect(status).toBe(130);
});

test('--output writes the file and nothing else', async () => {
  const file = join(folder, 'list.csv');
  const result = await runCli(['list', '--demo', '-o', 'csv', '--output', file]);
  expect(result).toMatchObject({ status: 0, stdout: '' });
  expect(readFileSync(file, 'utf8').split('\r\n')[0]).toBe('from,to,allow,some,depends,reasons');
});

test('an undecided gap that --fail-on-unknown asks for is exit status 1, and says why', async () => {
  const undecided = join(folder, 'undecided.yaml');
  const cilium =
    'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: db, namespace: shop}\nspec: {endpointSelector: {}}\n';
  writeFileSync(undecided, `${SHOP}---\n${cilium}`);
  const result = await runCli(['scan', undecided, '-q', '--fail-on-unknown']);
  expect(result.status).toBe(1);
  expect(result.stderr).toMatch(/^\d+ gaps? undecided\.\n$/);
});

test('probes may come through a named pipe, as a shell makes one of <(…)', async () => {
  const shop = join(folder, 'piped.yaml');
  const pipe = join(folder, 'probes.fifo');
  writeFileSync(shop, SHOP);
  execFileSync('mkfifo', [pipe]);
  const asked = runCli(['probe', shop, '-q', '--probes', pipe]);
  const writer = spawn('sh', ['-c', `echo '{"from":"shop/web","to":"shop/db","port":5432}' > "$0"`, pipe]);
  const { status, stdout } = await asked;
  writer.kill();
  expect(status).toBe(0);
  expect(stdout).toContain('"verdict":"allow"');
});

test('a --namespace that the input does not hold is told, and not only an empty result', async () => {
  const result = await runCli(['scan', FIXTURE, '-q', '--namespace', 'nowhere']);
  expect(result.stderr).toBe('There is no namespace nowhere in the input.\n');
});

test('a table with hubs tells how they are read, so that any-pod is not taken for every pod', async () => {
  const shop = join(folder, 'hubs.yaml');
  writeFileSync(shop, SHOP);
  const short = await runCli(['list', shop]);
  expect(short.stdout).toContain('any-pod');
  expect(short.stderr).toContain('no policy closes');
  const expanded = await runCli(['list', shop, '--expand']);
  expect(expanded.stdout + expanded.stderr).not.toContain('any-pod');
});

describe('--output', () => {
  const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
  const shop = (): string => {
    const input = join(mkdtempSync(join(folder, 'output-')), 'shop.yaml');
    writeFileSync(input, SHOP);
    return input;
  };

  test.each([
    ['list', []],
    ['scan', []],
    ['snapshot', ['--taken', '2026-01-01T00:00:00Z']],
  ])('%s replaces what was there, for its owner alone to read', { timeout: 60_000 }, async (command, more) => {
    const input = shop();
    const output = join(dirname(input), 'result');
    writeFileSync(output, 'old', { mode: 0o644 });
    const { status } = await runCli([command, input, '--output', output, ...more]);
    expect(status).toBe(0);
    expect(readFileSync(output, 'utf8')).not.toBe('old');
    expect(statSync(output).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(input)).sort()).toEqual(['result', 'shop.yaml']);
  });

  test.each([
    ['list', ['--expand', '-o', 'json']],
    ['snapshot', ['--no-keep']],
  ])('%s that cannot be written to its end leaves what was there', { timeout: 60_000 }, (command, more) => {
    const input = shop();
    const output = join(dirname(input), 'result');
    writeFileSync(output, 'old');
    // No file may become longer than one block.
    const limited = ['-c', 'ulimit -f 1; exec "$@"', 'sh', process.execPath, MAIN, command, input, '--output', output];
    const { status, stderr } = spawnSync('sh', [...limited, ...more], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(`${output} cannot be written`) });
    expect(readFileSync(output, 'utf8')).toBe('old');
    expect(readdirSync(dirname(input)).sort()).toEqual(['result', 'shop.yaml']);
  });

  test('what is no ordinary file is written to and stays what it is', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const reader = spawn('cat', [pipe]);
    const text = (async () => {
      let read = '';
      for await (const part of reader.stdout) read += part;
      return read;
    })();
    const { status } = await runCli(['list', shop(), '-o', 'csv', '--output', pipe]);
    expect(status).toBe(0);
    expect(await text).toContain('shop/Pod/web');
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  test('a link stays a link to what is replaced', async () => {
    const input = shop();
    const [target, link] = [join(dirname(input), 'target'), join(dirname(input), 'link')];
    writeFileSync(target, 'old');
    symlinkSync(target, link);
    await runCli(['list', input, '--output', link]);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).not.toBe('old');
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clusterId, parseServeArguments } from './config.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'ringfence-config-'));
});
afterAll(() => rmSync(home, { recursive: true }));
const parse = (...argv: string[]) => parseServeArguments(argv, { HOME: home }, '/srv');

describe('the source', () => {
  test('nothing chosen and no kubeconfig: the demo, and the page says so', () => {
    const { clusters, firstRun } = parse();
    expect({ clusters, firstRun }).toEqual({
      clusters: [{ id: 'demo', name: 'demo', source: { type: 'demo' } }],
      firstRun: true,
    });
  });
  test('the demo asked for is no first run', () => expect(parse('--demo').firstRun).toBe(false));
  test('nothing chosen but a kubeconfig: its current context, reachable or not', () => {
    const withConfig = mkdtempSync(join(home, 'with-'));
    mkdirSync(join(withConfig, '.kube'));
    writeFileSync(join(withConfig, '.kube', 'config'), '');
    const { clusters, firstRun } = parseServeArguments([], { HOME: withConfig }, '/srv');
    expect(clusters.map(({ source }) => source.type)).toEqual(['live']);
    expect(firstRun).toBe(false);
  });
  test('the current context is called as the kubeconfig calls it, and stays the one that it was at the start', () => {
    const file = join(mkdtempSync(join(home, 'named-')), 'config');
    writeFileSync(file, 'current-context: prod-eu\ncontexts:\n- name: test\n- name: prod-eu\n');
    for (const { clusters } of [
      parse('--kubeconfig', file),
      parseServeArguments([], { HOME: home, KUBECONFIG: file }, '/srv'),
    ]) {
      expect(clusters).toMatchObject([
        { id: 'prod-eu', name: 'prod-eu', source: { type: 'live', context: 'prod-eu' } },
      ]);
    }
  });
  test('a kubeconfig without a current context, or with one that it does not hold, is told when it is connected', () => {
    const file = join(mkdtempSync(join(home, 'none-')), 'config');
    for (const current of ['', 'current-context: gone\n']) {
      writeFileSync(file, `${current}contexts:\n- name: test\n`);
      const [cluster] = parse('--kubeconfig', file).clusters;
      expect(cluster?.name).toBe('current context');
      expect(cluster?.source).not.toHaveProperty('context', 'test');
    }
  });
  test('a KUBECONFIG that names no file is none', () => {
    const { clusters } = parseServeArguments([], { HOME: home, KUBECONFIG: '/nowhere/config' }, '/srv');
    expect(clusters[0]?.source).toEqual({ type: 'demo' });
  });
  test('each context is a cluster of its own', () => {
    expect(parse('--context', 'prod', '--context', 'Prod').clusters).toMatchObject([
      { id: 'prod', name: 'prod', source: { type: 'live', context: 'prod' } },
      { id: 'prod-2', name: 'Prod', source: { type: 'live', context: 'Prod' } },
    ]);
  });
  test('all files together are one cluster, relative to the folder of the caller', () => {
    expect(parse('a.yaml', '/b', 'snapshot:c.pdf').clusters).toEqual([
      {
        id: '3-files',
        name: '3 files',
        source: { type: 'files', paths: ['/srv/a.yaml', '/b', 'snapshot:/srv/c.pdf'] },
      },
    ]);
  });
  test('--cluster names more', () => {
    expect(
      parse('--cluster', 'eu=demo', '--cluster', 'us=context:prod', '--cluster', 'x=y.json').clusters,
    ).toMatchObject([
      { id: 'eu', source: { type: 'demo' } },
      { id: 'us', source: { type: 'live', context: 'prod' } },
      { id: 'x', source: { type: 'files', paths: ['/srv/y.json'] } },
    ]);
  });
});

describe('usage errors name the option', () => {
  test.each([
    [['--prot', '3000'], /--prot/],
    [['--port', 'x'], /--port x/],
    [['--port', '65536'], /--port 65536/],
    [['--cluster', 'nameonly'], /NAME=SOURCE/],
    [['--context'], /--context/],
    [['--profile', 'flannel'], /no profile "flannel"/],
    [['--set', 'sctp=maybe'], /sctp cannot be "maybe"/],
    [['--set', 'sctp'], /"sctp" is not KEY=VALUE/],
    [['-', '--cluster', 'b=-'], /Standard input/],
  ])('%j', (argv, message) => {
    expect(() => parse(...argv)).toThrow(
      expect.objectContaining({ code: 'USAGE', message: expect.stringMatching(message) }),
    );
  });
});

describe('traffic', () => {
  test('none is observed where nothing was given', () => expect(parse().clusters[0]).not.toHaveProperty('flows'));
  test.each([
    [['--hubble', '127.0.0.1:4245'], { address: '127.0.0.1:4245' }],
    [['--hubble', 'auto'], { address: 'auto' }],
    [['--hubble', 'unix:/run/hubble.sock'], { address: 'unix:/run/hubble.sock' }],
    [['--hubble', 'tls://relay.example:4245'], { address: 'relay.example:4245', tls: {} }],
    [['--hubble', '[::1]:443'], { address: '[::1]:443', tls: {} }],
    [['--hubble', 'relay:80', '--hubble-server-name', 'x'], { address: 'relay:80', tls: { serverName: 'x' } }],
  ])('%j', (argv, hubble) => expect(parse(...argv).clusters[0]?.flows).toEqual({ hubble, files: [] }));
  test('files are found from the folder of the caller', () => {
    writeFileSync(join(home, 'flows.ndjson'), '');
    const { clusters } = parseServeArguments(['--flows', 'flows.ndjson'], { HOME: home }, home);
    expect(clusters[0]?.flows).toEqual({ files: [join(home, 'flows.ndjson')] });
  });
  test.each([
    [['--hubble', 'relay'], /--hubble relay: write HOST:PORT/],
    [['--hubble', 'relay:70000'], /--hubble relay:70000/],
    [['--hubble-ca', 'ca.crt'], /--hubble-ca says how Hubble is reached/],
    [['--hubble', 'relay:80', '--hubble-cert', 'c'], /belong together/],
    [['--hubble', 'relay:80', '--hubble-ca', 'gone'], /--hubble-ca gone: there is no such file/],
    [['--flows', 'gone'], /--flows gone: there is no such file/],
    [['--hubble', 'auto', '--demo', '--cluster', 'b=demo'], /one cluster/],
  ])('%j is a slip', (argv, message) => expect(() => parse(...argv)).toThrow(message));
});

describe('another host than loopback', () => {
  test('is refused without a token file', () => {
    expect(() => parse('--host', '0.0.0.0')).toThrow(/--no-sign-in-i-accept/);
    expect(() => parse('--host', '0.0.0.0', '--token')).toThrow(/--token-file/);
  });
  test('is accepted with a token file, or in the flag’s own words', () => {
    expect(parse('--host', '0.0.0.0', '--token-file', 't').token).toEqual({ from: 'file', path: '/srv/t' });
    expect(parse('--host', '0.0.0.0', '--no-sign-in-i-accept').host).toBe('0.0.0.0');
  });
  test.each(['localhost', '127.0.0.1', '127.1.2.3', '::1'])('%s is loopback', (host) => {
    expect(parse('--host', host).host).toBe(host);
  });
});

describe('the id of a cluster', () => {
  test.each([
    ['arn:aws:eks:eu-central-1:1:cluster/prod', 'arn-aws-eks-eu-central-1-1-cluster-prod'],
    ['api', 'api-2'],
    ['…', 'cluster'],
    ['a/../b', 'a-b'],
  ])('%s is %s', (name, id) => expect(clusterId(name, new Set())).toBe(id));
});

test('flows by the minute are kept for no longer than those by the hour', () => {
  expect(parse('--keep-flows', '14d,6m').flowRetention).toEqual({ minuteDays: 14, hourMonths: 6 });
  expect(parse('--keep-flows', '400d,13m').flowRetention).toEqual({ minuteDays: 400, hourMonths: 13 });
  expect(() => parse('--keep-flows', '401d,13m')).toThrow('minutes cannot be kept for longer than hours');
  expect(() => parse('--keep-flows', '30d')).toThrow('write days by the minute');
});

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type ApiServer, startApiServer } from '#e2e/cluster/api-server.ts';
import { createAuthority } from '#e2e/cluster/certificates.ts';
import { createRecordingSink, type RecordingSink } from '#e2e/cluster/recording-sink.ts';
import { type ConnectionSpec, openConnection } from './connection.ts';
import { liveSource } from './live-source.ts';

interface Kubeconfig {
  readonly clusters: readonly { cluster: Record<string, unknown> }[];
  readonly users: readonly { user: Record<string, unknown> }[];
}

const authority = createAuthority('test authority');
let server: ApiServer;
let folder: string;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  server = await startApiServer({ clientAuthority: authority.certificate });
  folder = mkdtempSync(join(tmpdir(), 'ringfence-kubeconfig-'));
});
afterAll(async () => {
  await Promise.all(stops.map((stop) => stop()));
  rmSync(folder, { recursive: true });
  await server.stop();
});

/** The administrator's kubeconfig, changed, as a file of its own. */
function writeKubeconfig(name: string, change: (config: Kubeconfig) => void): string {
  const config = JSON.parse(readFileSync(server.kubeconfig(), 'utf8')) as Kubeconfig;
  change(config);
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(config));
  return path;
}

function adminToken(): unknown {
  const config = JSON.parse(readFileSync(server.kubeconfig(), 'utf8')) as Kubeconfig;
  return config.users[0]?.user.token;
}

function setUser(config: Kubeconfig, user: Record<string, unknown>): void {
  for (const entry of config.users) entry.user = user;
}

function open(kubeconfig: string): RecordingSink {
  return openSpec({ kubeconfig });
}

function openSpec(spec: ConnectionSpec): RecordingSink {
  const sink = createRecordingSink();
  const source = liveSource(spec);
  stops.push(() => source.stop());
  source.start(sink);
  return sink;
}

test('a token from an exec plugin is used, and the plugin runs once for all that wait for it', async () => {
  const runs = join(folder, 'runs');
  const status = { token: adminToken(), expirationTimestamp: '2999-01-01T00:00:00Z' };
  const credential = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status };
  const script = `
      const { spec } = JSON.parse(process.env.KUBERNETES_EXEC_INFO);
      require('node:fs').appendFileSync(${JSON.stringify(runs)}, spec.interactive + ' ' + process.env.GREETING + '\\n');
      console.log(${JSON.stringify(JSON.stringify(credential))});`;
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: process.execPath,
    args: ['-e', script],
    env: [{ name: 'GREETING', value: 'hello' }],
    interactiveMode: 'Never',
  };
  const sink = open(writeKubeconfig('exec', (config) => setUser(config, { exec })));
  await sink.until('reading', () => sink.statuses.at(-1)?.state === 'current');
  expect(readFileSync(runs, 'utf8')).toBe('false hello\n');
});

test('a plugin that never ends is ended with the source', async () => {
  const pid = join(folder, 'pid');
  const script = `require('node:fs').writeFileSync(${JSON.stringify(pid)}, String(process.pid)); setInterval(() => {}, 1e6);`;
  const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: ['-e', script] };
  const source = liveSource({ kubeconfig: writeKubeconfig('hanging', (config) => setUser(config, { exec })) });
  source.start(createRecordingSink());
  await vi.waitFor(() => expect(readFileSync(pid, 'utf8')).not.toBe(''), { timeout: 10_000 });
  await source.stop();
  const running = () => process.kill(Number(readFileSync(pid, 'utf8')), 0);
  await vi.waitFor(() => expect(running).toThrow('ESRCH'), { timeout: 5_000 });
});

test('an exec plugin that fails is told without what it wrote, which may hold a token', async () => {
  const args = ['-e', 'console.error("secret-token"); process.exit(1)'];
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: process.execPath,
    args,
    interactiveMode: 'Never',
  };
  const sink = open(writeKubeconfig('failing-exec', (config) => setUser(config, { exec })));
  await sink.until('failure', () => sink.statuses.at(-1)?.state === 'failed');
  expect(sink.statuses.at(-1)?.error?.message).toBe('The credentials of the context admin cannot be had.');
  expect(JSON.stringify(sink.statuses)).not.toContain('secret-token');
});

test('credentials that are replaced on disk are used without a restart', async () => {
  const path = writeKubeconfig('token', (config) => setUser(config, { token: 'expired' }));
  const sink = open(path);
  await sink.until('refusal', () => sink.statuses.at(-1)?.error?.message.includes('does not accept') === true);
  writeKubeconfig('token', () => undefined);
  await sink.until('reading', () => sink.statuses.at(-1)?.state === 'current');
});

const ADMINISTRATOR = { user: 'certified', group: 'system:masters' };

test('a client certificate and its key, written in the kubeconfig, are enough', async () => {
  const { certificate, key } = authority.issue(ADMINISTRATOR);
  const encoded = (pem: string): string => Buffer.from(pem).toString('base64');
  const user = { 'client-certificate-data': encoded(certificate), 'client-key-data': encoded(key) };
  const sink = open(writeKubeconfig('certificate', (config) => setUser(config, user)));
  await sink.until('reading', () => sink.statuses.at(-1)?.state === 'current');
});

test('client certificates that are replaced on disk are used without a restart', async () => {
  const write = ({ certificate, key }: { readonly certificate: string; readonly key: string }): void => {
    writeFileSync(join(folder, 'client.crt'), certificate);
    writeFileSync(join(folder, 'client.key'), key);
  };
  write(createAuthority('somebody else').issue(ADMINISTRATOR));
  const files = { 'client-certificate': join(folder, 'client.crt'), 'client-key': join(folder, 'client.key') };
  const sink = open(writeKubeconfig('certificate-files', (config) => setUser(config, files)));
  await sink.until('refusal', () => sink.statuses.at(-1)?.error?.message.includes('does not accept') === true);
  write(authority.issue(ADMINISTRATOR));
  await sink.until('reading', () => sink.statuses.at(-1)?.state === 'current');
});

test('a tokenFile of the kubeconfig is read, relative to it, before a token', async () => {
  writeFileSync(join(folder, 'token.txt'), `${adminToken()}\n`);
  const path = writeKubeconfig('token-file', (config) => setUser(config, { tokenFile: 'token.txt', token: 'expired' }));
  const sink = open(path);
  await sink.until('reading', () => sink.statuses.at(-1)?.state === 'current');
});

describe('in the cluster, as its service account', () => {
  /** As the kubelet does it: a new folder, then the link to it is replaced. */
  function mount(root: string, token: unknown): void {
    const mounted = join(root, 'var/run/secrets/kubernetes.io/serviceaccount');
    mkdirSync(mounted, { recursive: true });
    const version = mkdtempSync(join(mounted, '..'));
    writeFileSync(join(version, 'token'), String(token));
    writeFileSync(join(version, 'ca.crt'), server.certificate());
    writeFileSync(join(version, 'namespace'), 'shop');
    symlinkSync(version, join(mounted, '..next'));
    renameSync(join(mounted, '..next'), join(mounted, '..data'));
    for (const file of ['token', 'ca.crt', 'namespace']) {
      if (!existsSync(join(mounted, file))) symlinkSync(join('..data', file), join(mounted, file));
    }
  }
  function enterCluster(): string {
    const { hostname, port } = new URL(server.address);
    vi.stubEnv('KUBERNETES_SERVICE_HOST', hostname);
    vi.stubEnv('KUBERNETES_SERVICE_PORT', port);
    return mkdtempSync(join(folder, 'pod-'));
  }
  afterEach(() => vi.unstubAllEnvs());

  test('a token that is replaced is used for the very next request', async () => {
    const mountedAt = enterCluster();
    mount(mountedAt, 'first');
    const connection = await openConnection({ inCluster: true, mountedAt });
    stops.push(async () => connection.close());
    const sent = async () => (await connection.requestOptions()).headers;
    expect(await sent()).toMatchObject({ Authorization: 'Bearer first' });
    mount(mountedAt, 'second');
    expect(await sent()).toMatchObject({ Authorization: 'Bearer second' });
  });

  test('the cluster is read, also where the first token had ended', async () => {
    const mountedAt = enterCluster();
    mount(mountedAt, 'expired');
    const sink = openSpec({ inCluster: true, mountedAt });
    await sink.until('refusal', () => sink.statuses.at(-1)?.error?.message.includes('does not accept') === true);
    mount(mountedAt, adminToken());
    await sink.until('reading', () => sink.statuses.at(-1)?.state === 'current');
    expect(sink.statuses.at(-1)?.label).toBe('Live API, in-cluster');
  });

  test('without a service account it says so', async () => {
    const mountedAt = enterCluster();
    const sink = openSpec({ inCluster: true, mountedAt });
    await sink.until('failure', () => sink.statuses.at(-1)?.state === 'failed');
    expect(sink.statuses.at(-1)?.error?.message).toContain('does not run inside a cluster');
  });
});

test('the proxy of the kubeconfig is the only way taken', async () => {
  const asked: string[] = [];
  const proxy: Server = createServer();
  proxy.on('connect', (request, client, head) => {
    asked.push(request.url ?? '');
    const { hostname, port } = new URL(`http://${request.url}`);
    const target = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.write(head);
      target.pipe(client).pipe(target);
    });
    target.on('error', () => client.destroy());
    client.on('error', () => target.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  stops.push(async () => void proxy.close());
  const address = proxy.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const path = writeKubeconfig('proxy', ({ clusters }) => {
    for (const { cluster } of clusters) cluster['proxy-url'] = `http://127.0.0.1:${port}`;
  });
  const sink = open(path);
  await sink.until('reading', () => sink.statuses.at(-1)?.state === 'current');
  expect(new Set(asked)).toEqual(new Set([new URL(server.address).host]));
});

test('a certificate is checked against tls-server-name where one is given', async () => {
  const path = writeKubeconfig('server-name', ({ clusters }) => {
    for (const { cluster } of clusters) cluster['tls-server-name'] = 'elsewhere.example';
  });
  const sink = open(path);
  await sink.until('failure', () => sink.statuses.at(-1)?.state === 'failed');
  expect(sink.statuses.at(-1)?.error?.detail).toContain('elsewhere.example');
});

test('a server with a certificate of unknown origin is refused', async () => {
  const path = writeKubeconfig('no-authority', ({ clusters }) => {
    for (const { cluster } of clusters) delete cluster['certificate-authority'];
  });
  const sink = open(path);
  await sink.until('failure', () => sink.statuses.at(-1)?.state === 'failed');
  expect(sink.statuses.at(-1)?.error?.detail).toMatch(/certificate/);
});

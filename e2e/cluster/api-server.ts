import type { ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes, randomInt } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AdminClient, createAdminClient } from './admin-client.ts';
import { endProgram, pauseProgram, startProgram } from './child-programs.ts';

const VERSION = 'v1.35.4';
const READY_MS = 90_000;
const RETRY_MS = 100;
const STARTS = 10;

export interface ApiServerOptions {
  /** Users beside the administrator, without any right until a test binds one. */
  readonly users?: readonly string[];
  /** Start from a copy of this etcd data folder. */
  readonly etcdData?: string;
  readonly featureGates?: readonly string[];
  /** Accept client certificates of this authority (PEM): the subject's CN is the user, its O the groups. */
  readonly clientAuthority?: string;
  /** Write down every request, for `requests`. */
  readonly audit?: boolean;
}

/** A request as the server's own audit log tells it. */
export interface AuditedRequest {
  readonly user: string;
  readonly verb: string;
  readonly uri: string;
  /** `secrets`, `pods`; absent for what names no resource. */
  readonly resource?: string;
}

/** A real kube-apiserver with its etcd, on loopback, with nothing else: no controllers, no nodes. */
export interface ApiServer {
  readonly address: string;
  /** The certificate to trust, PEM. */
  certificate(): string;
  /** Asks with all rights. */
  readonly admin: AdminClient;
  /** Path of a kubeconfig for a user, `admin` or one of `users`; `namespace` is its context's. */
  kubeconfig(user?: string, namespace?: string): string;
  /** SIGKILL: as a crash. Watches break at once. */
  kill(): Promise<void>;
  /** Again on the same data and address; resolves when it is ready. */
  restart(): Promise<void>;
  /** Stops the server where it stands, so that connections stay open and silent; or lets it go on. */
  pause(paused: boolean): void;
  /** All requests up to now, with `audit`. */
  requests(): readonly AuditedRequest[];
  /** Forgets old versions in etcd, up to the newest. */
  compact(): Promise<void>;
  /** Ends etcd cleanly and copies its data. The server is gone afterwards. */
  saveData(folder: string): Promise<void>;
  /** Ends everything and removes its files. */
  stop(): Promise<void>;
}

/** Folder with `etcd` and `kube-apiserver`; the test runner puts it into the environment. */
export function kubeBinaries(): string {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ringfence', 'kube', VERSION);
  const folder = [process.env.KUBEBUILDER_ASSETS, cache].find(
    (place) => place && existsSync(join(place, 'kube-apiserver')),
  );
  if (folder === undefined)
    throw new Error('There is no kube-apiserver: run "npm test -- cluster", or set KUBEBUILDER_ASSETS.');
  return folder;
}

/** Where tests keep what is dear to make, such as the data of 10,000 pods. */
export function kubeCache(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ringfence', 'kube', `data-${VERSION}`);
}

/** Starts etcd and kube-apiserver on free ports; resolves when the server is ready, in about 3 s. */
export async function startApiServer(options: ApiServerOptions = {}): Promise<ApiServer> {
  const binaries = kubeBinaries();
  const run = mkdtempSync(join(tmpdir(), 'ringfence-kube-'));
  const [clientPort, peerPort, securePort] = await freePorts(3);
  const etcdAddress = `http://127.0.0.1:${clientPort}`;
  const address = `https://127.0.0.1:${securePort}`;
  const tokens = new Map(['admin', ...(options.users ?? [])].map((user) => [user, randomBytes(16).toString('hex')]));
  writeTokens(join(run, 'tokens.csv'), tokens);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(join(run, 'sa.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  if (options.clientAuthority !== undefined) writeFileSync(join(run, 'client-ca.crt'), options.clientAuthority);
  if (options.etcdData !== undefined) cpSync(options.etcdData, join(run, 'etcd'), { recursive: true });

  const auditLog = join(run, 'audit.log');
  if (options.audit === true) writeFileSync(join(run, 'audit.json'), AUDIT_POLICY);

  const etcd = startProgram(
    join(binaries, 'etcd'),
    [
      `--data-dir=${join(run, 'etcd')}`,
      '--unsafe-no-fsync',
      `--listen-client-urls=${etcdAddress}`,
      `--advertise-client-urls=${etcdAddress}`,
      `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
      `--initial-advertise-peer-urls=http://127.0.0.1:${peerPort}`,
      `--initial-cluster=default=http://127.0.0.1:${peerPort}`,
      '--log-level=warn',
    ],
    join(run, 'etcd.log'),
  );
  const startServer = () =>
    startProgram(
      join(binaries, 'kube-apiserver'),
      [
        `--etcd-servers=${etcdAddress}`,
        '--bind-address=127.0.0.1',
        '--advertise-address=127.0.0.1',
        `--secure-port=${securePort}`,
        '--endpoint-reconciler-type=none',
        `--cert-dir=${join(run, 'cert')}`,
        `--token-auth-file=${join(run, 'tokens.csv')}`,
        '--authorization-mode=RBAC',
        '--service-account-issuer=https://kubernetes.default.svc',
        `--service-account-key-file=${join(run, 'sa.key')}`,
        `--service-account-signing-key-file=${join(run, 'sa.key')}`,
        '--service-cluster-ip-range=10.96.0.0/16',
        '--disable-admission-plugins=ServiceAccount',
        '--shutdown-watch-termination-grace-period=2s',
        ...(options.clientAuthority === undefined ? [] : [`--client-ca-file=${join(run, 'client-ca.crt')}`]),
        ...(options.audit === true
          ? [`--audit-policy-file=${join(run, 'audit.json')}`, `--audit-log-path=${auditLog}`]
          : []),
        ...(options.featureGates === undefined ? [] : [`--feature-gates=${options.featureGates.join(',')}`]),
      ],
      join(run, 'kube-apiserver.log'),
    );

  let server = startServer();
  const certificate = join(run, 'cert', 'apiserver.crt');
  const admin = createAdminClient(address, tokens.get('admin') ?? '', () => readFileSync(certificate));
  const stop = async () => {
    await Promise.all([endProgram(server, 'SIGKILL'), endProgram(etcd, 'SIGKILL')]);
    rmSync(run, { recursive: true, force: true });
  };
  const untilReady = async () => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await waitUntilReady(admin, server, join(run, 'kube-apiserver.log'));
      } catch (error) {
        if (!isPortTaken(error) || attempt === STARTS) {
          await stop();
          throw error;
        }
        // While it was down somebody else was given its port, to look whether it is free.
        await sleep(RETRY_MS * attempt);
        server = startServer();
      }
    }
  };
  await untilReady();
  return {
    address,
    certificate: () => readFileSync(certificate, 'utf8'),
    admin,
    kubeconfig(user = 'admin', namespace) {
      const path = join(run, `kubeconfig-${user}-${namespace ?? ''}`);
      writeFileSync(path, kubeconfigText(address, certificate, user, tokens.get(user) ?? '', namespace), {
        mode: 0o600,
      });
      return path;
    },
    kill: () => endProgram(server, 'SIGKILL'),
    async restart() {
      server = startServer();
      await untilReady();
    },
    pause: (paused) => pauseProgram(server, paused),
    requests: () => readAudit(auditLog),
    compact: () => compact(etcdAddress),
    async saveData(folder) {
      await endProgram(server, 'SIGKILL');
      await endProgram(etcd, 'SIGTERM');
      mkdirSync(folder, { recursive: true });
      cpSync(join(run, 'etcd'), folder, { recursive: true });
    },
    stop,
  };
}

/** Who asked for what, of every request, when it comes in. */
const AUDIT_POLICY = JSON.stringify({
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  rules: [{ level: 'Metadata' }],
});

function readAudit(log: string): readonly AuditedRequest[] {
  if (!existsSync(log)) return [];
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { user, verb, requestURI, objectRef } = JSON.parse(line) as {
        readonly user: { readonly username: string };
        readonly verb: string;
        readonly requestURI: string;
        readonly objectRef?: { readonly resource?: string };
      };
      return { user: user.username, verb, uri: requestURI, resource: objectRef?.resource };
    });
}

function writeTokens(path: string, tokens: ReadonlyMap<string, string>): void {
  const lines = [...tokens].map(
    ([user, token]) => `${token},${user},${user}${user === 'admin' ? ',"system:masters"' : ''}`,
  );
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 });
}

function kubeconfigText(server: string, certificate: string, user: string, token: string, namespace?: string): string {
  // JSON is YAML
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': user,
    clusters: [{ name: 'test', cluster: { server, 'certificate-authority': certificate } }],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: user, context: { cluster: 'test', user, ...(namespace === undefined ? {} : { namespace }) } }],
  });
}

function isPortTaken(error: unknown): boolean {
  return String(error).includes('address already in use');
}

async function waitUntilReady(admin: AdminClient, server: ChildProcess, log: string): Promise<void> {
  const giveUp = Date.now() + READY_MS;
  for (;;) {
    if (await admin.isReady()) return;
    if (server.exitCode !== null || Date.now() > giveUp) {
      throw new Error(`kube-apiserver did not become ready:\n${readFileSync(log, 'utf8').slice(-4_000)}`);
    }
    await sleep(RETRY_MS);
  }
}

async function compact(etcdAddress: string): Promise<void> {
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const response = await fetch(`${etcdAddress}${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`etcd ${path}: ${await response.text()}`);
    return response.json();
  };
  const answer = (await post('/v3/kv/range', { key: Buffer.from('/').toString('base64') })) as {
    readonly header: { readonly revision: string };
  };
  await post('/v3/kv/compaction', { revision: answer.header.revision, physical: true });
}

/** Below the ports that systems give to outgoing connections: one of those could take a killed server's place. */
const PORTS = { first: 20_000, count: 10_000 } as const;

async function freePorts(count: number): Promise<readonly number[]> {
  const free = new Set<number>();
  while (free.size < count) {
    const port = PORTS.first + randomInt(PORTS.count);
    if (await isFree(port)) free.add(port);
  }
  return [...free];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

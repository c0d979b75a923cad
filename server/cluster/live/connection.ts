import { existsSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import type { Cluster, KubeConfig, User } from '@kubernetes/client-node';
import { RingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/live.ts';
import { createExecPlugin, type ExecPlugin } from './exec-credential.ts';
import { kubeconfigFiles } from './kubeconfig-files.ts';
import { findTokenFile, readToken } from './token-file.ts';

export interface ConnectionSpec {
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly inCluster?: boolean;
  /** What stands before the path of the service account's files: nothing inside a pod. */
  readonly mountedAt?: string;
}

/** A way to the API server, with the rights of whoever the kubeconfig names. */
export interface Connection {
  /** Name of the context, or `in-cluster`. */
  readonly name: string;
  /** `https://host:port`, perhaps with a path. */
  readonly server: URL;
  /** Namespaces that contexts of the same cluster and user name: where somebody without wider rights may look. */
  readonly namespaces: readonly string[];
  /** Options of one request: agent, TLS, credentials. Runs the exec plugin where one is named and its token is old. */
  requestOptions(): Promise<RequestOptions>;
  close(): void;
}

/** Idle connections in reserve. Watches take one each, so the number in use has no bound of its own. */
const SPARE_SOCKETS = 8;
/** A peer that vanished without a word is noticed by the system after some of these. */
const KEEP_ALIVE_MS = 15_000;

/**
 * Reads the kubeconfig as it is now. Throws RingfenceError SOURCE_UNREACHABLE where it cannot be read, or names no such
 * context. Nothing is connected yet.
 */
export async function openConnection(spec: ConnectionSpec): Promise<Connection> {
  const { KubeConfig } = await import('./kube-config.ts');
  const config = new KubeConfig();
  load(config, spec);
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new RingfenceError('SOURCE_UNREACHABLE', text.noCluster(config.currentContext));
  const server = parseServer(cluster.server);
  // The client refuses plain HTTP unless told not to check certificates, of which there are none: `kubectl proxy` is HTTP.
  if (server.protocol === 'http:') Object.assign(cluster, { skipTLSVerify: true });
  const user = config.getCurrentUser();
  const plugin = user?.exec == null ? undefined : openPlugin(user, cluster);
  const tokenFile = await tokenFileOf(spec, user);
  // What we do ourselves, the client must not do once more: it would keep a token for a minute.
  if (plugin !== undefined || tokenFile !== undefined)
    config.users = config.users.map((each) =>
      each === user ? { ...each, exec: undefined, ...(tokenFile === undefined ? {} : WITHOUT_TOKEN) } : each,
    );
  const proxied = cluster.proxyUrl !== undefined && cluster.proxyUrl !== '';
  let agent: HttpAgent | undefined;
  return {
    name: spec.inCluster === true ? 'in-cluster' : config.currentContext,
    server,
    namespaces: namespacesOf(config),
    async requestOptions() {
      const options: RequestOptions = await credentialOptions(plugin, tokenFile);
      await config.applyToHTTPSOptions(options);
      // The client's own agent opens a connection for every request; through a proxy it is the only one that knows how.
      if (!proxied) agent = keepAliveAgent(server, options, agent);
      return { ...options, agent: agent ?? options.agent };
    },
    close() {
      plugin?.close();
      agent?.destroy();
    },
  };
}

function openPlugin(user: User, cluster: Cluster): ExecPlugin {
  try {
    return createExecPlugin(user, cluster);
  } catch {
    throw new RingfenceError('SOURCE_UNREACHABLE', text.badPlugin(user.name));
  }
}

const WITHOUT_TOKEN = { token: undefined, authProvider: undefined };

async function tokenFileOf(spec: ConnectionSpec, user: User | null): Promise<string | undefined> {
  if (spec.inCluster === true) return serviceAccountToken(spec);
  return user === null ? undefined : findTokenFile(kubeconfigFiles(spec.kubeconfig), user.name);
}

/** `tokenFile` goes before everything else that gives a token, as in client-go. */
async function credentialOptions(
  plugin: ExecPlugin | undefined,
  tokenFile: string | undefined,
): Promise<RequestOptions> {
  if (tokenFile !== undefined) return { headers: { Authorization: `Bearer ${await readToken(tokenFile)}` } };
  if (plugin === undefined) return { headers: {} };
  const { token, clientCertificateData: cert, clientKeyData: key } = await plugin.credential();
  return {
    headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

/** Certificates may change while we run: the connections that hold the old ones are let go. */
function keepAliveAgent(server: URL, options: RequestOptions, current: HttpAgent | undefined): HttpAgent {
  const { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername } = options;
  const tls = { ca, cert, key, pfx, passphrase, rejectUnauthorized, servername };
  const fingerprint = JSON.stringify(tls);
  if (current !== undefined && FINGERPRINTS.get(current) === fingerprint) return current;
  const common = { keepAlive: true, keepAliveMsecs: KEEP_ALIVE_MS, maxFreeSockets: SPARE_SOCKETS };
  const defined = Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
  const agent = server.protocol === 'http:' ? new HttpAgent(common) : new HttpsAgent({ ...common, ...defined });
  FINGERPRINTS.set(agent, fingerprint);
  return agent;
}
const FINGERPRINTS = new WeakMap<HttpAgent, string>();

function load(config: KubeConfig, spec: ConnectionSpec): void {
  if (spec.inCluster === true) {
    if (process.env.KUBERNETES_SERVICE_HOST === undefined || !existsSync(serviceAccountToken(spec))) {
      throw new RingfenceError('SOURCE_UNREACHABLE', text.NOT_IN_CLUSTER);
    }
    config.loadFromCluster(spec.mountedAt);
    return;
  }
  const files = kubeconfigFiles(spec.kubeconfig);
  if (files.length === 0) throw new RingfenceError('SOURCE_UNREACHABLE', text.noKubeconfig(spec.kubeconfig));
  try {
    if (spec.kubeconfig !== undefined) config.loadFromFile(spec.kubeconfig);
    else config.loadFromDefault();
  } catch (error) {
    // The parser quotes the file in its messages, and that holds credentials: only its first line, without the quotation.
    const message = error instanceof Error ? error.message.split('\n')[0] : undefined;
    throw new RingfenceError('SOURCE_UNREACHABLE', text.badKubeconfig(files.join(', ')), message);
  }
  if (spec.context !== undefined) {
    if (config.getContextObject(spec.context) === null) {
      throw new RingfenceError(
        'SOURCE_UNREACHABLE',
        text.noContext(
          spec.context,
          config.contexts.map(({ name }) => name),
        ),
      );
    }
    config.setCurrentContext(spec.context);
  }
}

function serviceAccountToken({ mountedAt = '' }: ConnectionSpec): string {
  return `${mountedAt}/var/run/secrets/kubernetes.io/serviceaccount/token`;
}

function parseServer(server: string): URL {
  const url = URL.parse(server.endsWith('/') ? server : `${server}/`);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new RingfenceError('SOURCE_UNREACHABLE', text.badServer(server));
  }
  return url;
}

function namespacesOf(config: KubeConfig): readonly string[] {
  const current = config.getContextObject(config.currentContext);
  const alike = config.contexts.filter(({ cluster, user }) => cluster === current?.cluster && user === current?.user);
  return [...new Set(alike.map(({ namespace }) => namespace || 'default'))].sort();
}

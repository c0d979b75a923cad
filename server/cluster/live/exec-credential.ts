import { type ChildProcess, spawn } from 'node:child_process';
import type { Cluster, User } from '@kubernetes/client-node';
import { z } from 'zod';

/** A plugin that waits for somebody who is not there must not hold everything up. */
const PLUGIN_MS = 60_000;
/** A credential is some kilobytes; certificates make it some more. */
const MAX_OUTPUT_CHARS = 1_000_000;
/** Ask for a new one a little before the old one ends. */
const EARLY_MS = 10_000;

const pluginSchema = z.object({
  apiVersion: z.string().default('client.authentication.k8s.io/v1'),
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  provideClusterInfo: z.boolean().nullish(),
});

const credentialSchema = z.object({
  status: z.object({
    token: z.string().optional(),
    clientCertificateData: z.string().optional(),
    clientKeyData: z.string().optional(),
    expirationTimestamp: z.string().optional(),
  }),
});
export type ExecCredential = z.infer<typeof credentialSchema>['status'];

export interface ExecPlugin {
  /** The credential that holds now. Runs the plugin where there is none or it ends, once for all who ask meanwhile. */
  credential(): Promise<ExecCredential>;
  /** Ends a plugin that runs. */
  close(): void;
}

/**
 * The exec plugin of a user, as client-go runs it: with KUBERNETES_EXEC_INFO and without a terminal. The client package
 * runs one for every request that waits, with no bound on its time, and leaves it behind at the end.
 */
export function createExecPlugin(user: User, cluster: Cluster): ExecPlugin {
  const plugin = pluginSchema.parse(user.exec);
  let running: ChildProcess | undefined;
  let last: { readonly credential: Promise<ExecCredential>; until: number } | undefined;
  const run = () =>
    new Promise<string>((resolve, reject) => {
      const child = spawn(plugin.command, plugin.args ?? [], {
        stdio: ['ignore', 'pipe', 'ignore'],
        timeout: PLUGIN_MS,
        killSignal: 'SIGKILL',
        env: {
          ...process.env,
          ...Object.fromEntries((plugin.env ?? []).map(({ name, value }) => [name, value])),
          KUBERNETES_EXEC_INFO: JSON.stringify({
            apiVersion: plugin.apiVersion,
            kind: 'ExecCredential',
            spec: {
              interactive: false,
              ...(plugin.provideClusterInfo === true ? { cluster: clusterInfo(cluster) } : {}),
            },
          }),
        },
      });
      running = child;
      let output = '';
      child.stdout.setEncoding('utf8');
      child.stdout.on('data', (piece: string) => {
        output += piece;
        if (output.length > MAX_OUTPUT_CHARS) child.kill('SIGKILL');
      });
      child.once('error', reject);
      child.once('close', (status) => {
        running = undefined;
        if (status === 0) resolve(output);
        else reject(new Error(`${plugin.command} ended with ${status ?? 'a signal'}`));
      });
    });
  return {
    credential() {
      if (last !== undefined && Date.now() < last.until) return last.credential;
      const entry = {
        until: Number.POSITIVE_INFINITY,
        credential: run().then((output) => {
          const { status } = credentialSchema.parse(JSON.parse(output));
          const ends = Date.parse(status.expirationTimestamp ?? '');
          if (Number.isFinite(ends)) entry.until = ends - EARLY_MS;
          return status;
        }),
      };
      last = entry;
      entry.credential.catch(() => {
        if (last === entry) last = undefined;
      });
      return entry.credential;
    },
    close: () => void running?.kill('SIGKILL'),
  };
}

function clusterInfo({ server, caData, skipTLSVerify, tlsServerName, proxyUrl }: Cluster) {
  return {
    server,
    'certificate-authority-data': caData,
    'insecure-skip-tls-verify': skipTLSVerify,
    'tls-server-name': tlsServerName,
    'proxy-url': proxyUrl,
    config: null,
  };
}

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import pino from 'pino';
import { RingfenceError } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/server.ts';
import { kubeContexts } from './cluster/live/kube-contexts.ts';
import { parseServeArguments, type ServeConfig } from './config.ts';
import { installRuntime } from './current-runtime.ts';
import { createRuntime, type Runtime } from './runtime.ts';
import { claimForServe } from './store/serve-lock.ts';

/** The launcher's messages: arguments after `serve` as JSON, and the folder it was started in. */
const ARGUMENTS = 'RINGFENCE_ARGV';
const FOLDER = 'RINGFENCE_CWD';
/** For the server without the launcher: within the second that stopping may take. */
const STOP_WITHIN_MS = 700;
const TOKEN_BYTES = 24;

let booted: Promise<Runtime> | undefined;

/**
 * Starts everything that lives as long as the process. Launcher and framework both call it, through `instrumentation.ts`:
 * whoever comes second gets the same runtime, or the same fault.
 */
export function boot(env: NodeJS.ProcessEnv): Promise<Runtime> {
  booted ??= start(env);
  return booted;
}

async function start(env: NodeJS.ProcessEnv): Promise<Runtime> {
  // The bundler moves code away from the files that lie beside it; they are found from here.
  env.RINGFENCE_APP_DIR ??= process.cwd();
  const argv = JSON.parse(env[ARGUMENTS] ?? '[]') as readonly string[];
  const config = parseServeArguments(argv, env, env[FOLDER] ?? process.cwd());
  claimForServe(config.dataDir);
  const runtime = createRuntime({
    config,
    log: pino({ level: logLevel(config.verbosity), base: undefined }, pino.destination({ dest: 2, sync: true })),
    token: await tokenOf(config),
    contexts: kubeContexts(config.kubeconfig),
  });
  // hot reload in development keeps the old one running: end it
  await installRuntime(runtime)?.stop();
  if (env.NEXT_MANUAL_SIG_HANDLE === undefined) stopOnSignal(runtime);
  return runtime;
}

function logLevel(verbosity: number): pino.Level {
  if (verbosity < 0) return 'error';
  return (['warn', 'info', 'debug'] as const)[verbosity] ?? 'trace';
}

async function tokenOf({ token }: ServeConfig): Promise<string | undefined> {
  switch (token.from) {
    case 'none':
      return undefined;
    case 'random':
      return randomBytes(TOKEN_BYTES).toString('base64url');
    case 'file': {
      const [first = ''] = (await readFile(token.path, 'utf8')).split('\n', 1);
      if (first.trim() === '') throw new RingfenceError('USAGE', text.emptyTokenFile(token.path));
      return first.trim();
    }
  }
}

/** Open event streams would keep the server waiting for ever: close them first. */
function stopOnSignal(runtime: Runtime): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
      void runtime.stop().then(() => process.exit(0));
    });
  }
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll } from 'vitest';
import { parseServeArguments } from '#server/config.ts';
import { installRuntime } from '#server/current-runtime.ts';
import { createRuntime, type Runtime } from '#server/runtime.ts';
import type { Route } from './handle.ts';

/** The page's own origin in tests. */
export const ORIGIN = 'http://localhost:3000';
const READY_MS = 20_000;

let folder: string | undefined;
/** A data folder for all runtimes of a file that name none. */
function dataDir(): string {
  if (folder !== undefined) return folder;
  const made = mkdtempSync(join(tmpdir(), 'ringfence-test-'));
  process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  folder = made;
  return made;
}

/** A runtime that no process holds yet, without a kubeconfig. */
export const startRuntime = (argv: readonly string[], more: { token?: string; contexts?: readonly string[] } = {}) =>
  createRuntime({
    config: parseServeArguments(argv, { HOME: '/nowhere', RINGFENCE_DATA_DIR: dataDir() }, '/'),
    log: pino({ level: 'silent' }),
    contexts: more.contexts ?? [],
    token: more.token,
  });

/** Resolves with the cluster's first analysis. */
export function untilRevision(running: Runtime, cluster: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no revision of ${cluster}`)), READY_MS);
    const look = () => {
      if (running.cluster(cluster).revision() === undefined) return;
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const unsubscribe = running.subscribe(look);
    look();
  });
}

/** The demo behind the routes, for all tests of a file. */
export function serveDemo(): () => Runtime {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = startRuntime(['--demo']);
    installRuntime(runtime);
    await untilRevision(runtime, 'demo');
  });
  afterAll(async () => {
    installRuntime(undefined);
    await runtime.stop();
  });
  return () => runtime;
}

/** A read as the page sends it. */
export const get = (route: Route, path: string, headers: Record<string, string> = {}) =>
  route(new Request(`${ORIGIN}${path}`, { headers: { host: 'localhost:3000', ...headers } }));
/** A change as the page sends it. Bytes are a file, anything else JSON. */
export const send = (
  route: Route,
  method: string,
  path: string,
  body: BodyInit | object,
  headers: Record<string, string> = {},
) =>
  route(
    new Request(`${ORIGIN}${path}`, {
      method,
      headers: {
        host: 'localhost:3000',
        origin: ORIGIN,
        'sec-fetch-site': 'same-origin',
        'content-type': body instanceof Uint8Array ? 'application/octet-stream' : 'application/json',
        ...headers,
      },
      body: body instanceof Uint8Array ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body),
    }),
  );

const STARTED = Date.now();

/** The date of so many days before the tests began, as 2026-11-02: flows are taken of the last month only. */
export function daysAgo(days: number): string {
  return new Date(STARTED - days * 24 * 60 * 60_000).toISOString().slice(0, 10);
}

import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { RingfenceError } from '#lib/api/errors.ts';
import { FLOW_OPTIONS } from '#lib/text/en/flow-sources.ts';
import type { HubbleTls } from './hubble-target.ts';

/** Where a cluster's traffic is observed, as `serve` was told. */
export interface FlowSettings {
  readonly hubble?: {
    /** `auto`: the relay of the cluster itself, where it has one. */
    readonly address: string;
    /** Absent: plain text, or as the found relay's port says. */
    readonly tls?: HubbleTls;
  };
  /** Absolute paths of files with records. */
  readonly files: readonly string[];
}

export const FLOW_OPTION_TABLE = {
  hubble: { type: 'string' },
  'hubble-ca': { type: 'string' },
  'hubble-cert': { type: 'string' },
  'hubble-key': { type: 'string' },
  'hubble-server-name': { type: 'string' },
  flows: { type: 'string', multiple: true },
} as const;

export type FlowOptionValues = {
  readonly [Option in keyof typeof FLOW_OPTION_TABLE]?: Option extends 'flows' ? readonly string[] : string;
};

const OF_HUBBLE = ['hubble-ca', 'hubble-cert', 'hubble-key', 'hubble-server-name'] as const;

/** Undefined where no source was given. Relative paths are against `cwd`. Throws RingfenceError USAGE. */
export function flowSettings(values: FlowOptionValues, cwd: string): FlowSettings | undefined {
  const files = (values.flows ?? []).map((path) => existingFile('--flows', path, cwd));
  const given = OF_HUBBLE.find((option) => values[option] !== undefined);
  if (values.hubble === undefined) {
    if (given !== undefined) throw new RingfenceError('USAGE', FLOW_OPTIONS.needsHubble(`--${given}`));
    return files.length === 0 ? undefined : { files };
  }
  const { address, secure } = addressOf(values.hubble);
  if ((values['hubble-cert'] === undefined) !== (values['hubble-key'] === undefined)) {
    throw new RingfenceError('USAGE', FLOW_OPTIONS.keyAndCert);
  }
  const tls = given === undefined && !secure ? undefined : tlsOf(values, cwd);
  return { hubble: { address, ...(tls === undefined ? {} : { tls }) }, files };
}

function tlsOf(values: FlowOptionValues, cwd: string): HubbleTls {
  const file = (option: 'hubble-ca' | 'hubble-cert' | 'hubble-key'): string | undefined => {
    const path = values[option];
    return path === undefined ? undefined : existingFile(`--${option}`, path, cwd);
  };
  return {
    ca: file('hubble-ca'),
    cert: file('hubble-cert'),
    key: file('hubble-key'),
    serverName: values['hubble-server-name'],
  };
}

function addressOf(written: string): { readonly address: string; readonly secure: boolean } {
  if (written === 'auto') return { address: written, secure: false };
  if (/^unix:\/\S+$/.test(written)) return { address: written, secure: false };
  const parts = /^(?<scheme>tls:\/\/)?(?<host>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+):(?<port>\d{1,5})$/.exec(
    written,
  )?.groups;
  const port = Number(parts?.port);
  if (parts === undefined || port < 1 || port > 65_535) {
    throw new RingfenceError('USAGE', FLOW_OPTIONS.badAddress(written));
  }
  return { address: `${parts.host}:${parts.port}`, secure: parts.scheme !== undefined || port === 443 };
}

/** Told at start, since a source would tell it over and over. */
function existingFile(option: string, path: string, cwd: string): string {
  const file = resolve(cwd, path);
  try {
    accessSync(file, constants.R_OK);
    if (!statSync(file).isFile()) throw new Error('it is no file');
  } catch {
    throw new RingfenceError('USAGE', FLOW_OPTIONS.noFile(option, path));
  }
  return file;
}

import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { type ChannelCredentials, credentials } from '@grpc/grpc-js';

/** Where a relay listens, and how it is spoken to. */
export interface HubbleTarget {
  /** `host:port`, or `unix:/path` of an agent's socket. */
  readonly address: string;
  /** Absent: plain text, as Helm installs the relay. */
  readonly tls?: HubbleTls;
}

/** Files in PEM, read anew at each connection, since certificates are replaced while we run. */
export interface HubbleTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** The name that the certificate must have; absent: one of those that relays are installed with. */
  readonly serverName?: string;
}

/** Of the relay's certificate as Cilium's Helm chart makes it (`hubble.relay.tls.server.relayName`). */
const RELAY_NAME = 'ui.hubble-relay.cilium.io';

/** Throws where a file cannot be read. */
export function credentialsOf(target: HubbleTarget): ChannelCredentials {
  const { tls } = target;
  if (tls === undefined) return credentials.createInsecure();
  const names = acceptedNames(target.address, tls);
  return credentials.createSsl(read(tls.ca), read(tls.key), read(tls.cert), {
    checkServerIdentity: (_host, certificate) => checkNames(names, certificate),
  });
}

/**
 * Whose certificate is taken. Cilium's relays carry a name that is not their address; that is only looked past where the
 * authority was given with `ca`, for everybody may have a certificate of a public one.
 */
export function acceptedNames(address: string, tls: HubbleTls): readonly string[] {
  if (tls.serverName !== undefined) return [tls.serverName];
  const host = hostOf(address);
  return tls.ca === undefined ? [host] : [...new Set([host, RELAY_NAME, ...serviceNames(host)])];
}

/** What the server is told that it is asked for: never an address, which TLS does not allow. */
export function askedName({ address, tls }: HubbleTarget): string | undefined {
  if (tls === undefined) return undefined;
  return tls.serverName ?? (isIP(hostOf(address)) === 0 ? undefined : RELAY_NAME);
}

/** `hubble-relay.NS.svc:443` is asked for; managed clusters write the whole name into the certificate. */
function serviceNames(host: string): readonly string[] {
  const [service, namespace, svc] = host.split('.');
  return svc === 'svc' ? [`${service}.${namespace}.svc`, `${service}.${namespace}.svc.cluster.local`] : [];
}

function hostOf(address: string): string {
  return address
    .replace(/^[a-z]+:\/{0,3}/, '')
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}

function checkNames(names: readonly string[], certificate: PeerCertificate): Error | undefined {
  let first: Error | undefined;
  for (const name of names) {
    const problem = checkServerIdentity(name, certificate);
    if (problem === undefined) return undefined;
    first ??= problem;
  }
  return first;
}

function read(file: string | undefined): Buffer | null {
  return file === undefined ? null : readFileSync(file);
}

import { apiFetch } from '#lib/api/client.ts';
import { saveFile } from './save-file.ts';

/**
 * Hands a result about a cluster to the browser's downloads, and has the audit trail note it. What the server gives away
 * as a snapshot it notes itself. The file is saved whether or not a line can be written.
 */
export function saveResult(cluster: string, content: Blob, name: string): void {
  saveFile(content, name);
  void note(cluster, content, name).catch(() => undefined);
}

async function note(cluster: string, content: Blob, name: string): Promise<void> {
  // `crypto.subtle` is there on secure origins alone.
  const [{ sha256 }, { bytesToHex }] = await Promise.all([
    import('@noble/hashes/sha2.js'),
    import('@noble/hashes/utils.js'),
  ]);
  const digest = bytesToHex(sha256(new Uint8Array(await content.arrayBuffer())));
  await apiFetch('POST /api/clusters/{cluster}/exports', { cluster }, { body: { file: name, sha256: digest } });
}

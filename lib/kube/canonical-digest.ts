import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';

/** SHA-256 of a value's canonical JSON (RFC 8785), in hex. */
export function canonicalDigest(value: unknown): string {
  return sha256Hex(canonicalize(value) ?? 'null');
}

/** SHA-256 of a text as UTF-8, in hex. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

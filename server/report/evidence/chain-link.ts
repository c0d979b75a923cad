import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from './canonical-json.ts';

/** One snapshot's place in the chain of its cluster. Hashes are SHA-256 in lower-case hex. */
export interface ChainLink {
  /** 1 for the first snapshot of a cluster, then without a gap. */
  readonly seq: number;
  /** Hash of the link before; null for the first. */
  readonly prev: string | null;
  /** Of the bytes of `evidence.json`. */
  readonly evidence: string;
  /** RFC 3339, as in the evidence. */
  readonly taken: string;
}

/** `H_n = SHA-256(JCS({seq, prev, evidence, taken}))` (gdpr.md §5.4): whoever alters a link alters all after it. */
export function linkHash({ seq, prev, evidence, taken }: ChainLink): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson({ seq, prev, evidence, taken }))));
}

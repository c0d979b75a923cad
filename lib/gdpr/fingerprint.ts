import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** What identifies a gap over time: no pod names, addresses or uids of pods, so that it survives rollouts. */
export interface FingerprintInput {
  readonly check: string;
  /** UID of the namespace kube-system; empty where it is not known. */
  readonly clusterUid: string;
  readonly subject: { readonly namespace: string; readonly kind: string; readonly name: string };
  /** `any-pod`, `internet`, a workload, a policy's rule: what the subject is exposed to. */
  readonly peer: string;
  readonly direction: 'ingress' | 'egress' | '';
  readonly port: string;
}

/** SHA-256 in hex over the fields of gdpr.md §2.3. Fields are JSON-quoted, so that no name can imitate a separator. */
export function fingerprint(input: FingerprintInput): string {
  const { namespace, kind, name } = input.subject;
  const fields = [input.check, input.clusterUid, namespace, kind, name, input.peer, input.direction, input.port, ''];
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(fields))));
}

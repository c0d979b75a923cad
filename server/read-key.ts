import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { RingfenceError } from '#lib/api/errors.ts';
import { PACKAGE } from '#lib/text/en/package.ts';
import { isSigningKey } from './report/package/dsse.ts';

/** The key that signs packages: of a file in PEM, else of the one that RINGFENCE_SIGN_KEY_FILE names. Throws USAGE. */
export function signingKey(file: string | undefined, env: NodeJS.ProcessEnv = process.env): KeyObject | undefined {
  const path = file ?? env.RINGFENCE_SIGN_KEY_FILE;
  return path === undefined || path === '' ? undefined : readKey(path, createPrivateKey, PACKAGE.noSigningKey(path));
}

/** A public key in PEM. Throws USAGE. */
export function publicKey(path: string): KeyObject {
  return readKey(path, createPublicKey, PACKAGE.noPublicKey(path));
}

function readKey(path: string, read: (pem: Buffer) => KeyObject, sentence: string): KeyObject {
  let key: KeyObject;
  try {
    key = read(readFileSync(path));
  } catch {
    // Not with what was thrown: nothing of a key belongs into a message.
    throw new RingfenceError('USAGE', sentence);
  }
  if (!isSigningKey(key)) throw new RingfenceError('USAGE', sentence);
  return key;
}

import { createHash, type KeyObject } from 'node:crypto';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { RingfenceError } from '#lib/api/errors.ts';
import { VERSION } from '#lib/api/version.ts';
import { PACKAGE } from '#lib/text/en/package.ts';
import { canonicalJson } from '../evidence/canonical-json.ts';
import { linkHash } from '../evidence/chain-link.ts';
import { EVIDENCE_SCHEMA, type Evidence } from '../evidence/evidence.ts';
import { SIGNATURE_FILE, signFiles } from './dsse.ts';
import { packageFiles } from './package-files.ts';

/** An archive without the 64-bit extension, which not every reader knows, holds 65,535. */
export const PACKAGE_FILES_MAX = 60_000;

/**
 * The evidence package of a snapshot as zip: the same files give the same bytes. Throws BAD_REQUEST for
 * evidence of an earlier version, TOO_LARGE.
 * @param bytes of `evidence.json`, which `pdf` carries.
 * @param key signs it.
 */
export function writePackage(bytes: Uint8Array, pdf: Uint8Array, key?: KeyObject): Uint8Array<ArrayBuffer> {
  const evidence: Evidence = JSON.parse(new TextDecoder().decode(bytes));
  if (evidence.schema !== EVIDENCE_SCHEMA) throw new RingfenceError('BAD_REQUEST', PACKAGE.earlier);
  // Before anything is written: of that many gaps SARIF alone would be longer than a text can be.
  const fixes = evidence.gaps.filter(({ fix }) => fix.yaml.length > 0).length;
  if (fixes >= PACKAGE_FILES_MAX) throw new RingfenceError('TOO_LARGE', PACKAGE.tooMany(fixes));
  const contents = new Map<string, Uint8Array>([
    ['evidence.json', bytes],
    ['snapshot.pdf', pdf],
  ]);
  for (const [name, text] of packageFiles(evidence, sha256(bytes))) contents.set(name, strToU8(text));
  if (contents.size >= PACKAGE_FILES_MAX) throw new RingfenceError('TOO_LARGE', PACKAGE.tooMany(contents.size));
  const hashes = [...contents].map(([name, content]) => [name, { sha256: sha256(content) }] as const);
  // The words of what follows from evidence are those of a version.
  const manifest = { files: Object.fromEntries(hashes), writtenBy: VERSION };
  contents.set('manifest.json', strToU8(canonicalJson(manifest)));
  if (key !== undefined) contents.set(SIGNATURE_FILE, strToU8(signatureOf(evidence, contents, key)));
  const mtime = dayOf(evidence.taken);
  const zippable: Zippable = {};
  for (const name of [...contents.keys()].sort()) {
    // A PDF is packed already.
    zippable[name] = [contents.get(name) as Uint8Array, { mtime, level: name.endsWith('.pdf') ? 0 : 6 }];
  }
  return zipSync(zippable);
}

function signatureOf(evidence: Evidence, contents: ReadonlyMap<string, Uint8Array>, key: KeyObject): string {
  const hashes = new Map([...contents].map(([name, content]) => [name, sha256(content)]));
  const hash = hashes.get('evidence.json') ?? '';
  const { cluster, taken, chain } = evidence;
  const link = chain === undefined ? {} : { link: linkHash({ ...chain, evidence: hash, taken }) };
  return signFiles(hashes, { cluster: cluster.name, taken, evidence: hash, ...link }, key);
}

/**
 * Noon of the day, as archives tell time without its zone: fflate writes what the clock on the wall shows, and at noon
 * it shows the same everywhere. Archives know the years 1980 to 2099.
 */
function dayOf(taken: string): Date {
  const date = new Date(taken);
  const year = Math.min(Math.max(date.getUTCFullYear(), 1980), 2099);
  return new Date(year, date.getUTCMonth(), date.getUTCDate(), 12);
}

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

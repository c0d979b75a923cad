import { createHash } from 'node:crypto';
import { type UnzipFileInfo, unzipSync } from 'fflate';
import { z } from 'zod';
import { RingfenceError } from '#lib/api/errors.ts';
import { VERIFY } from '#lib/text/en/verify.ts';
import { EVIDENCE_BYTES_MAX } from './parse-evidence.ts';

/** `manifest.json` of an evidence package: the SHA-256 of every other file. */
const manifestSchema = z.object({ files: z.record(z.string(), z.object({ sha256: z.string() })) });
const MANIFEST = 'manifest.json';
/** Signs the package, and so is named by no manifest. */
export const SIGNATURE = 'snapshot.dsse.json';

const UNPACKED_MAX = 1_000_000_000;
const ENTRIES_MAX = 1_000;
const MANIFEST_MAX = 16_000_000;

/** A package of which every file has the hash that its manifest names, or what is wrong with it. */
export type PackageContent =
  | { readonly wrong: string }
  | {
      readonly files: number;
      readonly names: readonly string[];
      readonly evidence: Buffer | undefined;
      readonly chain: string | undefined;
      /** Name → bytes of the PDFs. */
      readonly documents: ReadonlyMap<string, Buffer>;
    };

/**
 * Reads an evidence package. The directory first: number and sizes are checked before a byte is unpacked, then one file
 * after the other. Throws UNREADABLE_INPUT for another archive, TOO_LARGE.
 */
export function readPackage(zip: Uint8Array, name: string): PackageContent {
  const entries = entriesOf(zip, name);
  if (entries === undefined) return { wrong: VERIFY.packageBroken };
  const manifestEntry = entries.get(MANIFEST);
  if (manifestEntry === undefined) throw new RingfenceError('UNREADABLE_INPUT', VERIFY.packageNotOurs(name));
  const named = manifestEntry.originalSize > MANIFEST_MAX ? undefined : manifestOf(unpack(zip, MANIFEST));
  if (named === undefined) return { wrong: VERIFY.packageManifest };
  const documents = new Map<string, Buffer>();
  let [evidence, chain]: [Buffer | undefined, string | undefined] = [undefined, undefined];
  for (const [file, { sha256 }] of Object.entries(named)) {
    if (!entries.has(file)) return { wrong: VERIFY.packageMissing(file) };
    const content = unpack(zip, file);
    if (content === undefined) return { wrong: VERIFY.packageBroken };
    if (createHash('sha256').update(content).digest('hex') !== sha256) return { wrong: VERIFY.packageFile(file) };
    if (file === 'evidence.json') evidence = content;
    else if (file === 'chain.json') chain = content.toString('utf8');
    else if (file.endsWith('.pdf')) documents.set(file, content);
  }
  const stranger = [...entries.keys()].find(
    (file) => file !== MANIFEST && file !== SIGNATURE && !file.endsWith('/') && !Object.hasOwn(named, file),
  );
  if (stranger !== undefined) return { wrong: VERIFY.packageStranger(stranger) };
  return { files: Object.keys(named).length, names: [...entries.keys()], evidence, chain, documents };
}

/** Undefined where the archive is broken. */
function entriesOf(zip: Uint8Array, name: string): ReadonlyMap<string, UnzipFileInfo> | undefined {
  const entries = new Map<string, UnzipFileInfo>();
  let [unpacked, twice] = [0, false];
  try {
    unzipSync(zip, {
      filter: (info) => {
        twice ||= entries.has(info.name); // readers differ in which of the two they take
        entries.set(info.name, info);
        unpacked += info.originalSize;
        const tooMuch = unpacked > UNPACKED_MAX || entries.size > ENTRIES_MAX || info.originalSize > EVIDENCE_BYTES_MAX;
        if (tooMuch) throw new RingfenceError('TOO_LARGE', VERIFY.packageBomb(name));
        return false;
      },
    });
  } catch (error) {
    if (error instanceof RingfenceError) throw error;
    return undefined;
  }
  return twice ? undefined : entries;
}

/** fflate unpacks into a buffer of the size that the directory names, and no further. */
function unpack(zip: Uint8Array, file: string): Buffer | undefined {
  try {
    const content = unzipSync(zip, { filter: (info) => info.name === file })[file];
    return content === undefined ? undefined : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  } catch {
    return undefined;
  }
}

function manifestOf(content: Buffer | undefined) {
  try {
    return manifestSchema.parse(JSON.parse((content ?? Buffer.alloc(0)).toString('utf8'))).files;
  } catch {
    return undefined;
  }
}

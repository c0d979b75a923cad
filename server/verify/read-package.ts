import { createHash } from 'node:crypto';
import { type UnzipFileInfo, unzipSync } from 'fflate';
import { z } from 'zod';
import { RingfenceError } from '#lib/api/errors.ts';
import { VERIFY } from '#lib/text/en/verify.ts';
import { type FileHashes, SIGNATURE_FILE } from '#server/report/package/dsse.ts';
import { PACKAGE_FILES_MAX } from '#server/report/package/write-package.ts';
import { EVIDENCE_BYTES_MAX } from './parse-evidence.ts';

/** `manifest.json` of an evidence package: the SHA-256 of every other file, and the version that wrote them. */
const manifestSchema = z.object({
  files: z.record(z.string(), z.object({ sha256: z.string() })),
  writtenBy: z.string().optional(),
});
const MANIFEST = 'manifest.json';

const UNPACKED_MAX = 1_000_000_000;
/** As many as we write: one for each gap that has a fix. */
const ENTRIES_MAX = PACKAGE_FILES_MAX;
/** Packed files are taken out together up to this size: each pass reads the whole directory. */
const PASS_BYTES = 64_000_000;
/** Of manifest and signature. */
const SMALL_MAX = 16_000_000;

/** A package of which every file has the hash that its manifest names, or what is wrong with it. */
export type PackageContent = { readonly wrong: string } | WholePackage;

export interface WholePackage {
  readonly files: number;
  /** The version of Ringfence that wrote it, as the manifest says it. */
  readonly writtenBy: string | undefined;
  readonly evidence: Buffer | undefined;
  readonly chain: string | undefined;
  /** Name → bytes of the PDFs. */
  readonly documents: ReadonlyMap<string, Buffer>;
  /** Of every file and the manifest. */
  readonly hashes: FileHashes;
  /** Text of the envelope, where the package is signed. */
  readonly signature: string | undefined;
}

/**
 * Reads an evidence package. The directory first: number and sizes are checked before a byte is unpacked, then one file
 * after the other. Throws UNREADABLE_INPUT for another archive, TOO_LARGE.
 */
export function readPackage(zip: Uint8Array, name: string): PackageContent {
  const entries = entriesOf(zip, name);
  if (entries === undefined) return { wrong: VERIFY.packageBroken };
  const manifestEntry = entries.get(MANIFEST);
  if (manifestEntry === undefined && entries.has('evidence.json')) return { wrong: VERIFY.packageWithoutManifest };
  if (manifestEntry === undefined) throw new RingfenceError('UNREADABLE_INPUT', VERIFY.packageNotOurs(name));
  const manifest = smallFile(zip, manifestEntry);
  const read = manifestOf(manifest);
  if (read === undefined) return { wrong: VERIFY.packageManifest };
  const { files: named, writtenBy } = read;
  const documents = new Map<string, Buffer>();
  let [evidence, chain]: [Buffer | undefined, string | undefined] = [undefined, undefined];
  const missing = Object.keys(named).find((file) => !entries.has(file));
  if (missing !== undefined) return { wrong: VERIFY.packageMissing(missing) };
  for (const files of passesOf(Object.keys(named), entries)) {
    const contents = unpack(zip, files);
    if (contents === undefined) return { wrong: VERIFY.packageBroken };
    for (const [file, content] of contents) {
      if (sha256Of(content) !== named[file]?.sha256) return { wrong: VERIFY.packageFile(file) };
      if (file === 'evidence.json') evidence = content;
      else if (file === 'chain.json') chain = content.toString('utf8');
      else if (file.endsWith('.pdf')) documents.set(file, content);
    }
  }
  const stranger = [...entries.keys()].find(
    (file) => file !== MANIFEST && file !== SIGNATURE_FILE && !file.endsWith('/') && !Object.hasOwn(named, file),
  );
  if (stranger !== undefined) return { wrong: VERIFY.packageStranger(stranger) };
  const hashes = new Map(Object.entries(named).map(([file, { sha256 }]) => [file, sha256]));
  hashes.set(MANIFEST, sha256Of(manifest ?? Buffer.alloc(0)));
  const signatureEntry = entries.get(SIGNATURE_FILE);
  const signature = signatureEntry && (smallFile(zip, signatureEntry)?.toString('utf8') ?? '');
  return { files: Object.keys(named).length, writtenBy, evidence, chain, documents, hashes, signature };
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

function* passesOf(
  files: readonly string[],
  entries: ReadonlyMap<string, UnzipFileInfo>,
): Generator<ReadonlySet<string>> {
  let [pass, bytes] = [new Set<string>(), 0];
  for (const file of files) {
    const size = entries.get(file)?.originalSize ?? 0;
    if (pass.size > 0 && bytes + size > PASS_BYTES) {
      yield pass;
      [pass, bytes] = [new Set(), 0];
    }
    pass.add(file);
    bytes += size;
  }
  if (pass.size > 0) yield pass;
}

/** fflate unpacks into a buffer of the size that the directory names, and no further. Undefined where that fails. */
function unpack(zip: Uint8Array, files: ReadonlySet<string>): ReadonlyMap<string, Buffer> | undefined {
  try {
    const contents = Object.entries(unzipSync(zip, { filter: ({ name }) => files.has(name) }));
    if (contents.length !== files.size) return undefined;
    return new Map(
      contents.map(([name, content]) => [name, Buffer.from(content.buffer, content.byteOffset, content.byteLength)]),
    );
  } catch {
    return undefined;
  }
}

/** Undefined where it is too large or broken. */
function smallFile(zip: Uint8Array, { name, originalSize }: UnzipFileInfo): Buffer | undefined {
  return originalSize > SMALL_MAX ? undefined : unpack(zip, new Set([name]))?.get(name);
}

function sha256Of(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function manifestOf(content: Buffer | undefined) {
  try {
    return manifestSchema.parse(JSON.parse((content ?? Buffer.alloc(0)).toString('utf8')));
  } catch {
    return undefined;
  }
}

import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { VERSION } from '#lib/api/version.ts';
import { VERIFY } from '#lib/text/en/verify.ts';
import { documentOf } from '#server/analysis/snapshot.ts';
import { sealEvidence } from '#server/report/evidence/seal-evidence.ts';
import { packageFiles } from '#server/report/package/package-files.ts';
import { type SmallSnapshot, smallSnapshot } from './testing/small-snapshot.ts';
import { withEarlierReleases } from './testing/with-earlier-releases.ts';
import type { Verification, VerifyStep } from './types.ts';
import { verifyDocument } from './verify-document.ts';
import { verifyPackage } from './verify-package.ts';

withEarlierReleases();

let small: SmallSnapshot;
let pdf: Buffer;
beforeAll(async () => {
  small = smallSnapshot();
  pdf = Buffer.from((await documentOf(small.analysis, small.evidence)).pdf);
}, 120_000);

const finding = ({ findings }: Verification, step: VerifyStep) => findings.find((each) => each.step === step);
const TIMEOUT = { timeout: 120_000 };

describe('verifying a PDF', () => {
  it('does not call a document intact whose pages nobody compared', async () => {
    const tool = { ...small.evidence.tool, version: '0.0.8' };
    const { bytes } = sealEvidence({ ...small.evidence, tool });
    const older = Buffer.concat([
      Buffer.from(`%PDF-1.7\n1 0 obj\n<< /Type /EmbeddedFile /Length ${bytes.length} >>\nstream\n`),
      bytes,
      Buffer.from('\nendstream\nendobj\n%%EOF\n'),
    ]);
    const verification = await verifyDocument(older, 'snapshot.pdf');
    expect(finding(verification, 'results')?.state).toBe('ok');
    expect(finding(verification, 'pages')?.state).toBe('not-checked');
    expect(verification.verdict).toBe('pages-not-checked');
    expect(VERIFY.verdict[verification.verdict]).not.toMatch(/nothing was altered/i);
  });

  it('sets its pages again from the evidence in it, and takes the link beside it', TIMEOUT, async () => {
    const verification = await verifyDocument(pdf, 'snapshot.pdf');
    expect(verification.verdict).toBe('intact');
    expect(finding(verification, 'pages')?.state).toBe('ok');
    expect(finding(verification, 'chain')?.state).toBe('ok');
    expect(verification.evidence).toBe(createHash('sha256').update(small.bytes).digest('hex'));
  });

  it('finds a byte altered outside of the evidence, so that the pages may show something else', TIMEOUT, async () => {
    const altered = Buffer.from(pdf);
    const at = pdf.indexOf('/Title') + 10;
    altered[at] = (altered[at] as number) ^ 1;
    const verification = await verifyDocument(altered, 'snapshot.pdf');
    expect(verification.verdict).toBe('altered');
    expect(finding(verification, 'results')?.state).toBe('ok');
    expect(finding(verification, 'pages')?.sentence).toContain('the two differ from byte');
  });

  it('finds pages added at the end, where readers take the newest', TIMEOUT, async () => {
    const verification = await verifyDocument(Buffer.concat([pdf, Buffer.from('\n1 0 obj\n')]), 'snapshot.pdf');
    expect(finding(verification, 'pages')?.sentence).toContain('stand 9 bytes more');
  });

  it('tells a document that was cut off from one that is not ours', async () => {
    // Also right after a table of characters, which ends with %%EOF.
    const afterTable = pdf.indexOf('%%EndResource') + 40;
    for (const at of [0.3, 0.6, 0.9].map((share) => Math.floor(pdf.length * share)).concat(afterTable)) {
      const cut = await verifyDocument(pdf.subarray(0, at), 'snapshot.pdf');
      expect(cut.verdict).toBe('altered');
    }
    const stranger = Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n');
    await expect(verifyDocument(stranger, 'other.pdf')).rejects.toThrow('other.pdf is no snapshot of Ringfence');
  });

  it('tells a short form from what is not ours, and names the evidence to verify instead', TIMEOUT, async () => {
    const short = Buffer.from((await documentOf(small.analysis, small.evidence, { form: 'short' })).pdf);
    const evidence = createHash('sha256').update(small.bytes).digest('hex');
    await expect(verifyDocument(short, 'short.pdf')).rejects.toMatchObject({
      code: 'UNREADABLE_INPUT',
      message: expect.stringMatching(`^short.pdf is a short form, .*evidence E ${evidence}`),
    });
  });
});

describe('verifying a package', () => {
  const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

  type Files = Record<string, Uint8Array>;
  const nothing = () => {};

  /** @param change after the manifest was written. @param forge before. */
  function packed(change: (files: Files) => void = nothing, forge: (files: Files) => void = nothing): Buffer {
    const files: Files = { 'evidence.json': small.bytes, 'snapshot.pdf': pdf };
    for (const [name, text] of packageFiles(JSON.parse(small.bytes.toString('utf8')), sha256(small.bytes)))
      files[name] = strToU8(text);
    forge(files);
    const named = Object.entries(files).map(([file, content]) => [file, { sha256: sha256(content) }]);
    files['manifest.json'] = strToU8(JSON.stringify({ files: Object.fromEntries(named), writtenBy: VERSION }));
    change(files);
    return Buffer.from(zipSync(files));
  }

  it('checks each file against the manifest, and the evidence against itself', async () => {
    const verification = await verifyPackage(packed(), 'package.zip');
    expect(verification.verdict).toBe('intact');
    expect(verification.findings.map(({ step, state }) => [step, state])).toEqual([
      ['package', 'ok'],
      ['form', 'ok'],
      ['parts', 'ok'],
      ['results', 'ok'],
      ['chain', 'ok'],
      ['pages', 'ok'],
      ['tables', 'ok'],
    ]);
  });

  it.each<[string, (files: Files) => void, string]>([
    ['another table', (files) => Object.assign(files, { 'register.csv': strToU8('none') }), 'register.csv is not'],
    ['a table less', (files) => void delete files['policies.csv'], 'policies.csv follows from the evidence, but'],
    ['no document', (files) => void delete files['snapshot.pdf'], ''],
    ['a table more', (files) => Object.assign(files, { 'all-well.csv': strToU8('') }), 'all-well.csv does not follow'],
  ])('finds %s also where the manifest was written to fit', async (_, forge, sentence) => {
    const verification = await verifyPackage(packed(nothing, forge), 'package.zip');
    expect(verification.verdict).toBe('altered');
    expect(finding(verification, sentence === '' ? 'pages' : 'tables')?.sentence).toContain(sentence);
  });

  it('calls a package intact no more than its tables that another version wrote were looked at', async () => {
    const by = (writtenBy: string | undefined) => (files: Files) => {
      const manifest = JSON.parse(Buffer.from(files['manifest.json'] as Uint8Array).toString());
      files['manifest.json'] = strToU8(JSON.stringify({ ...manifest, writtenBy }));
    };
    await expect(verifyPackage(packed(by('9.9.9')), 'package.zip')).rejects.toThrow('Ringfence 9.9.9');
    expect((await verifyPackage(packed(by(undefined)), 'package.zip')).verdict).toBe('altered');
    const verification = await verifyPackage(packed(by('0.0.8')), 'package.zip');
    expect(finding(verification, 'tables')?.state).toBe('not-checked');
    expect(verification.verdict).toBe('pages-not-checked');
  });

  it.each<[string, (files: Files) => void, string]>([
    ['another file', (files) => Object.assign(files, { 'findings.csv': strToU8('none') }), 'findings.csv has not'],
    ['a file more', (files) => Object.assign(files, { 'more.txt': strToU8('x') }), 'more.txt is in the package, but'],
    ['a file less', (files) => void delete files['chain.json'], 'chain.json, which is not in the package'],
    ['a broken manifest', (files) => Object.assign(files, { 'manifest.json': strToU8('{') }), 'cannot be read'],
  ])('finds %s', async (_, change, sentence) => {
    const verification = await verifyPackage(packed(change), 'package.zip');
    expect(verification.verdict).toBe('altered');
    expect(finding(verification, 'package')?.sentence).toContain(sentence);
  });

  it('finds a package that was cut off', async () => {
    const whole = packed();
    const verification = await verifyPackage(whole.subarray(0, whole.length - 100), 'package.zip');
    expect(verification.verdict).toBe('altered');
  });

  it('refuses an archive that is no package, and one that would unpack to more than anybody may hold', async () => {
    const other = Buffer.from(zipSync({ 'a.yaml': strToU8('a: 1') }));
    await expect(verifyPackage(other, 'other.zip')).rejects.toThrow('no evidence package');
    const bomb = Buffer.from(zipSync({ 'manifest.json': strToU8('{}'), big: new Uint8Array(1_000) }));
    // The directory says that it is 4 GB.
    const entry = bomb.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
    bomb.writeUInt32LE(0xf000_0000, entry + 24);
    await expect(verifyPackage(bomb, 'bomb.zip')).rejects.toThrow('It was not unpacked.');
  });
});

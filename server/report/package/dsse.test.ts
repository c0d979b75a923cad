import { createPublicKey, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { smallSnapshot } from '#server/verify/testing/small-snapshot.ts';
import { verifyPackage } from '#server/verify/verify-package.ts';
import { PREDICATE_TYPE } from './dsse.ts';
import { writePackage } from './write-package.ts';

const { bytes, evidence } = smallSnapshot();
const KEYS = {
  Ed25519: generateKeyPairSync('ed25519'),
  'ECDSA P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
};
const { privateKey, publicKey } = KEYS.Ed25519;
const others = generateKeyPairSync('ed25519');
// Without a document: pages are not what is looked at here.
const signedBy = (key: KeyObject | undefined) => unzipSync(writePackage(bytes, strToU8('%PDF-'), key));
const signed = signedBy(privateKey);

async function signatureOf(files: Record<string, Uint8Array>, key?: KeyObject) {
  const { findings } = await verifyPackage(Buffer.from(zipSync(files)), 'package.zip', key);
  return findings.find(({ step }) => step === 'signature');
}

it.each(Object.entries(KEYS))('a package signed with %s is checked with the public key', async (_, pair) => {
  const files = signedBy(pair.privateKey);
  expect(await signatureOf(files, pair.publicKey)).toMatchObject({ state: 'ok' });
  expect(await signatureOf(files, others.publicKey)).toMatchObject({ state: 'altered' });
});

it('without a key it says that nobody checked who signed', async () => {
  expect(await signatureOf(signed)).toMatchObject({ state: 'not-checked', sentence: expect.stringContaining('--key') });
});

it('finds a signature that was taken away, broken, or is over other files', async () => {
  const { 'snapshot.dsse.json': envelope = new Uint8Array(), ...unsigned } = signed;
  expect(await signatureOf(unsigned)).toBeUndefined();
  expect(await signatureOf(unsigned, publicKey)).toMatchObject({ state: 'altered' });
  expect(await signatureOf({ ...signed, 'snapshot.dsse.json': strToU8('{}') })).toMatchObject({ state: 'altered' });
  // A file with the manifest that fits it.
  const manifest = JSON.parse(strFromU8(signed['manifest.json'] ?? new Uint8Array()));
  delete manifest.files['findings.csv'];
  const { 'findings.csv': _, ...fewer }: Record<string, Uint8Array> = {
    ...signed,
    'manifest.json': strToU8(JSON.stringify(manifest)),
  };
  expect(await signatureOf(fewer)).toMatchObject({ state: 'altered' });
  // Another statement under the same signature.
  const parsed = JSON.parse(strFromU8(envelope));
  const statement = JSON.parse(Buffer.from(parsed.payload, 'base64').toString());
  statement.predicate.cluster = 'other';
  const forged = { ...parsed, payload: Buffer.from(JSON.stringify(statement)).toString('base64') };
  const files = { ...signed, 'snapshot.dsse.json': strToU8(JSON.stringify(forged)) };
  expect(await signatureOf(files, publicKey)).toMatchObject({ state: 'altered' });
});

it('is a DSSE envelope over an in-toto statement that names every other file', () => {
  const { payload, payloadType, signatures } = JSON.parse(strFromU8(signed['snapshot.dsse.json'] ?? new Uint8Array()));
  const text = Buffer.from(payload, 'base64').toString();
  const { _type, predicateType, subject, predicate } = JSON.parse(text);
  expect({ payloadType, _type, predicateType }).toEqual({
    payloadType: 'application/vnd.in-toto+json',
    _type: 'https://in-toto.io/Statement/v1',
    predicateType: PREDICATE_TYPE,
  });
  expect(subject.map(({ name }: { name: string }) => name)).toEqual(
    Object.keys(signed).filter((name) => name !== 'snapshot.dsse.json'),
  );
  expect(predicate).toMatchObject({ cluster: 'prod', taken: evidence.taken });
  const pae = `DSSEv1 28 application/vnd.in-toto+json ${Buffer.byteLength(text)} ${text}`;
  const sig = Buffer.from(signatures[0].sig, 'base64');
  expect(verify(null, Buffer.from(pae), createPublicKey(privateKey), sig)).toBe(true);
});

import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface Issued {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS#8. */
  readonly key: string;
}
export interface Authority {
  /** PEM. */
  readonly certificate: string;
  /** A certificate for a client: `user` is its CN, `group` its O. */
  issue(subject: { readonly user: string; readonly group: string }): Issued;
  /** A certificate for a server that is asked for under one of these DNS names. */
  issueServer(names: readonly string[]): Issued;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** An authority for certificates, valid from yesterday to tomorrow. Node signs, but writes no certificates. */
export function createAuthority(name: string): Authority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = nameOf([['CN', name]]);
  const issued = (subject: Buffer, extensions: readonly Buffer[]): Issued => {
    const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return {
      certificate: certificateOf(issuer, subject, own.publicKey, keys.privateKey, extensions),
      key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
  };
  return {
    certificate: certificateOf(issuer, issuer, keys.publicKey, keys.privateKey, [
      extension(OID.basicConstraints, sequence(BOOLEAN_TRUE)),
    ]),
    issue: ({ user, group }) =>
      issued(
        nameOf([
          ['O', group],
          ['CN', user],
        ]),
        [extension(OID.extendedKeyUsage, sequence(OID.clientAuth))],
      ),
    issueServer: (names) =>
      issued(nameOf([['CN', names[0] ?? name]]), [
        extension(OID.extendedKeyUsage, sequence(OID.serverAuth)),
        extension(OID.subjectAltName, sequence(...names.map((dns) => tagged(0x82, Buffer.from(dns))))),
      ]),
  };
}

/** RFC 5280 §4.1, version 3, ECDSA with SHA-256. */
function certificateOf(
  issuer: Buffer,
  subject: Buffer,
  key: KeyObject,
  signer: KeyObject,
  extensions: readonly Buffer[],
): string {
  const algorithm = sequence(OID.ecdsaWithSha256);
  const validity = sequence(...[-DAY_MS, DAY_MS].map((shift) => utcTime(new Date(Date.now() + shift))));
  const toBeSigned = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    issuer,
    validity,
    subject,
    key.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions)),
  );
  const signature = tagged(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', toBeSigned, signer)]));
  const base64 = sequence(toBeSigned, algorithm, signature).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}(?!$)/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}

/** DER: tag, length, content. */
function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function oid(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'));
}

const OID = {
  ecdsaWithSha256: oid('2a8648ce3d040302'),
  commonName: oid('550403'),
  organization: oid('55040a'),
  basicConstraints: oid('551d13'),
  extendedKeyUsage: oid('551d25'),
  clientAuth: oid('2b06010505070302'),
  serverAuth: oid('2b06010505070301'),
  subjectAltName: oid('551d11'),
};
const BOOLEAN_TRUE = tagged(0x01, Buffer.from([0xff]));

function nameOf(parts: readonly (readonly ['CN' | 'O', string])[]): Buffer {
  return sequence(
    ...parts.map(([type, value]) =>
      tagged(0x31, sequence(type === 'CN' ? OID.commonName : OID.organization, tagged(0x0c, Buffer.from(value)))),
    ),
  );
}

function utcTime(date: Date): Buffer {
  const digits = date.toISOString().replace(/\D/g, '').slice(2, 14);
  return tagged(0x17, Buffer.from(`${digits}Z`));
}

function extension(id: Buffer, value: Buffer): Buffer {
  return sequence(id, BOOLEAN_TRUE, tagged(0x04, value));
}

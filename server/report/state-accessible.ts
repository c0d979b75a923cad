import { RingfenceError } from '#lib/api/errors.ts';
import { reportFailures } from '#lib/text/en/report-failures.ts';

/**
 * States PDF/UA-1 in a tagged PDF/A, and asks viewers to show the title instead of the file's name. The typesetter
 * writes the identifier of one standard only; what PDF/UA-1 asks besides is there. Catalogue and metadata are written
 * once more at the end of the file (ISO 32000-1, 7.5.6): what stands before stays as it is.
 * Throws INTERNAL where the file is not as the typesetter writes it.
 */
export function stateAccessible(pdf: Uint8Array): Uint8Array {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const end = bytes.subarray(bytes.lastIndexOf('\nxref')).toString('latin1');
  const size = numberIn(end, /\/Size (\d+)/);
  const root = numberIn(end, /\/Root (\d+) 0 R/);
  const before = numberIn(end, /startxref\s+(\d+)/);
  const catalogue = objectOf(bytes, root);
  const metadata = numberIn(catalogue, /\/Metadata (\d+) 0 R/);
  const written = [
    { number: root, body: withTitleShown(catalogue) },
    { number: metadata, body: withIdentifier(objectOf(bytes, metadata)) },
  ].sort((a, b) => a.number - b.number);

  let appended = '\n';
  const places = written.map(({ number, body }) => {
    const offset = bytes.length + Buffer.byteLength(appended, 'latin1');
    appended += body;
    return `${number} 1\n${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const table = bytes.length + Buffer.byteLength(appended, 'latin1');
  const kept = /\/Info \d+ 0 R|\/ID \[[^\]]*\]/g;
  const trailer = [`/Size ${size}`, `/Root ${root} 0 R`, `/Prev ${before}`, ...(end.match(kept) ?? [])].join(' ');
  appended += `xref\n${places.join('')}trailer\n<< ${trailer} >>\nstartxref\n${table}\n%%EOF\n`;
  return new Uint8Array(Buffer.concat([bytes, Buffer.from(appended, 'latin1')]));
}

/** From `7 0 obj` to `endobj`, one character for each byte. */
function objectOf(bytes: Buffer, number: number): string {
  const begin = bytes.lastIndexOf(`\n${number} 0 obj\n`);
  const end = bytes.indexOf('\nendobj\n', begin);
  if (begin < 0 || end < 0) throw unexpected(`object ${number}`);
  return bytes.subarray(begin + 1, end + '\nendobj\n'.length).toString('latin1');
}

function withTitleShown(catalogue: string): string {
  return replaced(catalogue, '/ViewerPreferences <<', '/ViewerPreferences <<\n    /DisplayDocTitle true');
}

const SCHEMA = [
  '<rdf:li rdf:parseType="Resource">',
  '<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>',
  '<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>',
  '<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>',
  '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">',
  '<pdfaProperty:category>internal</pdfaProperty:category>',
  '<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>',
  '<pdfaProperty:name>part</pdfaProperty:name>',
  '<pdfaProperty:valueType>Integer</pdfaProperty:valueType>',
  '</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li>',
].join('');

/** PDF/A asks that a schema of another standard is described where it is used. */
function withIdentifier(metadata: string): string {
  const declared = replaced(
    metadata,
    'xmlns:pdfaid=',
    'xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaid=',
  );
  const bag = '<pdfaExtension:schemas><rdf:Bag>';
  const described = replaced(declared, bag, `<pdfuaid:part>1</pdfuaid:part>${bag}${SCHEMA}`);
  const begin = described.indexOf('stream\n') + 'stream\n'.length;
  const length = described.lastIndexOf('\nendstream') - begin;
  return described.replace(/\/Length \d+/, `/Length ${length}`);
}

/** The first occurrence, which is ours: strings of strangers stand behind it, escaped. */
function replaced(text: string, what: string, by: string): string {
  const at = text.indexOf(what);
  if (at < 0) throw unexpected(what);
  return text.slice(0, at) + by + text.slice(at + what.length);
}

function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw unexpected(String(pattern));
  return Number(found);
}

function unexpected(what: string): RingfenceError {
  return new RingfenceError('INTERNAL', reportFailures.notTypeset, `no ${what} in the file`);
}

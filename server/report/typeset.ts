import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { RingfenceError } from '#lib/api/errors.ts';
import { reportFailures } from '#lib/text/en/report-failures.ts';
import { directoryWith } from './app-directory.ts';
import { type ReportDocument, withoutPictures } from './document/blocks.ts';
import { softBreaks } from './document/soft-breaks.ts';
import type { Evidence } from './evidence/evidence.ts';
import { chainFileOf, type SealedEvidence } from './evidence/seal-evidence.ts';
import { coverageOf } from './font-coverage.ts';
import { printableTree } from './printable.ts';
import type { ReportScenes } from './sections/figures.ts';
import { shortDocument } from './short-form.ts';
import { stateAccessible } from './state-accessible.ts';
import { reportDocument } from './view.ts';

export interface Snapshot {
  readonly pdf: Uint8Array;
  /** SHA-256 of evidence.json, in hex. */
  readonly evidenceHash: string;
}

/** The whole report with the evidence attached, or two pages for management that name its hash. */
export const FORMS = ['full', 'short'] as const;
export type ReportForm = (typeof FORMS)[number];

const TEMPLATE = 'server/report/snapshot.typ';
const SANS = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'];
const MONO = ['400Regular/JetBrainsMono_400Regular.ttf'];

/**
 * The compliance snapshot as PDF/A-3a and PDF/UA-1. The same evidence and scenes give the same bytes. The document is a
 * rendering of the file, so that whoever has the file can set the same document again. Blocks for seconds: call it in a
 * worker. Throws INTERNAL where the typesetter refuses.
 */
export function typesetSnapshot(
  { bytes, hash }: SealedEvidence,
  scenes: ReportScenes,
  form: ReportForm = 'full',
): Snapshot {
  const written: Evidence = JSON.parse(new TextDecoder().decode(bytes));
  if (form === 'short')
    return { pdf: setDocument(shortDocument(written, hash), written.taken, {}), evidenceHash: hash };
  const chain = chainFileOf(written, hash);
  const attached = { 'evidence.json': bytes, ...(chain === undefined ? {} : { 'chain.json': chain }) };
  return { pdf: setDocument(reportDocument(written, hash, scenes), written.taken, attached), evidenceHash: hash };
}

/**
 * @param taken RFC 3339: the file says that it was made then.
 * @param attached by name; the document says which of them it wants.
 */
function setDocument(
  document: ReportDocument,
  taken: string,
  attached: Readonly<Record<string, Uint8Array | string>>,
): Uint8Array {
  const root = directoryWith(TEMPLATE);
  const fonts = [
    ...SANS.map((file) => readFileSync(join(root, 'node_modules/@expo-google-fonts/inter', file))),
    ...MONO.map((file) => readFileSync(join(root, 'node_modules/@expo-google-fonts/jetbrains-mono', file))),
  ];
  // What both faces of the sans hold can stand anywhere; code is set in the other font, so it has to hold it too.
  const [regular, semiBold, mono] = fonts.map((font) => coverageOf(font));
  const covered = regular?.intersection(semiBold ?? regular).intersection(mono ?? regular) ?? new Set<number>();

  const workspace = join(root, 'server/report');
  const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs: fonts }] });
  const { view, pictures } = withoutPictures(document);
  const printed = printableTree(view, covered, softBreaks, plainGroups);
  compiler.mapShadow(join(workspace, 'view.json'), Buffer.from(JSON.stringify(printed)));
  for (const [name, svg] of pictures) {
    compiler.mapShadow(join(workspace, name), Buffer.from(printableLines(svg, covered)));
  }
  for (const [name, bytes] of Object.entries(attached)) compiler.mapShadow(join(workspace, name), Buffer.from(bytes));
  const compiled = compiler.compile({ mainFileContent: readFileSync(join(root, TEMPLATE), 'utf8') });
  const result = compiled.result;
  if (result === null) {
    throw new RingfenceError('INTERNAL', reportFailures.notTypeset, diagnosticsOf(compiled, compiler));
  }
  const seconds = Math.floor(Date.parse(taken) / 1000);
  const pdf = compiler.pdf(result, {
    pdfStandard: 'a-3a',
    pdfTags: true,
    creationTimestamp: Number.isNaN(seconds) ? 0 : seconds,
  });
  return stateAccessible(pdf);
}

/** Thousands are grouped by a narrow space, which the font of code lacks: by a wide one then. */
function plainGroups(text: string): string {
  return text.replace(/(?<=\d)\u202f(?=\d)/g, '\u00a0');
}

function printableLines(text: string, covered: ReadonlySet<number>): string {
  return text
    .split('\n')
    .map((line) => printableTree(line, covered))
    .join('\n');
}

type Compiled = ReturnType<NodeCompiler['compile']>;

function diagnosticsOf(compiled: Compiled, compiler: NodeCompiler): string {
  const error = compiled.takeDiagnostics();
  return error === null ? '' : JSON.stringify(compiler.fetchDiagnostics(error)).slice(0, 2_000);
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { RingfenceError } from '#lib/api/errors.ts';
import { sceneToSvg } from '#lib/graph/svg.ts';
import type { Scene } from '#lib/graph/types.ts';
import { reportFailures } from '#lib/text/en/report-failures.ts';
import { directoryWith } from './app-directory.ts';
import type { Evidence } from './evidence/evidence.ts';
import { sealEvidence } from './evidence/seal-evidence.ts';
import { coverageOf } from './font-coverage.ts';
import { printableTree } from './printable.ts';
import { reportView } from './view.ts';

export interface Snapshot {
  readonly pdf: Uint8Array;
  /** SHA-256 of the attached evidence.json, in hex. */
  readonly evidenceHash: string;
}

const TEMPLATE = 'server/report/snapshot.typ';
const SANS = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'];
const MONO = ['400Regular/JetBrainsMono_400Regular.ttf'];

/**
 * The compliance snapshot as PDF/A-3a, tagged, with evidence.json attached. The same evidence and scene give the same
 * bytes. Blocks for seconds: call it in a worker. Throws INTERNAL where the typesetter refuses.
 */
export function typesetSnapshot(evidence: Evidence, scene: Scene): Snapshot {
  const root = directoryWith(TEMPLATE);
  const fonts = [
    ...SANS.map((file) => readFileSync(join(root, 'node_modules/@expo-google-fonts/inter', file))),
    ...MONO.map((file) => readFileSync(join(root, 'node_modules/@expo-google-fonts/jetbrains-mono', file))),
  ];
  // What both faces of the sans hold can stand anywhere; code is set in the other font, so it has to hold it too.
  const [regular, semiBold, mono] = fonts.map((font) => coverageOf(font));
  const covered = regular?.intersection(semiBold ?? regular).intersection(mono ?? regular) ?? new Set<number>();
  const { bytes, hash } = sealEvidence(evidence);
  const view = reportView(evidence, hash, scene);
  const svg = sceneToSvg(scene, 'print', { title: view.map.alt });

  const workspace = join(root, 'server/report');
  const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs: fonts }] });
  compiler.mapShadow(join(workspace, 'view.json'), Buffer.from(JSON.stringify(printableTree(view, covered))));
  compiler.mapShadow(join(workspace, 'map.svg'), Buffer.from(printableLines(svg, covered)));
  compiler.mapShadow(join(workspace, 'evidence.json'), Buffer.from(bytes));
  const main = readFileSync(join(root, TEMPLATE), 'utf8');
  const compiled = compiler.compile({ mainFileContent: main });
  const document = compiled.result;
  if (document === null) {
    throw new RingfenceError('INTERNAL', reportFailures.notTypeset, diagnosticsOf(compiled, compiler));
  }
  const taken = Math.floor(Date.parse(evidence.taken) / 1000);
  const pdf = compiler.pdf(document, {
    pdfStandard: 'a-3a',
    pdfTags: true,
    creationTimestamp: Number.isNaN(taken) ? 0 : taken,
  });
  return { pdf: new Uint8Array(pdf), evidenceHash: hash };
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

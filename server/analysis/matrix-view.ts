import type { EndpointInput } from '#lib/api/endpoints.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import type { MatrixPairView, MatrixView, MatrixWindowView } from '#lib/api/matrix-schemas.ts';
import { buildMatrix, type Matrix } from '#lib/graph/matrix/build-matrix.ts';
import { matrixPair } from '#lib/graph/matrix/matrix-pair.ts';
import { packEntries } from '#lib/graph/matrix/packed-entries.ts';
import { matrixWindow } from '#lib/graph/matrix/window.ts';
import * as text from '#lib/text/en/server.ts';
import type { Analysis } from './analysis.ts';

type Question = EndpointInput<'GET /api/clusters/{cluster}/matrix'>;

const matrixOf = ({ sceneInput }: Analysis, { level, order, namespace, with: other }: Question): Matrix =>
  buildMatrix(sceneInput, { level, order, namespace, with: other });

/** The lines of a matrix, its numbers, and the cells of its first window. */
export function matrixView(analysis: Analysis, question: Question): MatrixView {
  const matrix = matrixOf(analysis, question);
  const { level, order, namespace, with: other, counts, note } = matrix;
  return {
    revision: analysis.revision,
    level,
    order,
    ...(namespace === undefined ? {} : { namespace }),
    ...(other === undefined ? {} : { with: other }),
    counts,
    ...(note === undefined ? {} : { note }),
    entries: packEntries(matrix.entries),
    window: matrixWindow(matrix, 0, 0),
  };
}

/** Cells further right or down. */
export function matrixWindowView(
  analysis: Analysis,
  question: EndpointInput<'GET /api/clusters/{cluster}/matrix/window'>,
): MatrixWindowView {
  return {
    revision: analysis.revision,
    window: matrixWindow(matrixOf(analysis, question), question.row, question.column),
  };
}

/** One cell with what is behind it. Throws NOT_FOUND for a line that this matrix does not have. */
export function matrixPairView(
  analysis: Analysis,
  question: EndpointInput<'GET /api/clusters/{cluster}/matrix/pair'>,
): MatrixPairView {
  const { from, to } = question;
  const pair = matrixPair(analysis.sceneInput, matrixOf(analysis, question), from, to);
  if (pair === undefined) throw new RingfenceError('NOT_FOUND', text.noSuchCell(from, to));
  return { revision: analysis.revision, pair };
}

import type { DataMapAnswer, DataMapBody } from '#lib/api/data-schemas.ts';
import { dataMapNotes } from '#lib/gdpr/data-map/data-map-notes.ts';
import { addRecipients, editDataMap } from '#lib/gdpr/data-map/edit-data-map.ts';
import { parseDataMap } from '#lib/gdpr/data-map/parse-data-map.ts';
import { diffGaps } from '#lib/gdpr/diff-gaps.ts';
import { gapDiffJson } from '#lib/gdpr/gap-diff-json.ts';
import { runChecks } from '#lib/gdpr/run-checks.ts';
import type { Analysis } from './analysis.ts';

/** The text that a change leads to, and what is wrong in it. An empty text is no DataMap. */
export function proposedText(
  inForce: string | undefined,
  { text, changes, recipients }: DataMapBody,
): Pick<DataMapAnswer, 'text' | 'problems'> {
  const base = text ?? inForce ?? '';
  const { problems } = base.trim() === '' ? { problems: [] } : parseDataMap(base);
  if (problems.length > 0) return { text: base, problems };
  const edited =
    recipients.length === 0 ? editDataMap(base, changes) : addRecipients(editDataMap(base, changes), recipients);
  return { text: edited, problems: edited === '' ? [] : parseDataMap(edited).problems };
}

/** What a DataMap would do to the gaps of one revision. Nothing is kept. */
export function answerDataMapChange(analysis: Analysis, body: DataMapBody): DataMapAnswer {
  const { model, revision, checkOptions, gapReport, dataMapInForce } = analysis;
  const { text, problems } = proposedText(dataMapInForce?.text, body);
  if (problems.length > 0) return { revision, text, problems, notes: [], kept: false };
  const dataMap = text.trim() === '' ? undefined : parseDataMap(text).dataMap;
  return {
    revision,
    text,
    problems,
    notes: dataMap === undefined ? [] : dataMapNotes(model, dataMap),
    gaps: gapDiffJson(diffGaps(gapReport, runChecks(model, { ...checkOptions, dataMap }))),
    kept: false,
  };
}

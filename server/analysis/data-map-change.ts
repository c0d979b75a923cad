import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DataMapAnswer, DataMapBody } from '#lib/api/data-schemas.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import { dataMapHash } from '#lib/gdpr/data-map/data-map-in-force.ts';
import { dataMapNotes } from '#lib/gdpr/data-map/data-map-notes.ts';
import { addRecipients, editDataMap } from '#lib/gdpr/data-map/edit-data-map.ts';
import { parseDataMap } from '#lib/gdpr/data-map/parse-data-map.ts';
import type { DataMap } from '#lib/gdpr/data-map/types.ts';
import { diffGaps } from '#lib/gdpr/diff-gaps.ts';
import { gapDiffJson } from '#lib/gdpr/gap-diff-json.ts';
import { runChecks } from '#lib/gdpr/run-checks.ts';
import { CLIENT_GONE, PREVIEWS_BUSY } from '#lib/text/en/server.ts';
import type { Analysis } from './analysis.ts';
import { boundWork } from './bound-work.ts';

/** All checks run for each; this module lives in the worker of one cluster: the bound is per cluster. */
const IN_HAND_MAX = 2;
const bounded = boundWork(IN_HAND_MAX, PREVIEWS_BUSY);

/** The text that a change leads to, and what is wrong in it. An empty text is no DataMap. */
function proposedText(
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

interface Reading {
  readonly answer: DataMapAnswer;
  readonly dataMap: DataMap | undefined;
}

function readChange({ model, revision, dataMapInForce }: Analysis, body: DataMapBody): Reading {
  const { text, problems } = proposedText(dataMapInForce?.text, body);
  const usable = problems.length === 0 && text.trim() !== '';
  const dataMap = usable ? parseDataMap(text).dataMap : undefined;
  const notes = dataMap === undefined ? [] : dataMapNotes(model, dataMap);
  return { answer: { revision, text, hash: dataMapHash(text), problems, notes, kept: false }, dataMap };
}

function withGaps({ model, checkOptions, gapReport }: Analysis, { answer, dataMap }: Reading): DataMapAnswer {
  const after = runChecks(model, { ...checkOptions, dataMap }, gapReport);
  return { ...answer, gaps: gapDiffJson(diffGaps(gapReport, after)) };
}

/** What a DataMap does to the gaps of one revision, in one turn, so that nothing comes between it and keeping it. */
export function answerDataMapChange(analysis: Analysis, body: DataMapBody): DataMapAnswer {
  const reading = readChange(analysis, body);
  return reading.answer.problems.length > 0 ? reading.answer : withGaps(analysis, reading);
}

/**
 * The same for a page that looks only; nothing is kept. Works in steps of a turn each, and stops between them when
 * nobody waits any more: people type faster than checks run. Throws TOO_MANY_REQUESTS, TIMED_OUT.
 */
export function previewDataMapChange(
  analysis: Analysis,
  body: DataMapBody,
  signal: AbortSignal,
): Promise<DataMapAnswer> {
  return bounded(() => preview(analysis, body, signal));
}

async function preview(analysis: Analysis, body: DataMapBody, signal: AbortSignal): Promise<DataMapAnswer> {
  const turn = async () => {
    // At once: who left makes room for who came.
    await nextTurn(undefined, { signal }).catch(() => undefined);
    if (signal.aborted) throw new RingfenceError('TIMED_OUT', CLIENT_GONE);
  };
  await turn();
  const reading = readChange(analysis, body);
  if (reading.answer.problems.length > 0) return reading.answer;
  await turn();
  await analysis.checked();
  await turn();
  return withGaps(analysis, reading);
}

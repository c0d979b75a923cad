'use client';

import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useId, useState } from 'react';
import { dataMapQuery } from '#components/api/queries.ts';
import { useShownRevision } from '#components/api/use-shown-revision.ts';
import { saveResult } from '#components/shell/save-result.ts';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import { useSettled } from '#components/ui/use-settled.ts';
import { YamlBlock } from '#components/ui/yaml-block.tsx';
import type { DataMapAnswer, DataOverview } from '#lib/api/data-schemas.ts';
import type { BriefGap, GapDiffJson } from '#lib/gdpr/gap-diff-json.ts';
import { countOf } from '#lib/text/en/count.ts';
import { changeCount, DATA_PAGE, originOf } from '#lib/text/en/data-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { changedLines, wholeLines } from './changed-lines.ts';
import { labelCommands } from './label-commands.ts';
import { type EditorText, editorText } from './shown-data-map.ts';
import type { DataChanges } from './use-data-changes.ts';
import type { KeepDataMap } from './use-keep-data-map.ts';

type View = 'changes' | 'whole' | 'edit';
type Target = 'file' | 'labels' | 'store';
/** Gaps named one by one; the rest is counted. */
const MAX_GAPS = 8;
/** Every check runs for an answer: it is asked for when typing pauses. */
const ASKED_AFTER_MS = 300;

interface DataMapPartProps {
  readonly cluster: string;
  readonly dataMap: DataOverview['dataMap'];
  readonly draft: DataChanges;
  readonly keep: KeepDataMap;
}

/** The DataMap with what was changed, its effect on the gaps, and the ways to keep it. Confirming is not saving. */
export function DataMapPart({ cluster, dataMap, draft, keep }: DataMapPartProps) {
  const [view, setView] = useState<View>('changes');
  const inForce = dataMap.text ?? '';
  const asked = useSettled(draft.draft, ASKED_AFTER_MS);
  const preview = useQuery({ ...dataMapQuery(cluster, asked), enabled: draft.has && asked === draft.draft });
  const shown = draft.has ? preview.data : undefined;
  // A placeholder answers an earlier draft: what is kept, copied or promised is of this one.
  const answer = preview.isPlaceholderData || asked !== draft.draft ? undefined : shown;
  const text = shown?.text ?? draft.text ?? inForce;
  const problems = shown?.problems ?? [];
  return (
    <section aria-label={DATA_PAGE.dataMap} className="px-3.5 py-3">
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <h2 className="font-semibold">{DATA_PAGE.dataMap}</h2>
        <span className="text-xs text-ink-2" aria-live="polite">
          {draft.has ? changeCount(draft.count) : originOf(dataMap.origin)}
        </span>
        <span className="ml-auto">
          <Segmented
            label={DATA_PAGE.view}
            size="sm"
            options={(['changes', 'whole', 'edit'] as const).map((value) => ({ value, label: DATA_PAGE.views[value] }))}
            value={view}
            onChange={setView}
          />
        </span>
      </div>
      {dataMap.unusable === undefined ? null : (
        <p className="mb-2 text-xs text-error-ink wrap-anywhere">{visibleText(dataMap.unusable)}</p>
      )}
      {view === 'edit' ? (
        <Editor {...editorText(draft, inForce, answer)} onText={draft.edit} />
      ) : text === '' && (view === 'whole' || inForce === '') ? (
        <p className="text-xs text-ink-2">{DATA_PAGE.none}</p>
      ) : (
        <Lines view={view} before={inForce} after={text} />
      )}
      {problems.length === 0 ? null : <Told title={DATA_PAGE.problems} tone="text-error-ink" lines={problems} />}
      <Told title={DATA_PAGE.notes} tone="text-ink-2" lines={shown?.notes ?? dataMap.notes} />
      {draft.has && preview.isError ? <p className="mt-2 text-xs text-error-ink">{DATA_PAGE.previewFailed}</p> : null}
      {answer?.gaps === undefined ? null : <Effect cluster={cluster} gaps={answer.gaps} />}
      <Keeping cluster={cluster} dataMap={dataMap} draft={draft} answer={answer} keep={keep} />
    </section>
  );
}

function Lines({ view, before, after }: { readonly view: View; readonly before: string; readonly after: string }) {
  const lines = view === 'whole' ? wholeLines(after) : changedLines(before, after, (left) => countOf(left, 'line'));
  if (lines.length === 0) return <p className="text-xs text-ink-2">{DATA_PAGE.noChange}</p>;
  return <YamlBlock label={DATA_PAGE.dataMap} lines={lines} />;
}

/** Paste, type, or open a file: what is wrong is told by line below. */
function Editor({ text, holdsChanges, waits, onText }: EditorText & { readonly onText: DataChanges['edit'] }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-2">
      <textarea
        aria-label={DATA_PAGE.editLabel}
        spellCheck={false}
        value={text}
        readOnly={waits}
        onChange={(event) => onText(event.target.value, holdsChanges)}
        className="h-64 w-full resize-y rounded-md border border-line-strong bg-surface p-2 font-mono text-xs leading-[19px]"
      />
      <label htmlFor={id} className="flex flex-wrap items-center gap-2 text-xs text-ink-2">
        {DATA_PAGE.upload}
        <input
          id={id}
          type="file"
          accept=".yaml,.yml,.json"
          className="min-w-0 text-xs"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file !== undefined) void file.text().then((read) => onText(read, true));
          }}
        />
      </label>
    </div>
  );
}

function Told({
  title,
  tone,
  lines,
}: {
  readonly title: string;
  readonly tone: string;
  readonly lines: DataMapAnswer['problems'];
}) {
  if (lines.length === 0) return null;
  return (
    <div className="mt-2 text-xs">
      <h3 className="font-medium text-ink-3">{title}</h3>
      <ul className={tone}>
        {lines.map(({ line, path, message }) => (
          <li key={`${line} ${path} ${message}`} className="wrap-anywhere">
            {visibleText(DATA_PAGE.line(line, path, message))}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Effect({ cluster, gaps }: { readonly cluster: string; readonly gaps: GapDiffJson }) {
  const rows = [
    ...gaps.opened.map((gap) => ({ gap, does: DATA_PAGE.opens })),
    ...gaps.changed.map((gap) => ({ gap, does: DATA_PAGE.changes })),
    ...gaps.closed.map((gap) => ({ gap, does: DATA_PAGE.closes })),
  ];
  return (
    <div className="mt-3">
      <h3 className="text-xs font-medium text-ink-3">{DATA_PAGE.effect}</h3>
      {rows.length === 0 ? <p className="text-xs text-ink-2">{DATA_PAGE.noEffect}</p> : null}
      <ul className="text-xs">
        {rows.slice(0, MAX_GAPS).map(({ gap, does }) => (
          <EffectRow key={`${does} ${gap.id}`} cluster={cluster} gap={gap} does={does} />
        ))}
      </ul>
      {rows.length > MAX_GAPS ? (
        <p className="text-xs text-ink-3">{DATA_PAGE.moreGaps(rows.length - MAX_GAPS)}</p>
      ) : null}
    </div>
  );
}

function EffectRow({ gap, does }: { readonly cluster: string; readonly gap: BriefGap; readonly does: string }) {
  return (
    <li className="flex items-start gap-1.5 py-0.5">
      <SeverityGlyph severity={gap.severity} size={12} />
      <span className="wrap-anywhere">
        <span className="font-medium">
          {gap.check} {does}:
        </span>{' '}
        {visibleText(gap.title)}
      </span>
    </li>
  );
}

interface KeepingProps extends DataMapPartProps {
  /** To the draft as it is now. */
  readonly answer: DataMapAnswer | undefined;
}

function Keeping({ cluster, dataMap, draft, answer, keep }: KeepingProps) {
  const { apply: showNewest } = useShownRevision(cluster);
  const [target, setTarget] = useState<Target>('file');
  const [who, setWho] = useState('');
  const usable = !draft.has || answer?.problems.length === 0;
  const text = (draft.has ? answer?.text : dataMap.text) ?? '';
  return (
    // It stays in sight however long the panel is: a change that is not kept is lost with the tab.
    <div className="sticky bottom-0 z-2 -mx-3.5 mt-3 flex flex-col gap-2 border-t border-line bg-surface px-3.5 py-2.5">
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-xs text-ink-3">{DATA_PAGE.keepAs}</span>
        <Segmented
          label={DATA_PAGE.keepAs}
          size="sm"
          options={(['file', 'labels', 'store'] as const).map((value) => ({ value, label: DATA_PAGE.targets[value] }))}
          value={target}
          onChange={setTarget}
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {target === 'file' ? (
          <>
            <Button
              variant="primary"
              disabled={text === '' || !usable}
              onClick={() => saveResult(cluster, new Blob([text], { type: 'application/yaml' }), DATA_PAGE.fileName)}
            >
              <Download className="size-4" aria-hidden="true" />
              {DATA_PAGE.download}
            </Button>
            <CopyButton
              size="md"
              text={text}
              label={DATA_PAGE.copyFile}
              what={DATA_PAGE.dataMap}
              disabled={text === '' || !usable}
            />
          </>
        ) : null}
        {target === 'labels' && draft.changes.length > 0 ? (
          <CopyButton
            size="md"
            text={() => labelCommands(draft.changes)}
            label={DATA_PAGE.copyLabels}
            what={DATA_PAGE.targets.labels}
          />
        ) : null}
        {target === 'store' && dataMap.keepable ? (
          <>
            <input
              aria-label={DATA_PAGE.who}
              placeholder={DATA_PAGE.who}
              value={who}
              maxLength={100}
              onChange={(event) => setWho(event.target.value)}
              className="h-[30px] w-36 rounded-md border border-line-strong bg-surface px-2 text-sm placeholder:text-ink-3"
            />
            <Button
              variant="primary"
              busy={keep.busy}
              disabled={!draft.has || !usable}
              onClick={() => void keep.keep(draft.draft, who, dataMap)}
            >
              {DATA_PAGE.keep}
            </Button>
          </>
        ) : null}
        <span className="ml-auto flex gap-2">
          {draft.undo === undefined ? null : (
            <Button variant="quiet" onClick={draft.undo}>
              {DATA_PAGE.undoLast}
            </Button>
          )}
          {draft.has ? (
            <Button variant="quiet" onClick={draft.discard}>
              {DATA_PAGE.discard}
            </Button>
          ) : null}
        </span>
      </div>
      {target === 'labels' ? (
        <p className="text-xs text-ink-2">{draft.changes.length > 0 ? DATA_PAGE.labelsHint : DATA_PAGE.noLabels}</p>
      ) : null}
      {target === 'store' && !dataMap.keepable ? <p className="text-xs text-ink-2">{DATA_PAGE.givenAtStart}</p> : null}
      {keep.before === undefined || draft.has ? null : (
        <Button size="sm" className="self-start" busy={keep.busy} onClick={() => void keep.undo()}>
          {DATA_PAGE.undoKept}
        </Button>
      )}
      {keep.refused === undefined ? null : (
        <p role="alert" className="text-xs text-error-ink wrap-anywhere">
          {visibleText(keep.refused)}
        </p>
      )}
      {keep.conflict ? (
        <Button
          size="sm"
          className="self-start"
          onClick={() => {
            draft.rebase();
            keep.forgetRefusal();
            showNewest();
          }}
        >
          {DATA_PAGE.showNewest}
        </Button>
      ) : null}
    </div>
  );
}

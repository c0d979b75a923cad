import type { UseQueryResult } from '@tanstack/react-query';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { isRingfenceError } from '#lib/api/errors.ts';
import type { ChainReport, SnapshotItem } from '#lib/api/snapshot-schemas.ts';
import {
  damagedFile,
  filesAndTrail,
  linksRecomputed,
  partialNote,
  SNAPSHOTS_PAGE,
  trailProblem,
} from '#lib/text/en/snapshots-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { isPartial } from './trend-lanes.ts';

interface ChainNoteProps {
  readonly items: readonly SnapshotItem[];
  readonly chain: UseQueryResult<ChainReport>;
}

/** What recomputing the chain said, and which snapshots are partial. */
export function ChainNote({ items, chain }: ChainNoteProps) {
  const partial = items.filter(isPartial);
  return (
    <div className="flex flex-col gap-1 px-4 py-2.5 text-xs text-ink-2 wrap-anywhere" aria-live="polite">
      <ChainState chain={chain} />
      {partial.length === 0 ? null : <p>{visibleText(partialNote(partial))}</p>}
    </div>
  );
}

function ChainState({ chain: { data, error, isFetching } }: { readonly chain: UseQueryResult<ChainReport> }) {
  if (isFetching) return <Line ok>{SNAPSHOTS_PAGE.verifying} …</Line>;
  if (error !== null) {
    return (
      <Line ok={false}>
        {SNAPSHOTS_PAGE.verifyFailed} {isRingfenceError(error) ? error.message : ''}
      </Line>
    );
  }
  if (data === undefined) return <Line ok>{SNAPSHOTS_PAGE.notVerified}</Line>;
  const { links, checkedAt, problem, files, damaged, trail, database } = data;
  const wrong = problem !== undefined || damaged.length > 0 || trail.problem !== undefined || database.length > 0;
  return (
    <>
      {problem === undefined ? (
        <Line ok>{linksRecomputed(links, checkedAt)}</Line>
      ) : (
        <Line ok={false}>{problem.message}</Line>
      )}
      {damaged.map(({ seq, name, message }) => (
        <Line key={`${seq} ${name}`} ok={false}>
          {damagedFile(seq, name, message)}
        </Line>
      ))}
      {trail.problem === undefined ? null : <Line ok={false}>{trailProblem(trail.problem.message)}</Line>}
      {database.map((message) => (
        <Line key={message} ok={false}>
          {message}
        </Line>
      ))}
      {wrong ? null : <p className="pl-5 text-ink-3">{filesAndTrail(files, trail.lines)}</p>}
    </>
  );
}

function Line({ ok, children }: { readonly ok: boolean; readonly children: ReactNode }) {
  const Icon = ok ? ShieldCheck : ShieldAlert;
  return (
    <p className={`flex items-start gap-2 ${ok ? '' : 'text-error-ink'}`} role={ok ? undefined : 'alert'}>
      <Icon className="mt-0.5 size-3 shrink-0" aria-hidden="true" />
      <span className="min-w-0">{children}</span>
    </p>
  );
}

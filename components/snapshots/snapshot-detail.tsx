'use client';

import { useQuery } from '@tanstack/react-query';
import { Download, GitCompare, PenLine } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { snapshotQuery } from '#components/api/snapshot-queries.ts';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { SeverityGlyph } from '#components/ui/severity-glyph.tsx';
import { ERRORS, isRingfenceError } from '#lib/api/errors.ts';
import { PACKAGE_FILE } from '#lib/api/snapshot-facts.ts';
import { SIGN_STEPS, type SnapshotItem } from '#lib/api/snapshot-schemas.ts';
import { count } from '#lib/text/en/count.ts';
import { shortHash } from '#lib/text/en/short-hash.ts';
import {
  checksRan,
  dateAndTime,
  notEvaluated,
  removedOn,
  SIGN_WORDS,
  SNAPSHOT_PANEL,
  scopeOf,
  signedBy,
  sizeOf,
  snapshotName,
  TAKE,
} from '#lib/text/en/snapshots-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { saveSnapshotFile } from './save-snapshot-file.ts';
import { SignForm } from './sign-form.tsx';
import { comparedWith, compareHref } from './snapshot-address.ts';
import { SnapshotNotes } from './snapshot-notes.tsx';

interface SnapshotDetailProps {
  readonly cluster: string;
  readonly snapshot: SnapshotItem;
  /** Nothing can be kept now: what is there is shown. */
  readonly readOnly: boolean;
}

/** The chosen snapshot: who signed it, its files, its notes, what it tells of. */
export function SnapshotDetail({ cluster, snapshot, readOnly }: SnapshotDetailProps) {
  const { seq, title, clock, removedAt } = snapshot;
  const before = comparedWith(snapshot);
  return (
    <article aria-label={snapshotName(seq)}>
      <div className="flex flex-wrap items-center gap-2 px-3.5 pt-3 pb-2">
        <h2 className="flex-1 text-md font-semibold wrap-anywhere">
          {snapshotName(seq)}
          {title === undefined ? null : <span className="font-normal text-ink-2"> · {visibleText(title)}</span>}
        </h2>
        {before === undefined ? null : (
          <ButtonLink size="sm" href={compareHref(cluster, before, seq)}>
            <GitCompare className="size-3" aria-hidden="true" />
            {SNAPSHOT_PANEL.compareBefore}
          </ButtonLink>
        )}
      </div>
      {clock === undefined ? null : <Remark>{visibleText(clock)}</Remark>}
      {removedAt === undefined ? null : <Remark>{removedOn(removedAt)}</Remark>}
      <SignOffs cluster={cluster} snapshot={snapshot} readOnly={readOnly} />
      <Section title={SNAPSHOT_PANEL.files}>
        <Files cluster={cluster} snapshot={snapshot} readOnly={readOnly} />
      </Section>
      <Section title={SNAPSHOT_PANEL.notes}>
        <SnapshotNotes cluster={cluster} snapshot={snapshot} readOnly={readOnly} />
      </Section>
      <Facts snapshot={snapshot} />
      <Gaps cluster={cluster} seq={seq} />
    </article>
  );
}

function SignOffs({ cluster, snapshot: { seq, signOffs }, readOnly }: SnapshotDetailProps) {
  const [signing, setSigning] = useState(false);
  const next = SIGN_STEPS[signOffs.length];
  return (
    <Section title={SNAPSHOT_PANEL.signOff}>
      <dl className={FACTS}>
        {SIGN_STEPS.map((step) => {
          const sign = signOffs.find((each) => each.step === step);
          return (
            <Fact key={step} name={SIGN_WORDS[step].step}>
              {sign === undefined ? (
                <span className="text-ink-3">{SNAPSHOT_PANEL.open}</span>
              ) : (
                <>
                  {visibleText(signedBy(sign.role, sign.name, dateAndTime(sign.at)))}
                  {sign.comment === undefined ? null : (
                    <span className="block text-ink-2">{visibleText(sign.comment)}</span>
                  )}
                </>
              )}
            </Fact>
          );
        })}
      </dl>
      {next === undefined ? (
        <p className="mt-2 text-xs text-ink-2">{SNAPSHOT_PANEL.allSigned}</p>
      ) : signing ? (
        <SignForm key={next} cluster={cluster} seq={seq} step={next} onClose={() => setSigning(false)} />
      ) : (
        <Button size="sm" className="mt-2" disabled={readOnly} onClick={() => setSigning(true)}>
          <PenLine className="size-3" aria-hidden="true" />
          {SIGN_WORDS[next].sign}
        </Button>
      )}
      <p className="mt-2 text-2xs text-ink-3">{SNAPSHOT_PANEL.signature}</p>
    </Section>
  );
}

/** What a file is called on its button; others by their name. */
const FILE_WORDS: Readonly<Record<string, string>> = { 'snapshot.pdf': SNAPSHOT_PANEL.pdf };

function Files({ cluster, snapshot: { seq, files, removedAt }, readOnly }: SnapshotDetailProps) {
  const [failed, setFailed] = useState<Error>();
  const [busy, setBusy] = useState<string>();
  const save = async (name: string): Promise<void> => {
    setBusy(name);
    setFailed(undefined);
    try {
      await saveSnapshotFile(cluster, seq, name);
    } catch (error) {
      setFailed(error instanceof Error ? error : new Error(String(error)));
    } finally {
      setBusy(undefined);
    }
  };
  if (files.length === 0 && removedAt !== undefined) {
    return <p className="text-xs text-ink-2">{SNAPSHOT_PANEL.noFiles}</p>;
  }
  return (
    <>
      <ul className="flex flex-wrap gap-1.5">
        {files.map(({ name, bytes, hash }) => (
          <li key={name}>
            <Button size="sm" busy={busy === name} disabled={readOnly} title={hash} onClick={() => void save(name)}>
              <Download className="size-3" aria-hidden="true" />
              {FILE_WORDS[name] ?? name}
              <span className="text-ink-3">{sizeOf(bytes)}</span>
            </Button>
          </li>
        ))}
        {files.length === 0 ? null : (
          <li>
            <Button
              size="sm"
              busy={busy === PACKAGE_FILE}
              disabled={readOnly}
              title={SNAPSHOT_PANEL.packageHint}
              onClick={() => void save(PACKAGE_FILE)}
            >
              <Download className="size-3" aria-hidden="true" />
              {SNAPSHOT_PANEL.package}
            </Button>
          </li>
        )}
      </ul>
      {failed === undefined ? null : (
        <p role="alert" className="mt-1.5 text-xs text-error-ink wrap-anywhere">
          {isRingfenceError(failed)
            ? `${failed.message} ${ERRORS[failed.code]?.action ?? ''}`
            : `${SNAPSHOT_PANEL.fileFailed} ${TAKE.serverLost}`}
        </p>
      )}
    </>
  );
}

function Facts({ snapshot }: { readonly snapshot: SnapshotItem }) {
  const { taken, revision, evidence, link, prev, tool, checks, notRead } = snapshot;
  return (
    <Section title={SNAPSHOT_PANEL.facts}>
      <dl className={FACTS}>
        <Fact name={SNAPSHOT_PANEL.taken}>
          <span title={taken}>{dateAndTime(taken)}</span>
        </Fact>
        <Fact name={SNAPSHOT_PANEL.scope}>{visibleText(scopeOf(snapshot))}</Fact>
        <Fact name={SNAPSHOT_PANEL.revision}>
          {count(revision.seq)} · <Hash hash={revision.content} />
        </Fact>
        <Fact name={SNAPSHOT_PANEL.evidence}>
          <Hash hash={evidence} />
        </Fact>
        <Fact name={SNAPSHOT_PANEL.link}>
          <Hash hash={link} />
        </Fact>
        <Fact name={SNAPSHOT_PANEL.linkBefore}>
          {prev === null ? SNAPSHOT_PANEL.noLinkBefore : <Hash hash={prev} />}
        </Fact>
        <Fact name={SNAPSHOT_PANEL.checks}>
          {checksRan(checks.ran, checks.of)}
          {notEvaluated(checks.notEvaluated)}
        </Fact>
        {notRead.length === 0 ? null : (
          <Fact name={SNAPSHOT_PANEL.notRead}>
            {visibleText(
              notRead
                .map(({ resource, deniedNamespaces = [] }) => [resource, ...deniedNamespaces].join(' '))
                .join(', '),
            )}
          </Fact>
        )}
        <Fact name={SNAPSHOT_PANEL.tool}>
          {tool.version}, {tool.ruleSet}
        </Fact>
      </dl>
    </Section>
  );
}

/** Read only when a snapshot is chosen: the list has but their number. */
function Gaps({ cluster, seq }: { readonly cluster: string; readonly seq: number }) {
  const { data } = useQuery(snapshotQuery(cluster, seq));
  if (data?.openGaps === undefined || data.openGaps === null) return null;
  const gaps = data.openGaps.filter(({ result }) => result === 'FAIL');
  return (
    <Section title={`${SNAPSHOT_PANEL.gaps} · ${count(gaps.length)}`}>
      {gaps.length === 0 ? <p className="text-xs text-ink-3">{SNAPSHOT_PANEL.noGaps}</p> : null}
      <ul>
        {gaps.map(({ id, severity, title, check }) => (
          <li key={id} className="flex items-baseline gap-2 py-0.5 text-xs">
            <SeverityGlyph severity={severity} size={12} />
            <span className="min-w-0 flex-1 wrap-anywhere">{visibleText(title)}</span>
            <span className="font-mono text-2xs text-ink-3">{check}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const FACTS = 'grid grid-cols-[88px_minmax(0,1fr)] gap-x-2.5 gap-y-1 text-xs wrap-anywhere [&_dt]:text-ink-3';

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

function Hash({ hash }: { readonly hash: string }) {
  return (
    <span className="font-mono text-2xs" title={hash}>
      {shortHash(hash)}
    </span>
  );
}

function Remark({ children }: { readonly children: ReactNode }) {
  return (
    <p className="mx-3.5 mb-2 rounded-md border border-warn-line bg-warn-soft px-2.5 py-1.5 text-xs text-warn-ink">
      {children}
    </p>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="border-t border-line-faint px-3.5 py-2.5">
      <h3 className="mb-1.5 text-xs font-medium text-ink-3">{title}</h3>
      {children}
    </section>
  );
}

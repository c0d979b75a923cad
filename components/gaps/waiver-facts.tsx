import type { WaiverNote } from '#lib/gdpr/waivers/types.ts';
import { WAIVER } from '#lib/text/en/waiver-form.ts';
import { visibleText } from '#lib/text/visible-text.ts';

/** Who accepted a gap, why, and until when. */
export function WaiverFacts({ waiver }: { readonly waiver: WaiverNote }) {
  const facts = [
    [WAIVER.id, waiver.id],
    [WAIVER.reason, waiver.justification],
    [WAIVER.reference, waiver.reference ?? ''],
    [WAIVER.riskOwner, waiver.riskOwner],
    [WAIVER.approvedBy, `${waiver.approvedBy}, ${waiver.approvedAt}`],
    [WAIVER.ends, waiver.expiresAt],
    [WAIVER.compensating, waiver.compensating.join('; ')],
  ].filter(([, value]) => value !== '');
  return (
    <dl className="grid grid-cols-[112px_minmax(0,1fr)] gap-x-2.5 gap-y-1 rounded-lg border border-line bg-surface px-3 py-2.5 text-xs wrap-anywhere">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-ink-3">{name}</dt>
          <dd>{visibleText(value ?? '')}</dd>
        </div>
      ))}
    </dl>
  );
}

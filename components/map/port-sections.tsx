import { PortChip } from '#components/ui/port-chip.tsx';
import type { DependsReason, PortsJson } from '#lib/policy/types.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { PANEL } from '#lib/text/en/map.ts';
import { isNoPort, portWords } from '#lib/text/en/ports.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { PanelSection } from './panel-section.tsx';

interface PortSectionsProps {
  /** For certain; where it differs from pair to pair, between all of them. */
  readonly allow: PortsJson;
  /** Between some of the pairs only. */
  readonly some?: PortsJson | undefined;
  readonly depends: PortsJson;
  readonly reasons: readonly DependsReason[];
  readonly titles: { readonly allow: string; readonly some: string };
}

/** The ports of a connection: what is allowed, what depends, and on what. */
export function PortSections({ allow, some, depends, reasons, titles }: PortSectionsProps) {
  return (
    <>
      <Ports title={titles.allow} ports={allow} />
      {some === undefined ? null : <Ports title={titles.some} ports={some} />}
      <Ports title={PANEL.depends} ports={depends} tone="depends" />
      {reasons.length === 0 ? null : (
        <PanelSection title={PANEL.because}>
          <ul className="list-disc pl-4 text-ink-2">
            {dependsBecause(reasons).map((reason) => (
              <li key={reason}>{visibleText(reason)}</li>
            ))}
          </ul>
        </PanelSection>
      )}
    </>
  );
}

interface PortsProps {
  readonly title: string;
  readonly ports: PortsJson;
  readonly tone?: 'plain' | 'depends';
}

function Ports({ title, ports, tone = 'plain' }: PortsProps) {
  if (isNoPort(ports)) return null;
  return (
    <PanelSection title={title}>
      <p className="flex flex-wrap gap-1">
        {portWords(ports).map((word) => (
          <PortChip key={word} tone={tone}>
            {word}
          </PortChip>
        ))}
      </p>
    </PanelSection>
  );
}

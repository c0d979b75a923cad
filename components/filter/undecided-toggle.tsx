import { Button } from '#components/ui/button.tsx';
import { FILTER, undecidedOf } from '#lib/text/en/filter.ts';

interface UndecidedToggleProps {
  /** How many of the list stand in it only because what is undecided may allow what the filter asks for. */
  readonly count: number;
  /** The list is narrowed to them. */
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** What of a filtered list only depends, and the way to see it alone. */
export function UndecidedToggle({ count, isOn, onChange }: UndecidedToggleProps) {
  if (count === 0 && !isOn) return null;
  return (
    <Button
      size="sm"
      aria-pressed={isOn}
      title={FILTER.undecidedMeans}
      className="text-depends-ink aria-pressed:border-accent"
      onClick={() => onChange(!isOn)}
    >
      {undecidedOf(count)}
    </Button>
  );
}

import type { Severity } from '#lib/gdpr/types.ts';

/** The tone of a severity that reads as a line on a surface: medium's fill is too light for that. */
export function severityLineColour(severity: Severity): string {
  return severity === 'medium' ? 'var(--color-medium-line)' : `var(--color-${severity})`;
}

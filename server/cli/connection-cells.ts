import type { AggregateJson } from '#lib/policy/aggregate.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { portWords } from '#lib/text/en/ports.ts';

/** One connection as a line of a table: from, to, allow, some, depends, reasons. */
export function connectionCells(from: string, to: string, { allow, some, depends, reasons }: AggregateJson): string[] {
  return [from, to, words(allow), words(some), words(depends), reasons.join(' ')];
}

function words(ports: PortsJson | undefined): string {
  return ports === undefined ? '' : portWords(ports).join(' ');
}

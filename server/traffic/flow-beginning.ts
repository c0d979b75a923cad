import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterSpec } from '#server/config.ts';
import { keptUnder } from '#server/kept-under.ts';
import { FLOWS_FILE } from './flow-store.ts';

/** The first picture of what may flow goes before what flows. */
const AFTER_MS = 1_000;

/**
 * Begins a cluster's flows once it was read, where it has sources, an invented day or something that is kept; others begin
 * when somebody asks. To be called with every revision.
 */
export function createFlowBeginning(begin: (cluster: string) => void, dataDir: string): (spec: ClusterSpec) => void {
  const begun = new WeakSet<ClusterSpec>();
  return (spec) => {
    if (begun.has(spec)) return;
    begun.add(spec);
    if (isObserved(spec, dataDir)) setTimeout(() => begin(spec.id), AFTER_MS).unref();
  };
}

function isObserved(spec: ClusterSpec, dataDir: string): boolean {
  if (spec.flows !== undefined || spec.source.type === 'demo') return true;
  return keptUnder(spec) !== undefined && existsSync(join(dataDir, FLOWS_FILE));
}

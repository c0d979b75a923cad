import type { ObservedCoverage } from '#lib/api/observed-schemas.ts';
import { coverageShares } from '#lib/flows/join/coverage-share.ts';
import type { ObservedTraffic } from '#lib/flows/observed.ts';
import type { PolicyModel } from '#lib/policy/model.ts';

const known = new WeakMap<ObservedTraffic, WeakMap<PolicyModel, ObservedCoverage>>();

/** How much of a window was observed at the nodes that have pods, and by whom: each answer about the window says it. */
export function observedCoverage(model: PolicyModel, observed: ObservedTraffic): ObservedCoverage {
  const ofObserved = known.get(observed) ?? new WeakMap<PolicyModel, ObservedCoverage>();
  known.set(observed, ofObserved);
  let coverage = ofObserved.get(model);
  if (coverage === undefined) {
    coverage = coverageOf(model, observed);
    ofObserved.set(model, coverage);
  }
  return coverage;
}

function coverageOf({ objects }: PolicyModel, observed: ObservedTraffic): ObservedCoverage {
  const { window, coverage, complete } = observed;
  const shares = coverageShares(window, coverage, complete);
  const nodes = new Set<string>(objects.nodes.keys());
  for (const { spec } of objects.pods.values()) if (spec.nodeName !== undefined) nodes.add(spec.nodeName);
  const each = [...nodes].map((node) => shares.observedMs(node));
  const bySource = Map.groupBy(coverage, ({ source }) => source);
  const sum = (rows: readonly { readonly records: number; readonly lost: number }[], field: 'records' | 'lost') =>
    rows.reduce((total, row) => total + row[field], 0);
  return {
    observedMs: each.reduce((total, ms) => total + ms, 0),
    windowMs: (window.to - window.from) * nodes.size,
    nodes: { observed: each.filter((ms) => ms > 0).length, all: nodes.size },
    lost: sum(coverage, 'lost'),
    sources: [...bySource].map(([source, rows]) => ({
      source,
      complete: complete.includes(source),
      records: sum(rows, 'records'),
      lost: sum(rows, 'lost'),
    })),
  };
}

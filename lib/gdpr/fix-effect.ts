import { parseDocument } from 'yaml';
import { projectObject } from '#lib/kube/project.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { propose } from '#lib/policy/propose.ts';
import { effectSentence } from '#lib/text/en/gaps.ts';
import type { FixEffect } from './types.ts';

/** A fork is compiled whole; beyond this a list of gaps would wait for its fixes. */
const MAX_WORKLOADS = 120;

/**
 * What the engine says about the world after a fix: pairs of workloads between which something is or may be allowed
 * before and nothing after, and the other way round. Undefined where the fix cannot be applied or the cluster is large.
 */
export function effectOfFix(model: PolicyModel, yaml: string): FixEffect | undefined {
  if (yaml === '' || model.workloads.length > MAX_WORKLOADS) return undefined;
  const { kept } = projectObject(parseDocument(yaml).toJS());
  if (kept?.kind !== 'NetworkPolicy') return undefined;
  const { counts } = propose(model, { upserts: [kept], removes: [], labels: [] }).diff;
  const closes = counts.closed.connections + counts['ruled-out'].connections;
  const opens = counts.opened.connections + counts['possibly-opened'].connections;
  return { closes, opens, sentence: effectSentence(closes, opens) };
}

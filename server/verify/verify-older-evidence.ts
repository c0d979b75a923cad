import { VERIFY } from '#lib/text/en/verify.ts';
import { EVIDENCE_SCHEMA } from '#server/report/evidence/evidence.ts';
import { firstDifference } from './first-difference.ts';
import type { EvidenceFile } from './parse-evidence.ts';
import { recompute } from './recompute.ts';
import type { Finding } from './types.ts';

/** Members of version 1. It has no hashes of parts, and its waivers are no inputs. */
const MEMBERS: ReadonlySet<string> = new Set([
  ...['schema', 'title', 'tool', 'cluster', 'revision', 'taken', 'source', 'enforcement', 'profile', 'completeness'],
  ...['scope', 'counts', 'inputs', 'classification', 'relation', 'peerNames', 'gaps', 'checks', 'summary', 'waivers'],
]);
/** Results that can be compared with those of this version. */
const COMPARED = ['counts', 'classification', 'nodes', 'edges', 'gaps', 'checks', 'summary'] as const;

/** What can be said of evidence of version 1: what it holds, and whether this version finds the same. */
export function verifyOlderEvidence(file: EvidenceFile): readonly Finding[] {
  const parts: Finding = { step: 'parts', state: 'not-checked', sentence: VERIFY.olderWithoutParts };
  const stranger = Object.keys(file).find((name) => !MEMBERS.has(name));
  if (stranger !== undefined) {
    return [{ step: 'form', state: 'altered', sentence: VERIFY.olderWithStranger(stranger) }, parts];
  }
  const recomputed = recompute(inNewForm(file));
  if ('path' in recomputed) {
    const sentence = VERIFY.olderUnreadable;
    return [parts, { step: 'results', state: 'altered', sentence, difference: recomputed }];
  }
  const computed: unknown = JSON.parse(JSON.stringify(recomputed.evidence));
  for (const name of COMPARED) {
    const difference = firstDifference(resultOf(computed, name), resultOf(file, name), `$.${name}`);
    if (difference !== undefined) {
      return [parts, { step: 'results', state: 'rules-changed', sentence: VERIFY.olderDiffers, difference }];
    }
  }
  return [parts, { step: 'results', state: 'ok', sentence: VERIFY.olderOk }];
}

function inNewForm(file: EvidenceFile): EvidenceFile {
  const { inputs, tool, waivers } = file as {
    inputs?: { objects?: unknown; dataMap?: unknown };
    tool?: object;
    waivers?: { asOf?: unknown; waivers?: readonly { waiver: unknown }[] };
  };
  return {
    ...file,
    schema: EVIDENCE_SCHEMA,
    tool: { ...tool, ruleSetSha256: '0'.repeat(64) },
    inputs: {
      ...inputs,
      pods: [],
      ...(Array.isArray(waivers?.waivers) ? { waivers: waivers.waivers.map(({ waiver }) => waiver) } : {}),
      ...(typeof waivers?.asOf === 'string' ? { asked: waivers.asOf } : {}),
    },
  };
}

function resultOf(evidence: unknown, name: (typeof COMPARED)[number]): unknown {
  const file = evidence as EvidenceFile;
  if (name !== 'nodes' && name !== 'edges') return file[name];
  return (file.relation as EvidenceFile | undefined)?.[name];
}

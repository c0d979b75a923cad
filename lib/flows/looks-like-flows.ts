import { isRecord } from './loose-fields.ts';
import { isAwsRecord, isAwsText } from './read-aws-line.ts';
import { isGkeRecord } from './read-gke-line.ts';
import { isHubbleJson } from './read-hubble-json.ts';
import { isNetObserv } from './read-netobserv.ts';

/** Logs begin with lines about something else. */
const LINES = 50;

/**
 * Whether the beginning of a file is of observed flows, in any of the formats that are read, rather than of the objects of
 * a cluster. The last line counts only where it is known to be whole.
 */
export function looksLikeFlows(beginning: string, isWhole: boolean): boolean {
  const lines = beginning.split('\n');
  if (!isWhole) lines.pop();
  return lines.slice(0, LINES).some((line) => isFlowLine(line.trim()));
}

function isFlowLine(line: string): boolean {
  if (!line.startsWith('{')) return isAwsText(line);
  if (line.includes('"ringfence.dev/flow/')) return true;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return false;
  }
  if (!isRecord(value) || 'apiVersion' in value) return false;
  return isHubbleJson(value) || isNetObserv(value) || isGkeRecord(value) || isAwsRecord(value);
}

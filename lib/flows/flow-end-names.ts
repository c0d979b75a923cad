import { parseCidr } from '#lib/policy/address.ts';

const NAMED = /^(?:host:[^/\s:]+|name:[^/\s]+|service:[^/\s]+\/[^/\s]+|[^/\s:]+\/[^/\s]*\/[^/\s]+)$/;

/** Whether somebody can be an end of a flow by this name, as `FlowRow` writes it. Who it names need not be known. */
export function isFlowEnd(text: string): boolean {
  if (text === 'host' || text === 'unknown') return true;
  if (text.startsWith('ip:')) return text.includes('/') && parseCidr(text.slice('ip:'.length)) !== undefined;
  return NAMED.test(text);
}

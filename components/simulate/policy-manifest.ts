import type { PolicyText } from '#lib/policy/types.ts';

/** What the server adds to an object: sent back to it, it is refused or means nothing. */
const SERVERS_OWN = /^ {2}(uid|resourceVersion|creationTimestamp|deletionTimestamp|generation): .*\n/gm;

/** A policy's text as somebody would edit and apply it. One from a file stays as it was written. */
export function policyManifest({ source, text }: Pick<PolicyText, 'source' | 'text'>): string {
  if (source === 'file') return text;
  const spec = text.indexOf('\nspec:');
  const end = spec < 0 ? text.length : spec + 1;
  return text.slice(0, end).replace(SERVERS_OWN, '') + text.slice(end);
}

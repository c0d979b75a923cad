import { detectPlugin } from '#lib/policy/detect-plugin.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { pluginSentence } from '#lib/text/en/plugin.ts';
import * as text from '#lib/text/en/summary.ts';

/** Whether policies are enforced, as far as can be seen. Nothing tests it, so it is never more than seen. */
export function enforcementOf({ objects, profile }: PolicyModel): string {
  if (profile.enforced === 'no') return text.NOT_ENFORCED;
  if (profile.enforced === 'yes') return text.enforcementDeclared(profile.name);
  return pluginSentence(detectPlugin(objects)) ?? text.ENFORCEMENT_UNKNOWN;
}

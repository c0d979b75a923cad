import type { Question } from './ask.ts';
import { entrySet } from './exposure.ts';
import type { PolicyModel, SingleEnd } from './model.ts';
import type { Footnote } from './types.ts';

/** What to keep in mind beside a pair's own footnotes: what the question went through (rows 47, 80, 81). */
export function questionFootnotes(model: PolicyModel, question: Question, to: SingleEnd): readonly Footnote[] {
  const footnotes: Footnote[] = question.to.type === 'service' ? ['service-translation'] : [];
  const { type } = question.from;
  const fromOutside = type === 'internet' || type === 'address' || type === 'block';
  if (fromOutside && to.type === 'class' && mayBeRewritten(model, to.class, to.pod)) footnotes.push('source-rewriting');
  return footnotes;
}

/** Whether a way from outside leads to it on which a node may stand for the client. */
function mayBeRewritten(model: PolicyModel, classId: number, pod: string | undefined): boolean {
  const { entries, byWorkload } = entrySet(model);
  const own = pod === undefined ? entries : (byWorkload.get(model.workloadOfPod(pod)) ?? []);
  return own.some(({ source, classes }) => source === 'may-be-rewritten' && classes.includes(classId));
}

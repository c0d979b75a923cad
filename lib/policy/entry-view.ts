import type { EntryView } from '#lib/api/pod-types.ts';
import { entrySentence, entryVerdict } from '#lib/text/en/entries.ts';
import type { Entry } from './entry.ts';
import { letsIn } from './entry-verdict.ts';
import { entrySet } from './exposure.ts';
import type { PolicyModel } from './model.ts';

/**
 * The ways from outside to pods of one class of a workload, each with what the policies say of it.
 * @param end the pod (`ns/name`) or workload (`ns/Kind/name`), as a question about it names it.
 */
export function entryViews(model: PolicyModel, workload: string, classId: number, end: string): readonly EntryView[] {
  const entries = entrySet(model).byWorkload.get(workload) ?? [];
  return entries
    .filter(({ classes }) => classes.includes(classId))
    .map((entry) => entryView(model, entry, classId, end));
}

function entryView(model: PolicyModel, entry: Entry, classId: number, end: string): EntryView {
  const { workload: _, classes: __, ...facts } = entry;
  const answer = letsIn(model, { ...entry, classes: [classId] });
  const port = entry.port === undefined ? {} : { port: `${entry.protocol}/${entry.port}` };
  return {
    ...facts,
    ...answer,
    sentence: entrySentence(entry),
    policies: entryVerdict(entry, answer),
    ask: { from: asks(entry, answer.clients), to: end, ...port },
  };
}

/** Who to ask the engine about: the proxy, or one who gets in, else the internet. */
function asks({ controller }: Entry, clients: readonly string[]): string {
  if (controller?.state === 'known') return controller.workloads[0] ?? 'internet';
  return clients.includes('internet') ? 'internet' : (clients[0] ?? 'internet');
}

import type { UndigestedProvenance } from '#lib/kube/provenance.ts';
import type { ReadAgain } from '#lib/kube/source-record.ts';
import { countOf } from './count.ts';

/** How far a snapshot's lists are of one moment, for people: "1 EndpointSlice changed meanwhile and was read again. …" */
export function readingSentences(provenance: UndigestedProvenance): readonly string[] {
  switch (provenance.from) {
    case 'demo':
      return ['Read from the files of the demo.'];
    case 'files':
      return [`Read from ${countOf(provenance.files.length, 'file')}. No API server said that this is what runs.`];
    case 'api-server':
      return ofServer(provenance);
  }
}

type FromServer = Extract<UndigestedProvenance, { readonly from: 'api-server' }>;

/** While a snapshot reads anew. */
export function listingAnew(lists: number): string {
  return `Reading ${countOf(lists, 'list')} anew.`;
}
export function listingAgain(resources: readonly string[]): string {
  return `Changed meanwhile, reading again: ${resources.join(', ')}.`;
}

function ofServer({ state, asOf, skew, readAgain, notReadAgain, kinds }: FromServer): readonly string[] {
  const later = kinds.reduce((sum, { lists }) => sum + lists.reduce((all, { changes }) => all + changes, 0), 0);
  const sentences = [
    state === 'lost'
      ? `The API server did not answer; this is what it last said${asOf ? `, ${asOf}` : ''}.`
      : undefined,
    ...readAgain.map(changedMeanwhile),
    notReadAgain.length === 0 ? undefined : `${countOf(notReadAgain.length, 'list')} could not be read again in time.`,
    state !== 'lost' && later > 0
      ? `${countOf(later, 'change')} came after the lists and ${later === 1 ? 'is' : 'are'} included.`
      : undefined,
    skew === undefined ? undefined : `Skew ${seconds(skew.milliseconds)} s.`,
  ];
  return sentences.filter((sentence) => sentence !== undefined);
}

function changedMeanwhile({ kind, namespace, objects, more = 0 }: ReadAgain): string {
  const place = namespace === undefined ? '' : ` in ${namespace}`;
  const count = objects.length + more;
  return `${countOf(count, kind, pluralOf(kind))}${place} changed meanwhile and ${count === 1 ? 'was' : 'were'} read again.`;
}

/** NetworkPolicies, Ingresses, Pods: names of kinds in the plural. */
function pluralOf(kind: string): string {
  if (kind.endsWith('y')) return `${kind.slice(0, -1)}ies`;
  return kind.endsWith('s') ? `${kind}es` : `${kind}s`;
}

/** One digit behind the point below ten. */
function seconds(milliseconds: number): string {
  const value = milliseconds / 1_000;
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}

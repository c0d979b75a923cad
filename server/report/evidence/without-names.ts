import type { Classification } from '#lib/gdpr/types.ts';
import type { Waiver, WaiverReport } from '#lib/gdpr/waivers/types.ts';
import type { Completeness, ReadingNote, UnreadObject } from '#lib/kube/cluster-objects.ts';
import { managerRole } from '#lib/kube/manager-role.ts';
import type { KeptObject, LastChange } from '#lib/kube/objects.ts';

// Documents leave the house: names of people and of the operator's folders stay (gdpr.md §5.7). Each of these functions
// changes nothing the second time, so that evidence computed again from evidence is the same.

/** Without where it was read from, and with a role for whoever changed it. */
export function objectForEvidence<Kept extends KeptObject>(object: Kept): Kept {
  const { origin: _origin, ...rest } = object;
  const { managedFields } = object.metadata;
  if (managedFields === undefined) return rest as unknown as Kept;
  const roles = managedFields.map((change): LastChange => ({ ...change, manager: managerRole(change.manager) }));
  return { ...rest, metadata: { ...object.metadata, managedFields: roles } } as unknown as Kept;
}

/**
 * Of the operator's files only the names: folders say who runs it and where, and differ with how it was called. The numbers
 * are those of the objects in the evidence, so that they can be counted again.
 */
export function completenessForEvidence(
  { kinds, unread, notes }: Completeness,
  ofKind: (kind: string) => readonly KeptObject[],
): Completeness {
  const named = <Said extends UnreadObject | ReadingNote>(said: Said): Said =>
    said.file === undefined ? said : { ...said, file: said.file.split(/[\\/]/).at(-1) };
  const counted = kinds.map((each) => ({ ...each, count: ofKind(each.kind).length }));
  return { kinds: counted, unread: unread.map(named), notes: notes.map(named) };
}

export function classificationForEvidence(classification: Classification): Classification {
  const { manager } = classification;
  return manager === undefined ? classification : { ...classification, manager: managerRole(manager) };
}

/** Owner and approver are roles by their definition; who clicked is a person. */
export function waiverForEvidence(waiver: Waiver): Waiver {
  const { origin } = waiver;
  if (origin.from === 'file') return waiver;
  return { ...waiver, origin: { ...origin, recordedBy: managerRole(origin.recordedBy) } };
}

export function waiverReportForEvidence({ asOf, waivers }: WaiverReport): WaiverReport {
  return { asOf, waivers: waivers.map((each) => ({ ...each, waiver: waiverForEvidence(each.waiver) })) };
}

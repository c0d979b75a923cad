import type { DeclaredClass } from '../data-map/types.ts';

/**
 * Which categories of the Fideslang taxonomy (Ethyca, CC BY 4.0), and two of our own for what it lacks, stand for a
 * class of the GDPR (gdpr.md §4.1). A prefix means all below it. Biometric data is special where it identifies people:
 * an entry of the DataMap with its reason says where it does not.
 */
const CATEGORY_CLASSES: readonly { readonly prefix: string; readonly dataClass: DeclaredClass }[] = [
  { prefix: 'user.health_and_medical', dataClass: 'special' },
  { prefix: 'user.biometric', dataClass: 'special' },
  { prefix: 'user.authorization.biometric', dataClass: 'special' },
  { prefix: 'user.demographic.race_ethnicity', dataClass: 'special' },
  { prefix: 'user.demographic.political_opinion', dataClass: 'special' },
  { prefix: 'user.demographic.religious_belief', dataClass: 'special' },
  { prefix: 'user.demographic.sexual_orientation', dataClass: 'special' },
  { prefix: 'user.demographic.trade_union_membership', dataClass: 'special' },
  { prefix: 'user.demographic.sex_life', dataClass: 'special' },
  { prefix: 'user.criminal_history', dataClass: 'criminal' },
  { prefix: 'user.childrens', dataClass: 'children' },
  { prefix: 'user', dataClass: 'personal' },
];

/** The class for which a category stands; undefined for categories of systems and words of another vocabulary. */
export function classOfCategory(category: string): DeclaredClass | undefined {
  return CATEGORY_CLASSES.find(({ prefix }) => category === prefix || category.startsWith(`${prefix}.`))?.dataClass;
}

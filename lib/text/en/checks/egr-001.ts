import { listOf, unless } from '#lib/text/en/phrases.ts';

export const EGR_001 = {
  title: (name: string, upTo: boolean): string =>
    unless(upTo, `${name} has unrestricted egress`, `${name} may have unrestricted egress`),
  summaryOpen: (namespace: string, name: string): string =>
    `No policy in ${namespace} selects ${name} for egress. It can connect to any address on the internet.`,
  summaryRule: (policy: string, rule: string, name: string): string =>
    `${rule} of policy ${policy} lets ${name} connect to nearly every address on the internet.`,
  summaryRules: (name: string): string =>
    `Taken together, its rules let ${name} connect to nearly every address on the internet.`,
  summaryUnknown: (name: string): string =>
    `Whether ${name} can connect to nearly every address on the internet cannot be decided from what was read.`,
  fix: ({ kept, byName }: { readonly kept: readonly string[]; readonly byName: readonly string[] }): string => {
    const also = kept.length === 0 ? '' : ` It also keeps what is declared: the addresses of ${listOf(kept)}.`;
    const names =
      byName.length === 0
        ? ''
        : ` ${listOf(byName)} ${byName.length === 1 ? 'is' : 'are'} declared by name alone, which no NetworkPolicy can mean.`;
    return `Keeps connections inside the cluster, DNS among them, and ends those to the internet.${also}${names} Add the ${kept.length === 0 ? '' : 'other '}recipients that it needs as ipBlock rules.`;
  },
};

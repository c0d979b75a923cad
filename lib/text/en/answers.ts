import type { PortsJson, Verdict } from '#lib/policy/types.ts';
import { count } from './count.ts';
import { isNoPort, portsInWords } from './ports.ts';

const WORDS: Readonly<Record<Verdict, string>> = { allow: 'allowed', depends: 'undecided', deny: 'denied' };

/** A pod that asks for itself through its Service (row 63). `on`: " on TCP 80", or empty. */
export function sentenceOfSelfViaService(name: string, verdict: Verdict | 'mixed', on: string, skips: boolean): string {
  switch (verdict) {
    case 'allow':
      return skips
        ? `${name} may connect to itself through its Service${on}: such a connection skips policies.`
        : `${name} may connect to itself through its Service${on}, because both its gates let it through.`;
    case 'deny':
      return `${name} may not connect to itself through its Service${on}: its own gates apply, as to any other pod.`;
    default:
      return `${name} may or may not connect to itself through its Service${on}: network plugins differ on whether its own gates apply.`;
  }
}

/** "From shop/web to shop/Deployment/db: 2 pairs allowed, 1 denied." */
export function sentenceOfMany(
  from: string,
  to: string,
  parts: readonly { readonly verdict: Verdict; readonly count: number }[],
): string {
  const words = parts.map(
    (part, i) => `${count(part.count)}${i > 0 ? '' : part.count === 1 ? ' pair' : ' pairs'} ${WORDS[part.verdict]}`,
  );
  return `From ${from} to ${to}: ${words.join(', ')}.`;
}

/** The whole relation of many pairs: "From shop/web to shop/Deployment/db: TCP 80 for all pairs, TCP 443 for some." */
export function sentenceOfAllPairs(
  from: string,
  to: string,
  { allow, some, depends }: { readonly allow: PortsJson; readonly some: PortsJson; readonly depends: PortsJson },
): string {
  const parts = [`${portsInWords(allow)} for all pairs`];
  if (!isNoPort(some)) parts.push(`${portsInWords(some)} for some`);
  if (!isNoPort(depends)) parts.push(`undecided: ${portsInWords(depends)}`);
  return `From ${from} to ${to}: ${parts.join(', ')}.`;
}

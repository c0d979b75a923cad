import type { ClassChange } from '#lib/api/data-schemas.ts';

/** What a shell takes as one word without quotes. */
const PLAIN = /^[A-Za-z0-9._/=:-]+$/;

/** The changes as commands for kubectl, one a line. Names come from strangers: what a shell could read is quoted. */
export function labelCommands(changes: readonly ClassChange[]): string {
  return changes
    .map(({ workload, dataClass }) => {
      const [namespace = '', kind = '', ...name] = workload.split('/');
      const object = quoted(`${kind.toLowerCase()}/${name.join('/')}`);
      return `kubectl label --overwrite -n ${quoted(namespace)} ${object} ringfence.dev/data-class=${dataClass}\n`;
    })
    .join('');
}

function quoted(word: string): string {
  return PLAIN.test(word) && !word.startsWith('-') ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

import { fileCount } from '#lib/text/en/server.ts';

/** What a cluster is called that is read from these files: the one name on the page, in results and in evidence. */
export function nameOfSources(sources: readonly string[]): string {
  const [first = '-'] = sources;
  if (sources.length > 1) return fileCount(sources.length);
  if (first === '-') return 'stdin';
  const parts = first.replace(/^snapshot:/, '').split(/[\\/]/);
  return parts.filter(Boolean).at(-1) ?? first;
}

import type { FilesRecord } from '#lib/kube/source-record.ts';
import { fileCount } from '#lib/text/en/server.ts';

/** How many files were read: a folder is as many as there are in it. */
export function labelOfFiles(record: FilesRecord | undefined, sources: readonly string[]): string {
  return fileCount(record?.files.length || sources.length);
}

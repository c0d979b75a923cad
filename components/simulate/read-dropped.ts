import type { NewChange } from './simulated-change.ts';
import { TEXT_MAX } from './simulated-change.ts';

const MANIFEST = /\.(ya?ml|json)$/i;
/** A folder may be a whole repository. */
const MOST_FILES = 500;

export class TooMuchText extends Error {}

/** The manifests among files, each a change of its own. Throws TooMuchText. */
export async function changesOfFiles(files: readonly File[]): Promise<readonly NewChange[]> {
  const manifests = files.filter(({ name }) => MANIFEST.test(name)).slice(0, MOST_FILES);
  if (manifests.reduce((sum, { size }) => sum + size, 0) > TEXT_MAX) throw new TooMuchText();
  const texts = await Promise.all(manifests.map(async (file) => ({ title: titleOf(file), text: await file.text() })));
  return texts.map(({ title, text }) => ({ type: 'yaml', title, text }));
}

function titleOf({ name, webkitRelativePath }: File): string {
  return webkitRelativePath === '' ? name : webkitRelativePath;
}

/** The files that were dropped, those in folders too. The list of items must be read before anything is awaited. */
export async function droppedFiles({ items, files }: DataTransfer): Promise<readonly File[]> {
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return [...files];
  const found: File[] = [];
  for (const entry of entries) await collect(entry, found);
  return found;
}

async function collect(entry: FileSystemEntry, found: File[]): Promise<void> {
  if (found.length >= MOST_FILES) return;
  if (isFile(entry)) {
    if (MANIFEST.test(entry.name)) found.push(await new Promise<File>((give, fail) => entry.file(give, fail)));
    return;
  }
  if (!isFolder(entry)) return;
  const reader = entry.createReader();
  for (;;) {
    // A reader gives some at a time, and none at the end.
    const some = await new Promise<FileSystemEntry[]>((give, fail) => reader.readEntries(give, fail));
    if (some.length === 0) return;
    for (const each of some) await collect(each, found);
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

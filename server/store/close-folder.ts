import { chmodSync, readdirSync, statSync } from 'node:fs';

/** What is in it says who holds which data, and how to get there. */
export const FOLDER_MODE = 0o700;
const OTHERS = 0o077;
/** Set user, set group, sticky: somebody means it to be shared. */
const SHARED = 0o7000;
/** What Ringfence lays into a data folder, and what a volume brings. */
const OURS = [
  /^ringfence\.db(-wal|-shm|-journal)?$/,
  /^flows\.duckdb(\.wal|\.tmp)?$/,
  /^flow-files\.json$/,
  /^serve\.(lock|json)$/,
  /^(blobs|clusters|data-maps|lost\+found)$/,
  /^\.ringfence-[\da-f-]+\.partial$/,
];

/**
 * Makes a data folder one for its owner alone, where it was made before Ringfence came and holds nothing else: a folder
 * that others use too, `/tmp` or a project's, would be taken from them.
 * @returns the mode it still has where that is open to others, such as `0755`.
 */
export function closeFolder(dataDir: string): string | undefined {
  if (process.platform === 'win32') return undefined; // modes say nothing there
  try {
    const { mode, uid } = statSync(dataDir);
    if ((mode & OTHERS) === 0) return undefined;
    if (uid === process.getuid?.() && (mode & SHARED) === 0 && holdsOursOnly(dataDir)) {
      chmodSync(dataDir, FOLDER_MODE);
      return undefined;
    }
    return (mode & 0o7777).toString(8).padStart(4, '0');
  } catch {
    return undefined; // whoever opens it next says what is wrong
  }
}

function holdsOursOnly(dataDir: string): boolean {
  return readdirSync(dataDir).every((name) => OURS.some((ours) => ours.test(name)));
}

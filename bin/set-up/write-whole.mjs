import { renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes a file whole or not at all, also where this process is killed in the midst of it. Throws as node:fs. */
export function writeWhole(path, content) {
  const partial = `${path}.${process.pid}`;
  try {
    writeFileSync(partial, content);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

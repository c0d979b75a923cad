/** A lock between processes: two starts in one checkout must not install or build into each other. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const RETRY_MS = 200;

/** Runs `work` while holding the folder `path` as lock. A holder that no longer runs loses it. */
export async function withLock(path, work) {
  mkdirSync(dirname(path), { recursive: true });
  while (!tryLock(path)) await sleep(RETRY_MS);
  const release = () => rmSync(path, { recursive: true, force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

function tryLock(path) {
  try {
    mkdirSync(path);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (holderRuns(path)) return false;
    rmSync(path, { recursive: true, force: true });
    return false;
  }
  writeFileSync(join(path, 'pid'), String(process.pid));
  return true;
}

function holderRuns(path) {
  let holder;
  try {
    holder = Number(readFileSync(join(path, 'pid'), 'utf8'));
  } catch {
    return true; // It has made the folder and is about to write its number.
  }
  try {
    process.kill(holder, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

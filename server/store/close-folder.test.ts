import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimForServe } from './serve-lock.ts';
import { openStore } from './store.ts';

const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('a data folder that was there before', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ringfence-folder-'));
    chmodSync(folder, 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is closed where it is empty, and where it holds only what Ringfence keeps', () => {
    openStore(folder).close();
    expect(modeOf(folder)).toBe(0o700);
    mkdirSync(join(folder, 'blobs'));
    chmodSync(folder, 0o770);
    openStore(folder).close();
    expect(modeOf(folder)).toBe(0o700);
  });

  it('is left as it is where others keep something in it, and serve says how to mend it', () => {
    writeFileSync(join(folder, 'thesis.odt'), '');
    expect(claimForServe(folder)).toContain(`(mode 0755), and it is not Ringfence's alone to close.`);
    expect(modeOf(folder)).toBe(0o755);
    expect(modeOf(join(folder, 'ringfence.db'))).toBe(0o600);
  });

  it('is not looked at closer where it is for its owner alone', () => {
    chmodSync(folder, 0o700);
    expect(claimForServe(folder)).toBeUndefined();
  });

  it('is not changed by who only looks', () => {
    openStore(folder).close();
    chmodSync(folder, 0o755);
    openStore(folder, { look: true }).close();
    expect(modeOf(folder)).toBe(0o755);
  });
});

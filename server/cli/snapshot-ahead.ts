import type { ChildProcess } from 'node:child_process';
import { type FixHelper, startFixHelper } from '#server/analysis/fix-helper.ts';
import { startTypesetter } from '#server/report/render.ts';

/** Who works on a snapshot beside the command, each in a process of its own. */
export interface SnapshotProcesses {
  readonly helper: FixHelper | undefined;
  readonly typesetter: ChildProcess;
}

/** `ringfence snapshot`: its processes are started before it is loaded itself, so that all of them load at once. */
export async function snapshotAhead(argv: readonly string[]): Promise<number> {
  const isHelp = argv.some((each) => each === '--help' || each === '-h');
  const processes = isHelp ? undefined : { helper: startFixHelper(), typesetter: startTypesetter() };
  const { snapshot } = await import('./snapshot.ts');
  return snapshot(argv, processes);
}

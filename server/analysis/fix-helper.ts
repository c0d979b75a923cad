import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { TriedFix } from '#lib/gdpr/verify-fix.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { inPlainMaps } from '#lib/kube/writable-collection.ts';
import type { Profile } from '#lib/policy/types.ts';
import { directoryWith } from '#server/report/app-directory.ts';
import type { AnalysisMeta } from './analysis.ts';

const PROGRAM = 'server/analysis/fix-process.ts';

/** What an analysis was made of. */
export interface HelperInputs {
  readonly objects: ClusterObjects;
  readonly profile: Profile;
  readonly meta: AnalysisMeta;
  /** Namespaces whose gaps are told. */
  readonly scope: readonly string[] | undefined;
}

/** One that was tried. */
export interface HelperReply {
  readonly yaml: string;
  readonly tried: TriedFix | undefined;
}

/** Tries fixes on another core. Nothing waits for it: what it has found is taken, the rest is found here. */
export interface FixHelper {
  begin(inputs: HelperInputs): void;
  /** Whatever it finds from now on. */
  onTried(take: (reply: HelperReply) => void): void;
  end(): void;
}

/** Loads what it needs meanwhile, and ends with this process. Undefined where there is no other core. */
export function startFixHelper(): FixHelper | undefined {
  if (availableParallelism() < 2) return undefined;
  let child: ChildProcess | undefined = fork(/* turbopackIgnore: true */ join(directoryWith(PROGRAM), PROGRAM), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.unref(); // nobody waits for it
  child.channel?.unref();
  const gone = () => {
    child = undefined;
  };
  child.once('error', gone).once('exit', gone);
  return {
    begin: (inputs) => void child?.send({ ...inputs, objects: inPlainMaps(inputs.objects) }, () => undefined),
    onTried: (take) => void child?.on('message', take),
    end: () => void child?.kill('SIGKILL'),
  };
}

import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The kubeconfig files that exist: the named one, else those of $KUBECONFIG, else the one in the home folder. */
export function kubeconfigFiles(
  named?: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): readonly string[] {
  const listed = env.KUBECONFIG;
  const candidates =
    named !== undefined
      ? [named]
      : listed !== undefined && listed !== ''
        ? listed.split(delimiter)
        : [join(env.HOME ?? homedir(), '.kube', 'config')];
  return candidates.filter((path) => path !== '' && existsSync(path));
}

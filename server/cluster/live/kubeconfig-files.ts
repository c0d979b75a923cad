import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The kubeconfig files that exist: the named one, else those of $KUBECONFIG, else the one in the home folder. */
export function kubeconfigFiles(named?: string): readonly string[] {
  const listed = process.env.KUBECONFIG;
  const candidates =
    named !== undefined
      ? [named]
      : listed !== undefined && listed !== ''
        ? listed.split(delimiter)
        : [join(process.env.HOME ?? homedir(), '.kube', 'config')];
  return candidates.filter((path) => path !== '' && existsSync(path));
}

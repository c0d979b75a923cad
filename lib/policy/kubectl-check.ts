import type { AskedPort } from './explain-ports.ts';
import type { ExplainedEnd } from './types.ts';

/** Seconds until a silent packet filter counts as closed. */
const CHECK_TIMEOUT = 3;
/** What the API server accepts as a name: nothing that a shell could read otherwise. */
const PLAIN_NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const PLAIN_ADDRESS = /^[0-9a-fA-F:.]+$/;

/**
 * A command that tries the connection in the cluster; undefined where no pod could run it, the destination has no
 * address, or a closed port could not be told from a silent one (UDP, SCTP).
 */
export function kubectlCheck(from: ExplainedEnd, to: ExplainedEnd, port: AskedPort | undefined): string | undefined {
  const address = to.addresses?.[0];
  if (port?.protocol !== 'TCP' || from.type !== 'pod' || address === undefined || from.namespace === undefined) {
    return undefined;
  }
  if (!PLAIN_NAME.test(from.name) || !PLAIN_NAME.test(from.namespace) || !PLAIN_ADDRESS.test(address)) return undefined;
  const connect = `nc -zv -w ${CHECK_TIMEOUT} ${address} ${port.port}`;
  return `kubectl debug -n ${from.namespace} ${from.name} -it --image=busybox:1.37 -- ${connect}`;
}

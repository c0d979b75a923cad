/** What the live source says: ways to the API server that fail, kinds that may not be read. */

export function liveLabel(name: string): string {
  return `Live API, ${name}`;
}
export const NOT_IN_CLUSTER = 'This process does not run inside a cluster: there is no service account.';
export function noKubeconfig(path: string | undefined): string {
  return path === undefined ? 'There is no kubeconfig.' : `There is no kubeconfig ${path}.`;
}
export function badKubeconfig(paths: string): string {
  return `The kubeconfig cannot be read: ${paths}.`;
}
export function noContext(name: string, present: readonly string[]): string {
  const known = present.length === 0 ? 'it has none' : `it has ${present.join(', ')}`;
  return `The kubeconfig has no context ${name}; ${known}.`;
}
export function noCluster(context: string): string {
  return `The kubeconfig names no cluster for the context ${context}.`;
}
export function badPlugin(user: string): string {
  return `The kubeconfig’s exec plugin of the user ${user} names no command.`;
}
export function badServer(server: string): string {
  return `The kubeconfig names a server that is no http or https address: ${server}.`;
}
export function unreachable(server: string): string {
  return `The API server at ${server} does not answer.`;
}
export function unauthorised(server: string): string {
  return `The API server at ${server} does not accept the credentials of the kubeconfig.`;
}
export function noCredentials(context: string): string {
  return `The credentials of the context ${context} cannot be had.`;
}
export function refused(server: string): string {
  return `The API server at ${server} answers with an error.`;
}
export function nothingReadable(server: string): string {
  return `Nothing may be read from the API server at ${server}.`;
}
export const otherNamespacesUnknown = 'Other namespaces may exist: they may not be listed.';
export function tooManyNamespaces(read: number): string {
  return `Only ${read} namespaces are read one by one; the rights to read all at once are missing.`;
}
export const polled = 'Changes may not be watched, so the list is read again every 30 seconds.';

/** What a server did wrong, as the detail of a failure. */
export const notAList = 'the answer is no list';
export const answerNotJson = 'the answer is not JSON';
export const notAnEvent = 'the server sent what is no event';
export function answerTooLarge(bytes: number): string {
  return `the answer is larger than ${bytes} bytes`;
}
export function eventTooLarge(bytes: number): string {
  return `an event is larger than ${bytes} bytes`;
}
export function silent(seconds: number): string {
  return `no answer within ${seconds} s`;
}

/** Why something that a snapshot says of its source could not be had. A refusal is told by its number. */
export const notAsked = 'not asked yet';
export const noAnswer = 'no answer';
export const notUnderstood = 'an answer of another form';
export const plainHttp = 'plain HTTP';
export const notChecked = 'certificate not checked';
export const systemAuthorities = 'authorities of the system';
export const noAuthority = 'no credentials';

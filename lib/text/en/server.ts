/** What the server says: start-up, refusals, banners of a cluster. */

export const CURRENT_CONTEXT = 'current context';

export function badPort(port: string): string {
  return `--port ${port}: give a number from 0 to 65535.`;
}
export function badOption(message: string): string {
  return `${message.split('\n')[0]?.replace(/\.? To specify .*/, '.') ?? 'Unknown option.'} Run ringfence serve --help.`;
}
export function badCluster(argument: string): string {
  return `--cluster ${argument}: write NAME=SOURCE, where SOURCE is a file, a folder, demo, in-cluster or context:NAME.`;
}
export function hostNeedsSignIn(host: string): string {
  return `--host ${host} lets others on the network ask with your rights. Give --token-file FILE, or accept it with --no-sign-in-i-accept.`;
}
export function fileCount(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}

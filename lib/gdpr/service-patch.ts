import { stringify } from 'yaml';

/**
 * A change of a Service as `kubectl patch --type=merge` takes it (RFC 7386): null takes a field away. Names come from
 * strangers: the serialiser quotes what could be misread.
 */
export function servicePatchYaml(
  namespace: string,
  name: string,
  spec: Readonly<Record<string, string | readonly string[] | null>>,
): string {
  return stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec }, { lineWidth: 0 });
}

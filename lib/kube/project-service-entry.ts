import { projectMeta } from './project-meta.ts';
import { readPortNumber, requirePortNumber } from './project-port.ts';
import {
  type RawObject,
  readList,
  readNonEmptyText,
  readObject,
  readTexts,
  requireObject,
  withoutUndefined,
} from './read-field.ts';
import type { ServiceEntry } from './service-entry.ts';

/** What is kept of a ServiceEntry (Istio's `networking.istio.io`, every version is alike in this). Throws FieldProblem. */
export function projectServiceEntry(raw: RawObject, apiVersion: string): ServiceEntry {
  const spec = requireObject(raw.spec, 'spec');
  const ports = readList(spec.ports, 'spec.ports')?.map((entry, index) => {
    const at = `spec.ports[${index}]`;
    const port = requireObject(entry, at);
    return readPortNumber(port.targetPort, `${at}.targetPort`) ?? requirePortNumber(port.number, `${at}.number`);
  });
  const exportTo = readTexts(spec.exportTo, 'spec.exportTo');
  // An endpoint may listen elsewhere than the entry says: any port may be meant.
  const endpoints = readList(spec.endpoints, 'spec.endpoints') ?? [];
  const movesPorts = endpoints.some((entry, index) => {
    const at = `spec.endpoints[${index}]`;
    return readObject(requireObject(entry, at).ports, `${at}.ports`) !== undefined;
  });
  return {
    ...{ apiVersion, kind: 'ServiceEntry', metadata: projectMeta(raw, 'namespaced') },
    spec: withoutUndefined<ServiceEntry['spec']>({
      hosts: readTexts(spec.hosts, 'spec.hosts') ?? [],
      exportTo: exportTo?.length === 0 ? undefined : exportTo,
      location: readNonEmptyText(spec.location, 'spec.location'),
      ports: movesPorts ? undefined : ports,
      selectsWorkloads: readObject(spec.workloadSelector, 'spec.workloadSelector') === undefined ? undefined : true,
    }),
  };
}

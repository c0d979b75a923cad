import { RingfenceError } from '#lib/api/errors.ts';
import type { Protocol, Service } from '#lib/kube/objects.ts';
import { ENDS } from '#lib/text/en/ends.ts';
import type { PolicyModel } from './model.ts';
import { type Backend, findServicePort, protocolOf, type ServicePort, serviceTable } from './service-table.ts';

/**
 * The Service's ready backends: those of its EndpointSlices, else what its selector selects.
 * @param port number or name of a port of the Service; `protocol` tells two of one number apart.
 * @throws RingfenceError BAD_REQUEST: no such Service or port, no backend, an ExternalName.
 */
export function serviceBackends(
  model: PolicyModel,
  key: string,
  port: number | string | undefined,
  protocol: Protocol | undefined,
): readonly Backend[] {
  const service = model.objects.services.get(key);
  if (service === undefined) throw bad(ENDS.unknownService(key));
  // Row 82: a name outside.
  if (service.spec.type === 'ExternalName') throw bad(ENDS.externalName(key));
  const servicePort = port === undefined ? undefined : requirePort(service, key, port, protocol);
  const table = serviceTable(model);
  const all = table.hasSlices(service)
    ? table.sliceBackends(service, servicePort)
    : table.selectorBackends(service, servicePort);
  const ready = all.filter((backend) => backend.ready);
  if (ready.length === 0) throw bad(ENDS.noBackends(key));
  return ready;
}

function requirePort(
  service: Service,
  key: string,
  port: number | string,
  protocol: Protocol | undefined,
): ServicePort {
  const found = findServicePort(service, port, protocol);
  if (found !== undefined) return found;
  const other = findServicePort(service, port, undefined);
  throw bad(
    other === undefined ? ENDS.unknownServicePort(key, port) : ENDS.servicePortProtocol(key, protocolOf(other)),
  );
}

function bad(message: string): RingfenceError {
  return new RingfenceError('BAD_REQUEST', message);
}

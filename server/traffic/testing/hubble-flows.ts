import { DIRECTION, EVENT, type HubbleFlow, TRACE_POINT, VERDICT } from '#lib/flows/hubble-flow.ts';

/** The first packet of a connection to port 80 of another pod, as the policy of the server's side decided on it. */
export function verdictFlow(changes: HubbleFlow = {}): HubbleFlow {
  return {
    verdict: VERDICT.FORWARDED,
    IP: { source: '10.10.4.3', destination: '10.10.3.7' },
    l4: { TCP: { source_port: 35_528, destination_port: 80, flags: { SYN: true } } },
    source: { identity: 117_659, namespace: 'lab', pod_name: 'stranger' },
    destination: {
      ID: 1955,
      identity: 94_334,
      namespace: 'lab',
      pod_name: 'shop-6d7d797759-4ddlt',
      workloads: [{ kind: 'Deployment', name: 'shop' }],
    },
    event_type: { type: EVENT.policyVerdict },
    traffic_direction: DIRECTION.INGRESS,
    is_reply: { value: false },
    ...changes,
  };
}

/** The same, as it is handed to the pod. */
export function traceFlow(changes: HubbleFlow = {}): HubbleFlow {
  return verdictFlow({
    event_type: { type: EVENT.trace },
    trace_observation_point: TRACE_POINT.TO_ENDPOINT,
    trace_reason: 1,
    ...changes,
  });
}

let number = 0;

/** A connection that is like no other: another port of the client, another uuid. */
export function nextFlow(changes: HubbleFlow = {}): HubbleFlow {
  number++;
  return verdictFlow({
    uuid: `flow-${number}`,
    l4: { TCP: { source_port: 32_768 + (number % 28_000), destination_port: 80, flags: { SYN: true } } },
    ...changes,
  });
}

/** An observed flow of an example, as a line of our own format (docs/schemas/flow.schema.json). */
export function flowLine(from: string, to: string, port: number): string {
  const flow = {
    schema: 'ringfence.dev/flow/v1',
    time: '2026-11-24T11:00:00Z',
    from: endOf(from),
    to: endOf(to),
    port,
    verdict: 'allowed',
    trust: 'datapath',
  };
  return JSON.stringify(flow);
}

/** `ns/name` is a Deployment; everything else a name outside. */
function endOf(end: string) {
  const [namespace, name] = end.split('/');
  return name === undefined ? { names: [end], outside: true } : { namespace, workload: { kind: 'Deployment', name } };
}

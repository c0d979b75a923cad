/** What `probe` says of a question that it cannot answer. */
export const PROBES = {
  notJson: 'The line is no JSON object.',
  badYaml: 'The expectations are no YAML.',
  notExpectations: 'Not apiVersion: ringfence.dev/v1alpha1, kind: Expectations, with a list of expectations.',
  tooLarge: 'The probes are too large: a line may have 1 MB, YAML 16 MB.',
  notAnObject: 'The question is no object with from and to.',
  endsMissing: 'from and to must be text: an end as namespace/pod, an address, internet …',
  badExpectation: 'expect is allow, deny or depends.',
  badProtocol: 'protocol is TCP, UDP or SCTP.',
  badPort: 'port is a number from 1 to 65535, a port name, or both with the protocol: TCP/8080.',
  twoProtocols: 'protocol and port name different protocols.',
} as const;

/** What is said where an end of a question cannot be understood or found. */

export const ENDS = {
  empty: 'The end is empty. Write a pod as namespace/name.',
  unreadable: (text: string) =>
    `"${text}" is no end. Write namespace/pod, namespace/Kind/name, namespace/Service/name:port, namespace/?key=value, an address, a CIDR or internet.`,
  leadingZero: (text: string) =>
    `"${text}" has a number that begins with 0, which some read as octal: write it without the zero.`,
  badLabel: (text: string) => `"${text}" is no label. After /? stand labels as key=value, separated by commas.`,
  twiceLabel: (key: string) => `The label ${key} is given twice.`,
  badServicePort: (text: string) => `"${text}" is no port of a Service: give a number or a name.`,
  unknownNamespace: (namespace: string) =>
    `There is no namespace ${namespace} in the input. Where it exists all the same, give --assume-namespaces.`,
  unknownPod: (key: string) => `There is no pod ${key}, and no workload without pods of that name.`,
  workloadHasPods: (key: string, workload: string) => `There is no pod ${key}. For the workload say ${workload}.`,
  finishedPod: (key: string) => `The pod ${key} has finished: it does not communicate.`,
  ambiguous: (key: string, choices: readonly string[]) =>
    `${key} names more than one thing: say ${choices.join(' or ')}.`,
  unknownWorkload: (key: string) => `There is no workload ${key} in the input.`,
  unknownService: (key: string) => `There is no Service ${key} in the input.`,
  externalName: (key: string) => `Service ${key} is an ExternalName: ask for the address that it names.`,
  noBackends: (key: string) => `Service ${key} has no ready backend in the input.`,
  unknownServicePort: (key: string, port: string | number) => `Service ${key} has no port ${port}.`,
  servicePortTwice: (key: string) => `Service ${key} names its port already: leave the port of the question out.`,
  servicePortProtocol: (key: string, protocol: string) => `That port of Service ${key} is ${protocol}.`,
  serviceAsSource: (address: string, key: string) =>
    `${address} is the address of Service ${key}, which opens no connection of its own.`,
  addressTwice: (address: string, pods: readonly string[]) =>
    `${address} is held by two running pods: ${pods.join(' and ')}.`,
  unknownNamedPort: (end: string, name: string) => `${end} has no port named ${name}.`,
  noNamedPorts: (end: string) => `${end} has no named ports: give a number.`,
  tooManyPairs: (limit: number) => `The ends stand for more than ${limit} different pairs: ask for less at a time.`,
} as const;

/** What the command line says: help, usage errors, summaries on standard error. */
import { passWord } from './checks/enf.ts';
import { count, countOf } from './count.ts';

const LIVE = `  --context NAME          a live API server by its context
  --kubeconfig FILE       with this kubeconfig
  --in-cluster            the API server of the cluster that this runs in
`;
const NO_SOURCE = 'Without a source: the current context of the kubeconfig.\n';

const SOURCES = `Sources, the same for every command:
  FILE or FOLDER          manifests or kubectl get -o json|yaml; folders recursively
  -                       standard input
  FILE.tar.gz, FILE.zip   an archive of such files
  snapshot:FILE           the inputs in a snapshot's evidence
${LIVE}  --demo                  the built-in demo cluster
${NO_SOURCE}`;
const LIVE_SOURCES = `Sources:\n${LIVE}${NO_SOURCE}`;

const COMMON = `Common options:
  --profile NAME          upstream, calico, cilium, antrea, ovn-kubernetes, np-guard
  --set KEY=VALUE         one setting of the semantics profile
  --data-map FILE         what people declare of workloads, recipients and flows
  --adequacy FILE         where the law lets data go, in place of the table that ships (docs/data-map.md)
  --namespace NS          print only what has an end in NS (repeatable)
  -o FORMAT               output format
  --output FILE           write the result to FILE
  --taken TIME            the time that the result carries (RFC 3339)
  --strict                what cannot be read is fatal
  --assume-namespaces     take namespaces of hypothetical pods to exist
  --data-dir DIR          where the server keeps snapshots and what the page changes, for you alone (docs/snapshots.md)
  --no-color, -q, -v
`;

const USAGE: Readonly<Record<string, string>> = {
  reach: `ringfence reach SOURCE… --from END --to END [--port TCP/8080] [-o text|json]

One question with its explanation: both gates, the rules that admit and those that do not, the verdict.
`,
  probe: `ringfence probe SOURCE… [--probes FILE|-]

Many questions: NDJSON in, NDJSON out, in the same order. YAML Expectations are recognised by their content.
Exit status 1 where an expectation is not met, 2 where an answer is an error.
`,
  list: `ringfence list SOURCE… [-o table|json|csv|dot|mermaid|expectations] [--expand] [--filter TEXT] [--flows FILE]

The allowed relation between workloads, the internet and address blocks.

any-pod as TO stands for every pod that no policy closes for ingress, as FROM for every pod that none closes for
egress; any-pod@NAMESPACE for those of one namespace, and goes before any-pod. An edge between two ends themselves goes
before both, and what no edge tells is denied. --expand writes every workload pair out instead.

  --filter TEXT           only what the filter keeps, as on the page: 'ns:shop port:5432', 'class:personal,special',
                          'label:app=web', 'reaches:class:special', '-ns:kube-system' (docs/filter.md)
  --flows FILE            table, csv: what was observed of each line, from a file of flows (repeatable; docs/traffic.md)
`,
  diff: `ringfence diff SOURCE_A --against SOURCE_B [-o text|json|markdown] [--fail-on opens|closes|gaps] [--waivers FILE]

What B's policies, labels or pods change against A: connections opened and closed, isolation, DNS, gaps.
SOURCE_B is a file, a folder, -, snapshot:FILE, demo, in-cluster or context:NAME. --fail-on may be repeated: exit
status 1 where B opens (or may open) a connection, closes (or rules out) one, or opens a gap.
`,
  scan: `ringfence scan SOURCE… [-o text|json|csv|sarif] [--fail-on critical|high|medium|low] [--fail-on-unknown]
  [--baseline FILE] [--checks ID,…] [--filter TEXT] [--waivers FILE] [--flows FILE] [--passes]

The gaps, with evidence.

  --fail-on SEVERITY      exit status 1 where a gap of this severity or above is open
  --fail-on-unknown       exit status 1 where a gap is undecided
  --baseline FILE         only what is new against an earlier -o json or -o sarif; exit status as well
  --checks ID,…           only these checks
  --filter TEXT           only gaps that the filter keeps, exit status as well: 'ns:crm gap:high' (docs/filter.md)
  --waivers FILE          gaps that somebody accepts for a time (docs/waivers.md)
  --flows FILE            observed flows, for the checks OBS (repeatable; docs/traffic.md)
  --passes                with -o sarif: also what passed and where a check does not apply
`,
  snapshot: `ringfence snapshot SOURCE… [--output FILE.pdf] [--short FILE.pdf] [--package FILE.zip] [--scope-namespace NS] [--title TEXT] [--reason TEXT] [--waivers FILE]

Takes the compliance snapshot into the chain of its cluster in the data folder (docs/snapshots.md), beside a running
serve or without one. What was accepted and declared on the page counts.

  --output FILE.pdf       write the PDF with its evidence attached, too
  --short FILE.pdf        write two pages for management, of the same evidence
  --package FILE.zip      write the evidence package: PDF, evidence, tables, SARIF, fixes, hashes (docs/evidence.md)
  --sign-key FILE         sign the package (PEM, Ed25519 or ECDSA P-256; else RINGFENCE_SIGN_KEY_FILE)
  --data-dir DIR          the data folder
  --no-keep               only write the file: no chain, nothing of the data folder counts
`,
  verify: `ringfence verify FILE.pdf|FILE.zip|evidence.json [--key PUBLIC.pem] [-o text|json]

Whether a snapshot is as it was made, offline: its hashes, its link of the chain, its results computed again from its
inputs, and its pages set again. Exit status 1 where it was altered, 2 where it is not ours or newer.

  --key PUBLIC.pem        of a package: whether this key signed it
  FILE.ndjson             an exported audit trail: every line and its link to the one before
  --store [--data-dir DIR]     all that is kept: database, chains, audit trail, every file against its hash
`,
  capture: `ringfence capture --context NAME --output FILE.json

What Ringfence keeps of a live cluster, as a file that every command takes.
`,
  serve: `ringfence serve [SOURCE…] [--port 3000] [--host 127.0.0.1] [--open]

The web page. Start it with ./bin/ringfence.mjs serve or npm start.

  --context NAME, --cluster NAME=SOURCE   one cluster each (repeatable)
  --token                 ask for a token that is made at start and printed in a link
  --token-file FILE       ask for the token in FILE; needed for a --host that is not loopback
  --allowed-host NAME     a further name that a request may carry as Host (repeatable)
  --profile NAME, --set KEY=VALUE         the semantics profile
  --waivers FILE          gaps that somebody accepts for a time, where one cluster is served (docs/waivers.md)
  --data-map FILE         the DataMap of every cluster; without it the page keeps one for each
  --adequacy FILE         where the law lets data go, in place of the table that ships
  --data-dir DIR          where the server keeps snapshots and what the page changes, for you alone (docs/snapshots.md)
  --snapshot-every 24h    take a snapshot of every cluster on time; or daily@06:00
  --keep-snapshots N, --keep-months N     how long files of snapshots are kept; without, for ever
  --hubble ADDRESS        observe the traffic of the one cluster through Hubble Relay: HOST:PORT, tls://HOST:PORT,
                          unix:/PATH, or auto to find it in the cluster (docs/traffic.md)
  --hubble-ca FILE, --hubble-cert FILE, --hubble-key FILE, --hubble-server-name NAME   its TLS
  --flows FILE            read observed flows of the one cluster from FILE (repeatable)
  --keep-flows 30d,13m    how long observed flows are kept, by the minute and by the hour
`,
  flows: `ringfence flows import FILE… | list | coverage [options]

Observed traffic (docs/traffic.md). A running serve of the data folder is asked, since flows have one owner; where none
runs, the command opens them itself.
  import FILE…            take flows in, line by line (- is standard input)
  list                    the observed edges of a window, those with the most connections first
  coverage                how much of each hour was observed, and what was lost

  --cluster NAME          the cluster of a running serve; without, its first
  --cluster NAME=SOURCE   where none runs: the cluster, as serve takes it
  --source NAME           import: the source that the flows are counted under (default: import)
  --last 24h              list, coverage: the window that ends now: 30m, 24h, 7d (default: 24h)
  --from TIME, --to TIME  list, coverage: the window (RFC 3339)
  --end END               list: only with this end: ns/Kind/name, an address or CIDR, a domain name, service:ns/name,
                          host, host:NODE, unknown, or as scan and list write it (repeatable)
  --verdict VERDICT       list: allowed, denied (by a policy), would-deny, dropped (not by a policy), error, unknown
                          (repeatable)
  --limit N               list: so many edges (default 1000)
  --server URL            ask this server
  --token-file FILE       the token that it asks for
  --data-dir DIR          the data folder
  -o text|json            output format
  --output FILE           write the result to FILE
`,
  bench: `ringfence bench [--pods N] [--seed N] [--manifests DIR] [--flows ROWS]

The engine's own benchmark as JSON lines: invented clusters of growing size, then shapes made to be hard.
--pods N measures only sizes up to N pods. --manifests DIR measures files instead, from reading to the last edge.
--flows ROWS measures observed flows instead: how many are summed in a second, how many are taken from a local relay that
replays generated ones, beside the rate of decoding alone, and what a store of ROWS minute-edges answers in which time.
`,
  version: `ringfence version [-o text|json]
`,
};

export const CLI = {
  help: `ringfence COMMAND [SOURCE…] [options]

Commands:
  serve       the web page
  reach       one question with its explanation
  probe       many questions, with expectations
  list        the allowed connections
  diff        what one state changes against another
  scan        the gaps
  snapshot    the compliance snapshot, kept and as PDF
  verify      whether a snapshot is as it was made
  capture     a live cluster as a file
  flows       observed traffic: taking it in, listing it, what was covered
  bench       the engine's benchmark
  version     the version, and those of the rule set and the data tables

ringfence COMMAND --help tells more.
`,
  helpOf: (command: string): string => {
    const usage = USAGE[command] ?? '';
    if (['serve', 'verify', 'flows', 'bench', 'version'].includes(command)) return usage;
    return `${usage}\n${command === 'capture' ? LIVE_SOURCES : SOURCES}\n${COMMON}`;
  },
  unknownCommand: (command: string): string => `There is no command "${command}". ringfence --help lists them.`,
  notInThisVersion: (command: string): string => `${command}: not in this version.`,
  optionNotInThisVersion: (option: string): string => `${option}: not in this version.`,
  formatNotInThisVersion: (format: string): string => `-o ${format}: not in this version.`,
  unknownFormat: (format: string, formats: readonly string[]): string =>
    `There is no output format "${format}" here: choose ${formats.join(', ')}.`,
  noSource: 'No source: name a file, a folder, --context NAME or --demo.',
  twoContexts: 'One live cluster at a time: give --context once.',
  mixedSources: 'Files, the demo and a live cluster are different clusters: choose one of them.',
  scopeOfSnapshot: '--namespace filters what is printed. For a snapshot of some namespaces give --scope-namespace NS.',
  missing: (option: string): string => `${option} is missing.`,
  badTaken: (text: string): string => `--taken "${text}" is no time as 2026-03-12T13:52:17Z.`,
  badPort: (text: string): string => `--port "${text}" is no port: write TCP/8080, 8080 or TCP/http.`,
  stdinTwice: 'Standard input cannot be both the source and the probes.',
  stdinTwiceInDiff: 'Standard input cannot be both states.',
  badFailOn: (text: string, known: readonly string[]): string => `--fail-on "${text}" is none of ${known.join(', ')}.`,
  passesOnlySarif: '--passes is for -o sarif: the other formats count what passed.',
  badChecks: (id: string, known: readonly string[]): string =>
    `There is no check ${id}: choose of ${known.join(', ')}.`,
  badSeverity: (text: string): string => `--fail-on "${text}" is none of critical, high, medium, low.`,
  serveByLauncher: 'The web page is started by ./bin/ringfence.mjs serve, or npm start.',
  wholeNumber: (option: string, text: string): string => `${option} takes a whole number from 1, not ${text}.`,
  unknownNamespace: (namespace: string): string => `There is no namespace ${namespace} in the input.`,
  hubs: 'any-pod as TO: every pod that no policy closes for ingress; as FROM: every pod that none closes for egress. A line that names the pair itself goes before. --expand writes every pair out.',
  drawnSome: (ports: string): string => `some pods: ${ports}`,
  drawnDepends: (ports: string): string => `depends: ${ports}`,
  mermaidEdges: (edges: number, most: number): string =>
    `The figure has ${count(edges)} edges. Mermaid draws at most ${count(most)}: use --namespace, or -o dot.`,
  noProbes: (file: string): string => `The probes ${file} cannot be read.`,
  liveOnly: 'capture reads a live cluster: give --context NAME or --in-cluster.',
  fault: 'This is a fault of Ringfence.',
  unmet: (unmet: number, all: number): string => `${count(unmet)} of ${countOf(all, 'expectation')} not met.`,
  allMet: (all: number): string => `${countOf(all, 'expectation')} met.`,
  errors: (errors: number): string => `${countOf(errors, 'question')} could not be answered.`,
  unread: (objects: number): string => `${countOf(objects, 'object')} could not be read, or not in full; the rest was.`,
  versions: (
    version: string,
    ruleSet: string,
    tables: readonly { readonly name: string; readonly version: string }[],
  ): string =>
    [
      `ringfence ${version}, rule set ${ruleSet}`,
      ...tables.map((table) => `table ${table.name}: ${table.version}`),
      '',
    ].join('\n'),
  listColumns: ['FROM', 'TO', 'ALLOW', 'SOME', 'DEPENDS', 'REASONS'],
  more: (hidden: number): string => `… and ${count(hidden)} more; -v shows all.`,
  notRead: (kind: string, state: string): string => `${kind}: ${state}. What it decides is undecided.`,
  unevaluated: (objects: number): string =>
    `${countOf(objects, 'policy object')} of kinds that this version does not evaluate: what they touch depends.`,
  sentence: (text: string): string => (text.endsWith('.') ? text : `${text}.`),
  noGaps: 'No gap in what was evaluated.',
  passed: (passed: number, passes: 'enforced' | 'intent' | undefined): string =>
    `${countOf(passed, 'result')} ${passed === 1 ? 'is' : 'are'} ${passWord(passes)}.`,
  failedUnknown: (unknown: number): string => `${countOf(unknown, 'gap')} undecided.`,
  failed: (gaps: number, severity: string): string => `${countOf(gaps, 'gap')} at ${severity} or above.`,
  notWritten: (file: string, why: string): string => `${file} cannot be written: ${why}.`,
  noFolder: (folder: string): string => `there is no folder ${folder}`,
  isFolder: 'it is a folder',
  snapshotTaken: (id: string, hash: string, chain: number | undefined): readonly string[] => [
    `snapshot ${id}`,
    ...(chain === undefined ? [] : [`number ${chain} in its chain`]),
    `evidence SHA-256 ${hash}`,
  ],
  noKeep: 'With --no-keep and --output FILE.pdf it is only written to a file.',
  sourceNotKept: 'This source cannot be found again, so its snapshots have no chain: give --output FILE.pdf.',
  written: (file: string): string => `Written: ${file}`,
} as const;

import type { FilesProvenance, KindProvenance, ServerProvenance } from '#lib/kube/provenance.ts';
import type { Identity, IdentityRules, Told } from '#lib/kube/source-record.ts';
import { count } from '#lib/text/en/count.ts';
import { REPORT, shortHash, timestamp } from '#lib/text/en/report.ts';
import { PROVENANCE } from '#lib/text/en/report-sections.ts';
import type { Block, Pair } from '../document/blocks.ts';
import type { Evidence } from '../evidence/evidence.ts';

/** How the input was read (gdpr.md §5.3): of a live cluster as whom, when and in which versions; of files which. */
export function provenanceBlocks(evidence: Evidence): readonly Block[] {
  return [...readingBlocks(evidence), ...observedBlocks(evidence)];
}

function readingBlocks({ provenance, source }: Evidence): readonly Block[] {
  if (provenance?.from === 'api-server') return serverBlocks(provenance);
  const note =
    source.type === 'live' ? REPORT.notAtomic : source.type === 'demo' ? PROVENANCE.demoNote : PROVENANCE.filesNote;
  return [
    { type: 'text', text: note },
    ...(provenance === undefined || provenance.files.length === 0 ? [] : [filesTable(provenance)]),
  ];
}

/** What was observed and by which sources, or that none was. */
function observedBlocks({ observed }: Evidence): readonly Block[] {
  const { traffic } = PROVENANCE;
  if (observed === undefined) return [{ type: 'text', text: traffic.none }];
  const { window, sources, edges, leftOut, sha256 } = observed;
  return [
    { type: 'head', text: traffic.head },
    {
      type: 'pairs',
      width: 110,
      rows: [
        [traffic.window, PROVENANCE.between(timestamp(window.from), timestamp(window.to))],
        [traffic.sources, sources.map(({ name, complete, nodes }) => traffic.source(name, complete, nodes)).join('; ')],
        [traffic.flows, traffic.edges(edges, leftOut)],
        [traffic.digest, shortHash(sha256)],
      ],
    },
  ];
}

function filesTable({ files }: FilesProvenance): Block {
  return {
    type: 'table',
    widths: [1, 0, 0],
    right: [1],
    mono: [2],
    head: PROVENANCE.filesHead,
    rows: files.map(({ name, size, sha256 }) => [name, count(size), shortHash(sha256)]),
  };
}

function serverBlocks(provenance: ServerProvenance): readonly Block[] {
  const { rows } = PROVENANCE;
  const { version, authority, identity, rules, clock, skew, kinds, readAgain, notReadAgain, state } = provenance;
  const pairs: readonly Pair[] = [
    [rows.cluster, told(provenance.clusterId, (uid) => uid)],
    [rows.server, told(version, ({ gitVersion, platform }) => [gitVersion, platform ?? ''].join(' ').trim())],
    [rows.ca, told(authority, (hash) => hash)],
    [rows.identity, told(identity, identityWords)],
    [rows.clock, told(clock.toServer, ({ offsetMs, withinMs }) => PROVENANCE.clock(offsetMs, withinMs))],
    [rows.state, PROVENANCE.state[state]],
  ];
  return [
    { type: 'pairs', rows: pairs, width: 110 },
    { type: 'head', text: rows.rules },
    { type: 'bullets', items: 'value' in rules ? ruleWords(rules.value) : [PROVENANCE.notTold(rules.notTold)] },
    { type: 'head', text: PROVENANCE.listsHead },
    {
      type: 'table',
      widths: [1, 0, 0, 0, 0, 0],
      right: [1, 2],
      mono: [5],
      head: PROVENANCE.listHead,
      rows: kinds.flatMap(kindRows),
    },
    { type: 'text', text: skew === undefined ? REPORT.notAtomic : PROVENANCE.skew(skew.milliseconds / 1000) },
    ...(readAgain.length === 0
      ? []
      : [
          { type: 'head' as const, text: PROVENANCE.readAgainHead },
          {
            type: 'bullets' as const,
            items: readAgain.map(({ resource, from, to, objects, more = 0 }) =>
              PROVENANCE.readAgain(
                resource,
                from,
                to,
                objects.map(({ name, change }) => `${name} ${change}`).join(', '),
                more,
              ),
            ),
          },
        ]),
    ...(notReadAgain.length === 0
      ? []
      : [
          {
            type: 'text' as const,
            text: PROVENANCE.notReadAgain(
              notReadAgain.map(({ resource, namespace }) => [resource, namespace ?? ''].join(' ').trim()).join(', '),
            ),
          },
        ]),
  ];
}

/** One row for each list: a kind that may be read in single namespaces only has several. */
function kindRows({ resource, lists, sha256, count: objects }: KindProvenance): readonly (readonly string[])[] {
  if (lists.length === 0) return [[resource, count(objects), '–', '–', '–', shortHash(sha256)]];
  return lists.map(({ namespace, count: listed, pages, started, ended, resourceVersion, watchedTo }) => [
    namespace === undefined ? resource : `${resource}, ${namespace}`,
    count(listed),
    count(pages),
    PROVENANCE.between(timestamp(started), timestamp(ended)),
    watchedTo === undefined ? resourceVersion : PROVENANCE.watched(resourceVersion, watchedTo),
    shortHash(sha256),
  ]);
}

function told<Value>(answer: Told<Value>, words: (value: Value) => string): string {
  return 'value' in answer ? words(answer.value) : PROVENANCE.notTold(answer.notTold);
}

/** People are told by kind only. */
function identityWords({ kind, namespace, name }: Identity): string {
  return kind === 'service-account'
    ? `${PROVENANCE.identity[kind]} ${namespace ?? ''}/${name ?? ''}`
    : PROVENANCE.identity[kind];
}

function ruleWords({ asked, more = 0 }: IdentityRules): readonly string[] {
  return [
    ...asked.flatMap(({ namespaces, rules, more: left = 0, incomplete }) => [
      ...rules.map(({ verbs, apiGroups, resources, names }) =>
        PROVENANCE.rule(namespaces.join(', '), verbs.join(', '), resources.join(', '), apiGroups.join(', '), names),
      ),
      ...(left > 0 ? [PROVENANCE.moreRules(left)] : []),
      ...(incomplete === undefined ? [] : [PROVENANCE.incomplete]),
    ]),
    ...(more > 0 ? [PROVENANCE.moreNamespaces(more)] : []),
  ];
}

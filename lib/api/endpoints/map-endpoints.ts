/** What the map, its matrix and its search show, and how the cluster is read. */
import { z } from 'zod';
import { FILTER_KEYS } from '#lib/graph/filter/filter-language.ts';
import { clusterSummary } from '../cluster-schemas.ts';
import type { ClusterSummary } from '../cluster-types.ts';
import { FILTERED, type FilterAnswer, type FilterValues, filterAnswer, filterValues } from '../filter-schemas.ts';
import { type NamespaceLines, namespaceLines } from '../map-schemas.ts';
import {
  type MatrixPairView,
  type MatrixView,
  type MatrixWindowView,
  matrixPairQuery,
  matrixPairView,
  matrixQuery,
  matrixView,
  matrixWindowQuery,
  matrixWindowView,
} from '../matrix-schemas.ts';
import { type RevisionComparison, type RevisionList, revisionComparison, revisionList } from '../revision-schemas.ts';
import { sceneView } from '../scene-schemas.ts';
import type { SceneView } from '../scene-types.ts';
import { SEARCH_GROUPS } from '../search-groups.ts';
import { type SearchResult, searchResult } from '../search-schemas.ts';
import { clusterSettings } from '../settings-schemas.ts';
import type { ClusterSettings } from '../settings-types.ts';
import {
  cluster,
  end,
  endpoint,
  FILTER_MAX,
  filterText,
  json,
  NAME_MAX,
  name,
  none,
  ofCluster,
  query,
  rev,
} from './endpoint.ts';

const SETTING_MAX = 1024; // `podCIDRs=` with some tens of CIDRs
const SETTINGS_MAX = 32; // each field once, and some twice
const sceneQuery = z.object({
  rev,
  level: z.enum(['namespaces', 'workloads', 'pods']).optional(),
  namespace: name.optional(),
  /** `ns/Kind/name`: this workload by its pods. */
  workload: end.optional(),
  /** The id of a group of the opened namespace whose members are wanted one by one. */
  unfold: end.optional(),
});
/** The map as somebody looks at it: without what its filter, and *gaps only*, leave out. */
const shownMap = sceneQuery.extend({
  q: filterText.default(''),
  only: z.enum(['gaps']).optional(),
  /** Filters that hide what they name, one a line. */
  hide: z
    .string()
    .max(4 * FILTER_MAX)
    .default(''),
});

export const MAP_ENDPOINTS = {
  'GET /api/clusters/{cluster}/summary': endpoint({
    summary:
      'The three numbers, counts, completeness, banners. Without the number of gaps while they are not known (gapsPending).',
    params: cluster,
    query,
    response: json<ClusterSummary>(clusterSummary),
    revisioned: false, // the source's state changes without a revision
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/revisions': endpoint({
    summary: 'The revisions of this run, newest first: when each was made, what changed and by which tool.',
    params: cluster,
    query,
    response: json<RevisionList>(revisionList),
    revisioned: false, // more revisions come without this one changing
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/revisions/{from}/changes': endpoint({
    summary: 'Gaps and connections that the asked revision has against another one of this run that is still kept.',
    params: cluster.extend({ from: z.coerce.number().int().nonnegative() }),
    query,
    response: json<RevisionComparison>(revisionComparison),
    revisioned: false,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/scene': endpoint({
    summary:
      'The map: at most 300 nodes and 600 edges with positions. The first of a large cluster is without gaps and says so (gapsPending): ask again once /gaps has answered.',
    params: cluster,
    query: sceneQuery,
    response: json<SceneView>(sceneView),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/namespaces/{namespace}/lines': endpoint({
    summary: 'All lines of one namespace between the tiles of the map, the worst first: at most 200.',
    params: cluster.extend({ namespace: name }),
    query,
    response: json<NamespaceLines>(namespaceLines),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/map.svg': endpoint({
    summary: 'The same map as a vector figure.',
    params: cluster,
    query: shownMap.extend({ theme: z.enum(['light', 'dark', 'print']).default('light') }),
    response: { type: 'image/svg+xml' },
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/map-export': endpoint({
    summary: 'The same map as text, by the writers of `ringfence list`; says what the filter leaves out.',
    params: cluster,
    query: shownMap.extend({ format: z.enum(['mermaid', 'dot', 'csv', 'json', 'markdown']) }),
    response: { type: 'application/octet-stream' },
    revisioned: false, // one address, five formats
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/matrix': endpoint({
    summary: 'Who may connect to whom, line by line: the lines in their order, and the first 200 × 200 cells.',
    params: cluster,
    query: matrixQuery,
    response: json<MatrixView>(matrixView),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/matrix/window': endpoint({
    summary: 'Cells of the same matrix, 200 × 200 from one of them on.',
    params: cluster,
    query: matrixWindowQuery,
    response: json<MatrixWindowView>(matrixWindowView),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/matrix/pair': endpoint({
    summary: 'One cell of the same matrix: ports, gaps, pairs of workloads, and which of them decides.',
    params: cluster,
    query: matrixPairQuery,
    response: json<MatrixPairView>(matrixPairView),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/search': endpoint({
    summary: 'Everything that has a name, by a part of it: pods, workloads, policies, gaps, addresses, labels, ports.',
    params: cluster,
    query: z.object({ rev, q: z.string().max(NAME_MAX).default(''), only: z.enum(SEARCH_GROUPS).optional() }),
    response: json<SearchResult>(searchResult),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/filter': endpoint({
    summary: 'What a filter keeps of the map, the gaps or the policies.',
    params: cluster,
    query: z.object({
      rev,
      q: filterText.default(''),
      of: z.enum(FILTERED).default('map'),
      level: z.enum(['namespaces', 'workloads', 'pods']).default('workloads'),
      namespace: name.optional(),
    }),
    response: json<FilterAnswer>(filterAnswer),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/filter-values': endpoint({
    summary: 'The values that a key of the filter can have, with how many have each.',
    params: cluster,
    query: z.object({
      rev,
      key: z.enum(FILTER_KEYS),
      text: z.string().max(NAME_MAX).default(''),
      of: z.enum([...FILTERED, 'pods', 'traffic']).default('map'),
    }),
    response: json<FilterValues>(filterValues),
    revisioned: true,
    errors: ofCluster,
  }),
  'GET /api/clusters/{cluster}/settings': endpoint({
    summary: 'The network plugin that was found, the semantics profile in force, and what may be chosen.',
    params: cluster,
    query,
    response: json<ClusterSettings>(clusterSettings),
    revisioned: false, // who chose the profile is not part of the revision
    errors: ofCluster,
  }),
  'POST /api/clusters/{cluster}/profile': endpoint({
    summary:
      'Chooses the semantics profile of a cluster until the process ends; makes a new revision, and answers as settings do.',
    params: cluster,
    query: none,
    body: z.object({ profile: name, sets: z.array(z.string().max(SETTING_MAX)).max(SETTINGS_MAX) }),
    response: json<ClusterSettings>(clusterSettings),
    revisioned: false,
    errors: [...ofCluster, 'FORBIDDEN_ORIGIN'],
  }),
} as const;

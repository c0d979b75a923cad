import { sceneToSvg } from '#lib/graph/svg.ts';
import type { Scene, SceneEdge, SceneNode } from '#lib/graph/types.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import { count, countOf } from '#lib/text/en/count.ts';
import { classWords } from '#lib/text/en/data-classes.ts';
import { isNoPort, portsInWords } from '#lib/text/en/ports.ts';
import { REPORT } from '#lib/text/en/report.ts';
import { CHAPTERS, FIGURES } from '#lib/text/en/report-sections.ts';
import { NOT_DRAWN_BUT } from '#lib/text/en/scene.ts';
import type { Block, Chapter, FigureBlock } from '../document/blocks.ts';
import type { Evidence } from '../evidence/evidence.ts';

/** The pictures that need the engine; all others are drawn from the evidence alone. */
export interface ReportScenes {
  /** Namespaces as tiles. */
  readonly overview: Scene;
  /** The map as the page shows it; absent where that is the overview. */
  readonly map?: Scene;
}

export function figuresChapter({ cluster }: Evidence, { overview, map }: ReportScenes): Chapter {
  if (overview.nodes.length === 0) {
    return { title: CHAPTERS.figures, numbered: true, blocks: [{ type: 'text', text: FIGURES.empty }] };
  }
  const lines = overview.edges.filter(({ state }) => state === 'gap').length;
  const tiles = overview.nodes.filter(({ type }) => type === 'tile').length;
  const blocks: Block[] = [
    figure(overview, FIGURES.overview, FIGURES.overviewAlt(cluster.name, tiles, lines), FIGURES.overviewCaption),
    { type: 'small', text: FIGURES.paths },
  ];
  if (map !== undefined) {
    const alt = REPORT.mapAlt(cluster.name, map.nodes.length, map.edges.length);
    // The map of a cluster is wide, and its names are small.
    blocks.push({ ...figure(map, FIGURES.map, alt, REPORT.mapCaption), turned: map.width > map.height });
  }
  return { title: CHAPTERS.figures, numbered: true, newPage: true, blocks };
}

function figure(scene: Scene, heading: string, alt: string, caption: string): FigureBlock {
  const notes = [
    scene.note ?? '',
    ...scene.omitted.map(({ sentence }) => sentence),
    scene.omitted.length > 0 ? NOT_DRAWN_BUT : '',
  ].filter((text) => text !== '');
  return {
    type: 'figure',
    heading,
    svg: sceneToSvg(scene, 'print', { title: alt }),
    alt,
    caption: [caption, ...notes].join(' '),
    width: scene.width,
    height: scene.height,
  };
}

/** The overview as a table. */
export function namespacesAnnex({ overview }: ReportScenes): Chapter {
  const rows = overview.nodes.filter(({ type }) => type === 'tile').map(namespaceRow);
  return {
    title: CHAPTERS.annexNamespaces,
    numbered: false,
    newPage: true,
    blocks: [
      ...(overview.omitted.length === 0
        ? []
        : [{ type: 'small' as const, text: overview.omitted.map(({ sentence }) => sentence).join(' ') }]),
      { type: 'table', widths: [1.5, 0, 0, 0, 1, 0], right: [1, 2, 3, 5], head: FIGURES.namespaceHead, rows },
    ],
  };
}

function namespaceRow({ label, count: pods = 0, fence, dataClass, gaps }: SceneNode): readonly string[] {
  const share = (isolated: number | undefined): string =>
    isolated === undefined ? '–' : `${count(Math.round(isolated * pods))} of ${count(pods)}`;
  return [
    label,
    count(pods),
    share(fence?.ingress.isolated),
    share(fence?.egress.isolated),
    dataClass === undefined ? '–' : classWords(dataClass),
    gaps === undefined ? '–' : count(gaps.count),
  ];
}

/** Every connection that the map draws, as a table. */
export function connectionsAnnex({ map, overview }: ReportScenes): Chapter {
  const scene = map ?? overview;
  const label = new Map(scene.nodes.map((node) => [node.id, nameOf(node)]));
  const words = (ports: PortsJson | undefined): string =>
    ports === undefined || isNoPort(ports) ? '–' : portsInWords(ports);
  const { columns } = REPORT;
  return {
    title: CHAPTERS.annexConnections,
    numbered: false,
    blocks: [
      {
        type: 'text',
        text: REPORT.connectionsNote(countOf(scene.edges.length, 'line'), scene.omitted.length > 0),
      },
      {
        type: 'table',
        widths: [1.2, 1.2, 1, 1, 1],
        head: [columns.from, columns.to, columns.must, columns.some, columns.depends],
        rows: scene.edges
          .map(({ from, to, allow, some, depends }): readonly [string, string, ...string[]] => [
            label.get(from) ?? from,
            label.get(to) ?? to,
            ...[isClosed({ allow, some, depends }) ? REPORT.closed : words(allow), words(some), words(depends)],
          ])
          .sort(([from, to], [otherFrom, otherTo]) => compareNames(from, otherFrom) || compareNames(to, otherTo)),
      },
    ],
  };
}

function isClosed({ allow, some, depends }: Pick<SceneEdge, 'allow' | 'some' | 'depends'>): boolean {
  return [allow, some, depends].every((ports) => ports === undefined || isNoPort(ports));
}

function nameOf({ type, namespace, label }: SceneNode): string {
  const isNamed = (type === 'workload' || type === 'pod') && namespace !== undefined;
  return isNamed ? `${namespace}/${label}` : label;
}

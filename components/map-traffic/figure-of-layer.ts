import type { SceneView } from '#lib/api/scene-types.ts';
import type { FilterMatch } from '#lib/graph/filter/match-filter.ts';
import { keepMatches } from '#lib/graph/keep-matches.ts';
import { sceneToSvg } from '#lib/graph/svg.ts';
import type { SceneThemeName } from '#lib/graph/theme.ts';
import { hiddenSentence, trafficFigureNote, trafficFigureTitle } from '#lib/text/en/map-export.ts';
import { spanWords, TRAFFIC_WINDOWS } from '#lib/text/en/traffic-page.ts';
import type { LayerQuestion } from './layer-query.ts';

interface LayerFigure {
  readonly cluster: string;
  /** The picture with its traffic. */
  readonly scene: SceneView;
  readonly question: LayerQuestion;
  readonly match: Pick<FilterMatch, 'nodes' | 'edges'> | undefined;
  readonly filter: string;
  readonly gapsOnly: boolean;
  readonly theme: SceneThemeName;
}

/** The whole map with its traffic as a figure, as it is looked at: what is moved stands where it was moved to. */
export function figureOfLayer({ cluster, scene, question, match, filter, gapsOnly, theme }: LayerFigure): string {
  const { scene: kept, hidden } = keepMatches(scene, match);
  const until = new Date(question.at ?? Date.now())
    .toISOString()
    .replace(/:\d\d\.\d+Z$/, ' UTC')
    .replace('T', ' ');
  const missing = hiddenSentence(filter, gapsOnly, [], hidden);
  return sceneToSvg(kept, theme, {
    title: trafficFigureTitle(cluster),
    legend: true,
    notes: [
      trafficFigureNote(spanWords(TRAFFIC_WINDOWS[question.window].ms), until),
      ...(missing === undefined ? [] : [missing]),
      ...(scene.note === undefined ? [] : [scene.note]),
      ...scene.omitted.map(({ sentence }) => sentence),
    ],
  });
}

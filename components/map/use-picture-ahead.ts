import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { sceneQuery } from '#components/api/queries.ts';
import type { SceneView } from '#lib/api/scene-types.ts';
import { afterPaint } from './after-paint.ts';
import { openedPicture } from './opened-picture.ts';

/** A chosen box may be opened next: its picture is asked for once the answer to the choice (`answered`) is painted. */
export function usePictureAhead(
  cluster: string,
  scene: SceneView,
  selected: string | undefined,
  answered: (id: string) => Promise<void>,
): void {
  const client = useQueryClient();
  const chosen = scene.nodes.find(({ id }) => id === selected);
  const picture = chosen === undefined ? undefined : openedPicture(chosen, scene);
  const latest = useRef({ picture, answered });
  latest.current = { picture, answered };
  const key = picture === undefined ? undefined : JSON.stringify(picture);
  useEffect(() => {
    const { picture: wanted, answered: answer } = latest.current;
    if (key === undefined || wanted === undefined || selected === undefined) return undefined;
    let ended = false;
    let end = (): void => undefined;
    void answer(selected).then(() => {
      if (!ended) end = afterPaint(() => void client.prefetchQuery(sceneQuery(cluster, wanted)));
    });
    return () => {
      ended = true;
      end();
    };
  }, [client, cluster, selected, key]);
}

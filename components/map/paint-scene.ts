import type { CollectionReturnValue, Core, ElementDefinition } from 'cytoscape';
import { SEVERITIES } from '#lib/gdpr/types.ts';
import type { Scene } from '#lib/graph/types.ts';
import { countChips } from './count-chips.ts';
import { ElementShelf, type ShelvedPart } from './element-shelf.ts';
import { type Emphasis, shownScene } from './emphasis.ts';
import { elementIds, mapElements } from './map-elements.ts';
import type { MapTheme } from './map-style.ts';
import { marksOf } from './marks-of.ts';
import { nameImages } from './named-images.ts';
import { measureWith } from './read-map-theme.ts';

const MARKS = [
  'selected faded dim focused end-allowed end-depends',
  ...SEVERITIES.map((severity) => `end-gap-${severity}`),
].join(' ');

export interface Painted {
  readonly scene: Scene;
  readonly emphasis: Emphasis;
  readonly focused: string | undefined;
}

export interface ScenePainter {
  /** Whether anything was drawn anew; marks alone are not. */
  paint(wanted: Painted): boolean;
  /** All is drawn anew with the next painting: the theme changed, or boxes were moved by hand. */
  forget(): void;
  /** The rules of style changed: what is not on the canvas does not learn of it. */
  restyled(): void;
}

/**
 * Keeps what stands on a canvas equal to a scene and what is chosen in it. Only what is another object now is drawn anew,
 * and only what is marked otherwise is styled anew, all in one go: the canvas styles and draws once. What was drawn for
 * an earlier level is put back as it was.
 */
export function createScenePainter(cy: Core, themeNow: () => MapTheme): ScenePainter {
  let drawn: ReadonlySet<object> = new Set();
  /** The classes of each marked element, as one text. */
  let marked = new Map<string, string>();
  let counted: object | undefined;

  const shelf = new ElementShelf();
  const images = nameImages(cy);
  /** The scene that is on the canvas. */
  let stands: Scene | undefined;

  const draw = (scene: Scene): boolean => {
    const theme = themeNow();
    const wanted = elementIds(scene);
    if (stands !== undefined) {
      shelf.put(
        stands,
        (id) => wanted.has(id),
        (id) => cy.getElementById(id),
        (id) => marked.get(id),
      );
    }
    cy.elements()
      .filter((element) => !wanted.has(element.id()) && !element.hasClass('count'))
      .remove();
    const back = shelf.take(scene, (id) => cy.getElementById(id).empty());
    const changed = mapElements(scene, theme, measureWith(theme), (part) => drawn.has(part) || back.has(part));
    // boxes first: lines are hung on them
    for (const group of ['nodes', 'edges'] as const) {
      // first the boxes, then what lies on them, as they are drawn anew
      for (const { elements, marks } of back.values()) putBack(elements.slice(0, 1), marks, group);
      for (const { elements, marks } of back.values()) putBack(elements.slice(1), marks, group);
      for (const element of changed) if (element.group === group) put(element);
    }
    drawn = new Set([...scene.nodes, ...scene.edges]);
    stands = scene;
    if (images.areMany()) {
      shelf.clear();
      images.keepOnly(new Set(cy.nodes().map((node) => node.data('image'))));
    }
    return changed.length > 0 || back.size > 0;
  };
  const put = (element: ElementDefinition): void => {
    const { id = '', image } = element.data;
    if (image !== undefined) element.data.image = images.nameOf(image);
    marked.delete(id); // it gets its own classes, and no others
    const known = cy.getElementById(id);
    if (known.empty()) cy.add(element);
    else {
      known.data(element.data);
      known.classes(element.classes as string[]);
      if (element.position !== undefined) known.position(element.position);
    }
  };
  const putBack = (elements: ShelvedPart['elements'], marks: ShelvedPart['marks'], group: 'nodes' | 'edges'): void => {
    for (const element of elements) {
      if (element.group() !== group) continue;
      element.restore();
      element.removeClass('hovered');
      marked.set(element.id(), marks.get(element.id()) ?? '');
    }
  };
  /** How many lines lead to and from the chosen tile. */
  const count = ({ scene, emphasis: { counts } }: Painted): void => {
    if (counted === counts) return;
    counted = counts;
    cy.remove('node.count');
    cy.add([...countChips(scene, counts)]);
  };
  const mark = ({ emphasis, focused }: Painted): void => {
    const wanted = marksOf(emphasis, focused);
    for (const [id, classes] of wanted) if (marked.get(id) !== classes) setMarks(cy.getElementById(id), classes);
    for (const id of marked.keys()) if (!wanted.has(id)) setMarks(cy.getElementById(id), '');
    marked = wanted;
  };

  return {
    paint(wanted) {
      let changed = false;
      cy.batch(() => {
        changed = draw(shownScene(wanted.scene, wanted.emphasis));
        mark(wanted);
        count(wanted);
      });
      return changed;
    },
    forget() {
      drawn = new Set();
      counted = undefined;
      stands = undefined;
      shelf.clear();
    },
    restyled: () => shelf.clear(),
  };
}

function setMarks(element: CollectionReturnValue, classes: string): void {
  element.removeClass(MARKS).addClass(classes);
}

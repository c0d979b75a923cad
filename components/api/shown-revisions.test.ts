import { describe, expect, it } from 'vitest';
import { createShownRevisions, waitingChanges } from './shown-revisions.ts';

describe('createShownRevisions', () => {
  it('pins the page to the revision of the first answer', () => {
    const revisions = createShownRevisions();
    expect(revisions.pin('demo', 4)).toBe(4);
    expect(revisions.pin('demo', 6)).toBe(4);
  });

  it('lets newer revisions wait until they are applied', () => {
    const revisions = createShownRevisions();
    revisions.pin('demo', 4);
    revisions.hear('demo', 7);
    expect(waitingChanges(revisions.of('demo'))).toBe(3);
    revisions.move('demo', 7);
    expect(waitingChanges(revisions.of('demo'))).toBe(0);
  });

  it('keeps clusters apart, also one called constructor', () => {
    const revisions = createShownRevisions();
    revisions.pin('demo', 4);
    expect(revisions.of('constructor').shown).toBeUndefined();
  });

  it('counts one change where the server was started anew and numbers are lower', () => {
    expect(waitingChanges({ shown: 40, newest: 1 })).toBe(1);
  });

  it('tells its listeners of every change', () => {
    const revisions = createShownRevisions();
    let heard = 0;
    const stop = revisions.subscribe(() => heard++);
    revisions.hear('demo', 1);
    revisions.hear('demo', 1);
    stop();
    revisions.hear('demo', 2);
    expect(heard).toBe(1);
  });
});

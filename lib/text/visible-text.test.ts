import { describe, expect, it } from 'vitest';
import { HOSTILE_NAMES } from './hostile-names.ts';
import { visibleText } from './visible-text.ts';

describe('visibleText', () => {
  it('leaves what people read as it is', () => {
    for (const text of ['crm-db is reachable from any pod', 'Äpfel · 中文 · العربية', '9\u202f840 pods', '🔒']) {
      expect(visibleText(text)).toBe(text);
    }
  });
  it('writes what turns the reading direction as its number', () => {
    expect(visibleText('safe\u202etxt.exe can reach crm-db')).toBe('safeU+202Etxt.exe can reach crm-db');
  });
  it('writes half of a pair as its number', () => {
    expect(visibleText('half\ud83dpair')).toBe('halfU+D83Dpair');
  });
  it.each(Object.entries(HOSTILE_NAMES))('leaves no hidden direction in %s', (_, name) => {
    expect(/\p{Bidi_Control}/u.test(visibleText(name))).toBe(false);
  });
});

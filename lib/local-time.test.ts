import { expect, test } from 'vitest';
import { localTimeAt } from './local-time.ts';

test('the offset of a zone is that of the day, summer or winter', () => {
  expect(localTimeAt('2026-07-01T10:00:00Z', 'Europe/Berlin')).toEqual({ zone: 'Europe/Berlin', offsetMinutes: 120 });
  expect(localTimeAt('2026-12-01T10:00:00Z', 'Europe/Berlin')).toEqual({ zone: 'Europe/Berlin', offsetMinutes: 60 });
});

test('a zone may be west of UTC, and part of an hour from it', () => {
  expect(localTimeAt('2026-12-01T10:00:00Z', 'America/St_Johns')?.offsetMinutes).toBe(-210);
});

test('a zone has the name of the database, however it was written', () => {
  expect(localTimeAt('2026-12-01T10:00:00Z', 'europe/berlin')?.zone).toBe('Europe/Berlin');
});

test('where the clocks are those of UTC, nothing is to be told', () => {
  expect(localTimeAt('2026-12-01T10:00:00Z', 'UTC')).toBeUndefined();
  expect(localTimeAt('2026-12-01T10:00:00Z', 'Europe/London')).toBeUndefined();
});

test('a zone that nobody knows has no time', () => {
  expect(localTimeAt('2026-12-01T10:00:00Z', 'Europe/Atlantis')).toBeUndefined();
  expect(localTimeAt('never', 'Europe/Berlin')).toBeUndefined();
});

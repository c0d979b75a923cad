const DAY = 86_400_000;

/** A time on an axis: the time of day, at midnight the day; the day alone where the axis is of many. */
export function axisWords(at: number, length: number): string {
  const date = new Date(at);
  const isMidnight = date.getHours() === 0 && date.getMinutes() === 0;
  return length > 2 * DAY || isMidnight ? dayWords(date) : timeOfDay(date);
}

/** "26 Nov 09:30" */
export function momentWords(at: number): string {
  const date = new Date(at);
  return `${dayWords(date)} ${timeOfDay(date)}`;
}

const dayWords = (date: Date) => date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
const timeOfDay = (date: Date) => date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

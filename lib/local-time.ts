/** What the clocks on a wall said at one time, where that was not UTC. */
export interface LocalTime {
  /** By its name in the IANA time zone database. */
  readonly zone: string;
  /** East of UTC. */
  readonly offsetMinutes: number;
}

const OFFSET = /^GMT(?:([+-])(\d{2}):(\d{2}))?/;

/** Of this process, or of the browser; undefined where it does not know. */
export function ownTimeZone(): string | undefined {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/**
 * @param iso RFC 3339
 * @returns undefined where the zone's clocks are those of UTC, or nobody knows the zone or the time.
 */
export function localTimeAt(iso: string, zone: string): LocalTime | undefined {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return undefined;
  const format = formatOf(zone);
  const said = format?.formatToParts(date).find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = OFFSET.exec(said ?? '') ?? [];
  const offsetMinutes = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  if (format === undefined || sign === undefined || offsetMinutes === 0) return undefined;
  return { zone: format.resolvedOptions().timeZone, offsetMinutes };
}

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    return undefined;
  }
}

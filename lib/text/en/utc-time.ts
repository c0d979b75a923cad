const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "10:04 UTC on 26 Nov 2026": the same wherever it is read, since it also stands in evidence. `at` is RFC 3339 or milliseconds. */
export function utcTime(at: string | number): string {
  const date = new Date(at);
  const time = date.toISOString().slice(11, 16);
  return `${time} UTC on ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** The search of an address as it was given: "?traffic=1h", empty where there is none. */
export function searchOf(given: Readonly<Record<string, string | readonly string[] | undefined>>): string {
  const pairs = Object.entries(given).flatMap(([name, value]) =>
    (value === undefined ? [] : typeof value === 'string' ? [value] : value).map((each) => [name, each]),
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}

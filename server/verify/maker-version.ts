import { VERSION } from '#lib/api/version.ts';

const SEMVER = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})(-[0-9A-Za-z.-]{1,100})?(\+[0-9A-Za-z.-]{1,100})?$/;

/**
 * Whether this version can judge what the named one made: the same or an older one. No version of ours has a name that is
 * not semantic, and of the rules of a newer one nothing is known here.
 */
export function isKnownVersion(version: string, own: string = VERSION): boolean {
  if (version === own) return true;
  const [theirs, ours] = [SEMVER.exec(version), SEMVER.exec(own)];
  if (theirs === null || ours === null) return false;
  for (const place of [1, 2, 3]) {
    const difference = Number(theirs[place]) - Number(ours[place]);
    if (difference !== 0) return difference < 0;
  }
  // What comes before a version has a suffix. Of two with one, neither vouches for the other.
  return theirs[4] !== undefined && ours[4] === undefined;
}

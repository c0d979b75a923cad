import { KNOWN_SERVICES, type KnownService } from './heuristics/known-services.ts';
import { coversName } from './recipients.ts';

/** The service on the internet whose names cover a name; undefined where none of the table does. */
export function knownServiceOf(name: string): KnownService | undefined {
  return KNOWN_SERVICES.find(({ names }) => names.some((each) => coversName(each, name)));
}

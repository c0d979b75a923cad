/** What is wrong with a waiver or its file, and how waivers stand. */
import { countOf } from './count.ts';

/** What a day is written like, as the field of a body asks for it. */
export const DAY_FORM = 'a day as 2026-03-04';

export const WAIVERS = {
  notYaml: 'This is no YAML that can be read.',
  oneDocument: 'A waiver file is one YAML document.',
  tooManyAliases: 'Too many aliases, or one that names nothing.',
  notAFile: 'A waiver file has one key, "waivers", with a list.',
  unknownKey: (key: string): string => `There is no "${key}" here.`,
  duplicateKey: 'The same key twice.',
  missing: (key: string): string => `"${key}" is missing.`,
  notText: (key: string): string => `"${key}" must be text: put it in quotes.`,
  notTexts: (key: string): string => `"${key}" must be a list of texts.`,
  notAWaiver: 'A waiver is a mapping of keys.',
  empty: (key: string): string => `"${key}" is empty.`,
  everyCheck: 'A waiver names one check, never "*".',
  unknownCheck: (check: string): string => `There is no check ${check}.`,
  notItself: 'GOV-003 tells of waivers that are out of date; it cannot be waived.',
  noMatch: '"match" names a fingerprint, or a subject with or without a peer.',
  bothMatches: '"match" names a fingerprint or a subject, not both.',
  badFingerprint: 'A fingerprint is its first 8 to all 64 hex digits.',
  badSubject: 'A subject is NAMESPACE/KIND/NAME, without "*".',
  shortJustification: (least: number, length: number): string =>
    `A justification has at least ${least} characters; this one has ${length}.`,
  sameRole: 'Whoever owns the risk does not approve the waiver: approvedBy and riskOwner are the same.',
  badDay: (key: string, value: string): string => `"${key}" is ${DAY_FORM}, not ${value}.`,
  future: (day: string): string => `It was approved on ${day}, which is not yet.`,
  expiresBefore: 'It expires before it was approved.',
  tooLong: 'It holds for more than twelve months after its approval.',
  duplicateId: (id: string, line: number): string => `The id ${id} stands in line ${line} already.`,
  takenId: (id: string): string => `A waiver ${id} is there twice: in the file and among those kept from the page.`,
  unusableKept: (why: string): string =>
    `The waivers that were accepted on the page count for nothing, and no other is accepted until this is mended: ${why}`,
  unreadable: (file: string, problems: number): string =>
    `${file}: ${countOf(problems, 'mistake')}. No waiver of it counts until ${problems === 1 ? 'it is' : 'they are'} corrected.`,
  atLine: (file: string, line: number, message: string): string => `${file}:${line}: ${message}`,
  notRead: (file: string, why: string): string => `The waivers ${file} cannot be read: ${why}.`,
  tooLarge: (bytes: number): string => `it is larger than ${Math.round(bytes / 2 ** 20)} MB`,
  noSuch: (id: string): string => `There is no waiver ${id} kept from the page.`,
  ofFile: (id: string): string => `The waiver ${id} stands in the file that was given at start: take it out there.`,
  waivedAlready: (gap: string, waiver: string): string => `${gap} is accepted already, by the waiver ${waiver}.`,
  oneCluster: '--waivers is for one cluster: start with one source, or one server for each.',
  wrong: (field: string, message: string): string => `${field}: ${message}`,
  judgedNow: (day: string): string =>
    `The source has no time of its own: waivers are judged as of ${day}. --taken sets another.`,
} as const;

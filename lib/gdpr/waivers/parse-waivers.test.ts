import { describe, expect, it } from 'vitest';
import { parseWaivers } from './parse-waivers.ts';

const LINES = [
  'waivers:',
  '- id: W-2026-014',
  '  check: EGR-003',
  '  match: { subject: "crm/Deployment/mailer", peer: "recipient:us-mailer" }',
  '  justification: "SCC module 2 signed 2026-03-01, TIA on file"',
  '  reference: "RoPA-017 / TIA-2026-03"',
  '  riskOwner: "head-of-crm"',
  '  approvedBy: "dpo"',
  '  approvedAt: 2026-03-04',
  '  expiresAt: 2026-12-31',
  '  compensating: ["TLS 1.3 with pinned CA", "fields pseudonymised"]',
];
const FILE = LINES.join('\n');

/** The file with the line of a key replaced, or taken out. */
function withLine(key: string, line?: string): string {
  return LINES.flatMap((each) =>
    each.trim().startsWith(`${key}:`) ? (line === undefined ? [] : [line]) : [each],
  ).join('\n');
}

describe('a waiver file', () => {
  it('is read with unquoted days as text and the line of each waiver', () => {
    expect(parseWaivers(FILE)).toEqual({
      problems: [],
      waivers: [
        {
          id: 'W-2026-014',
          check: 'EGR-003',
          match: { subject: 'crm/Deployment/mailer', peer: 'recipient:us-mailer' },
          justification: 'SCC module 2 signed 2026-03-01, TIA on file',
          reference: 'RoPA-017 / TIA-2026-03',
          riskOwner: 'head-of-crm',
          approvedBy: 'dpo',
          approvedAt: '2026-03-04',
          expiresAt: '2026-12-31',
          compensating: ['TLS 1.3 with pinned CA', 'fields pseudonymised'],
          origin: { from: 'file', line: 2 },
        },
      ],
    });
  });

  it.each(['', '# none yet\n', 'waivers: []\n'])('may hold none: %j', (text) => {
    expect(parseWaivers(text)).toEqual({ problems: [], waivers: [] });
  });

  it('takes a fingerprint by its first eight digits, in any case', () => {
    const [waiver] = parseWaivers(withLine('match', '  match: { fingerprint: "9F2C00aa" }')).waivers;
    expect(waiver?.match).toEqual({ fingerprint: '9f2c00aa' });
  });

  it('may hold for twelve months to the day', () => {
    expect(parseWaivers(withLine('expiresAt', '  expiresAt: 2027-03-04')).problems).toEqual([]);
  });
});

describe('nothing in a waiver file is ignored: each mistake is told with its line', () => {
  it.each([
    ['an unknown key', withLine('reference', '  refrence: RoPA-017'), 6, '"refrence"'],
    ['an unknown key in match', withLine('match', '  match: { finger: "9f2c00aa" }'), 4, '"finger"'],
    ['an unknown key beside waivers', `${FILE}\nwaiver: []`, 12, '"waiver"'],
    ['every check', withLine('check', '  check: "*"'), 3, 'never "*"'],
    ['a family of checks', withLine('check', '  check: EGR-*'), 3, 'never "*"'],
    ['a check that is not there', withLine('check', '  check: EGR-999'), 3, 'EGR-999'],
    ['the check that tells of waivers', withLine('check', '  check: GOV-003'), 3, 'cannot be waived'],
    [
      'a justification of 19 characters',
      withLine('justification', '  justification: "  1234567890123456789  "'),
      5,
      '19',
    ],
    ['an approver who owns the risk', withLine('approvedBy', '  approvedBy: "Head of CRM"'), 8, 'the same'],
    ['no expiry', withLine('expiresAt'), 2, '"expiresAt"'],
    ['an expiry after twelve months', withLine('expiresAt', '  expiresAt: 2027-03-05'), 10, 'twelve months'],
    ['an expiry before the approval', withLine('expiresAt', '  expiresAt: 2026-03-03'), 10, 'before'],
    ['a day that is not in the calendar', withLine('approvedAt', '  approvedAt: 2026-02-30'), 9, '2026-02-30'],
    ['a time instead of a day', withLine('expiresAt', '  expiresAt: 2026-12-31T00:00:00Z'), 10, 'a day'],
    ['no match', withLine('match'), 2, '"match"'],
    ['an empty match', withLine('match', '  match: {}'), 4, 'fingerprint'],
    [
      'both matches',
      withLine('match', '  match: { fingerprint: "9f2c00aa", subject: "crm/Deployment/mailer" }'),
      4,
      'both',
    ],
    ['a fingerprint that is too short', withLine('match', '  match: { fingerprint: "9f2c00a" }'), 4, '8'],
    ['a fingerprint that YAML reads as a number', withLine('match', '  match: { fingerprint: 12345678 }'), 4, 'quotes'],
    ['a wildcard subject', withLine('match', '  match: { subject: "crm/Deployment/*" }'), 4, 'NAMESPACE/KIND/NAME'],
    ['a number as id', withLine('- id', '- id: 14'), 2, 'quotes'],
    ['measures that are no list', withLine('compensating', '  compensating: TLS'), 11, 'list'],
    ['the same id twice', [...LINES, ...LINES.slice(1)].join('\n'), 12, 'line 2'],
    ['the same key twice', withLine('approvedBy', '  approvedBy: dpo\n  approvedBy: cfo'), 9, 'twice'],
    ['two documents', `${FILE}\n---\nwaivers: []`, 12, 'one YAML document'],
    ['no list', 'waivers: none', 1, 'list'],
    ['a list at the top', '- id: W-1', 1, '"waivers"'],
    ['a text for a waiver', 'waivers:\n- W-1', 2, 'mapping'],
    ['no YAML', `${FILE}\n  - [`, 12, 'no YAML'],
  ])('%s', (_, text, line, words) => {
    const { waivers, problems } = parseWaivers(text);
    expect(problems.map((problem) => problem.line)).toContain(line);
    expect(problems.find((problem) => problem.line === line)?.message).toContain(words);
    expect(waivers).toEqual([]);
  });

  it('an approval in the future, where the day is known', () => {
    expect(parseWaivers(FILE, '2026-03-02').problems).toMatchObject([{ line: 9 }]);
    expect(parseWaivers(FILE, '2026-03-03').problems).toEqual([]); // it is the 4th already, further east
  });

  it('all mistakes of a file at once, in its order', () => {
    const text = ['waivers:', '- id: A', '- check: ISO-001'].join('\n');
    const lines = parseWaivers(text).problems.map(({ line }) => line);
    expect(lines).toEqual([...lines].sort());
    expect(lines).toContain(2);
    expect(lines).toContain(3);
  });
});

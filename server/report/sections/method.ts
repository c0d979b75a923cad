import { CHECK_TABLE, type CheckId } from '#lib/gdpr/check-table.ts';
import { REPORT, shortHash } from '#lib/text/en/report.ts';
import { CHAPTERS, METHOD, VERIFY } from '#lib/text/en/report-sections.ts';
import { PROFILE_QUESTIONS, valueWord } from '#lib/text/en/settings.ts';
import type { Block, Chapter } from '../document/blocks.ts';
import type { Evidence } from '../evidence/evidence.ts';

export function methodChapter(evidence: Evidence): Chapter {
  const { profile, tool, dataTables, checks } = evidence;
  return {
    title: CHAPTERS.method,
    numbered: true,
    blocks: [
      ...REPORT.method.map((text) => ({ type: 'text' as const, text })),
      { type: 'section', text: METHOD.assumptionsHead },
      { type: 'text', text: REPORT.profileText(profile.name) },
      { type: 'pairs', rows: profileRows(evidence), width: 240 },
      { type: 'section', text: METHOD.heuristicsHead },
      ...heuristics(evidence),
      { type: 'section', text: METHOD.tablesHead },
      {
        type: 'table',
        widths: [1, 0, 0],
        mono: [2],
        head: METHOD.tables,
        rows: dataTables.map(({ name, version, sha256 }) => [name, version, shortHash(sha256)]),
      },
      { type: 'section', text: REPORT.methodChecks },
      { type: 'text', text: METHOD.ruleSet(tool.ruleSet, shortHash(tool.ruleSetSha256)) },
      {
        type: 'table',
        widths: [0, 1.4, 1],
        mono: [0],
        head: METHOD.checkHead,
        rows: checks.map(({ id, title }) => [id, title, articlesOf(id)]),
      },
    ],
  };
}

function articlesOf(id: string): string {
  return Object.hasOwn(CHECK_TABLE, id) ? CHECK_TABLE[id as CheckId].articles.join(', ') : '–';
}

function profileRows({ profile }: Evidence): readonly (readonly [string, string])[] {
  return Object.entries(profile)
    .filter(([key, value]) => key !== 'name' && value !== undefined)
    .map(([key, value]) => [
      PROFILE_QUESTIONS[key as keyof typeof PROFILE_QUESTIONS],
      Array.isArray(value) ? value.join(', ') : valueWord(String(value)),
    ]);
}

/** The grounds of inferred classes, each once. */
function heuristics({ classification }: Evidence): readonly Block[] {
  const inferred = classification.filter(({ basis }) => basis === 'inferred');
  if (inferred.length === 0) return [{ type: 'text', text: METHOD.heuristicsNone }];
  const sources = Map.groupBy(inferred, ({ source }) => source);
  return [
    {
      type: 'bullets',
      items: [...sources].map(([source, members]) => METHOD.heuristic(source, members.length)).sort(),
    },
  ];
}

export function verifyChapter({ chain }: Evidence): Chapter {
  const [before = '', after = ''] = REPORT.verify;
  return {
    title: CHAPTERS.verify,
    numbered: true,
    blocks: [
      { type: 'head', text: VERIFY.withTool },
      { type: 'code', lines: [REPORT.verifyTool(REPORT.verifyFile)] },
      { type: 'text', text: VERIFY.withToolText },
      { type: 'head', text: VERIFY.withoutTool },
      { type: 'text', text: before },
      { type: 'code', lines: REPORT.verifyCommands(REPORT.verifyFile).split('\n') },
      { type: 'text', text: after },
      {
        type: 'text',
        text:
          chain === undefined
            ? VERIFY.noChain
            : VERIFY.chain(chain.seq, chain.prev === null ? 'null' : 'H of the link before'),
      },
      { type: 'head', text: VERIFY.attestation },
      { type: 'text', text: VERIFY.attestationNone },
      { type: 'text', text: REPORT.fontNote },
    ],
  };
}

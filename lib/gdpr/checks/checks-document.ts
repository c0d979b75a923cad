import { articleHooks } from '#lib/gdpr/articles.ts';
import { CHECK_TABLE, type CheckId } from '#lib/gdpr/check-table.ts';
import { CHECK_GUIDE, familyOf } from '#lib/text/en/check-guide/check-guide.ts';
import { CHECKS_DOCUMENT as WORDS } from '#lib/text/en/checks-document.ts';
import { article } from '#lib/text/en/gaps-page.ts';
import { formatManifests } from './examples/format-manifests.ts';
import { EXAMPLES } from './examples/registry.ts';
import { CHECKS } from './registry.ts';

/** docs/checks.md: every check of the registry, with the clusters that its tests use. */
export function writeChecksDocument(): string {
  const families = Map.groupBy(CHECKS, ({ id }) => familyOf(id));
  const parts = [...families].flatMap(([family, checks]) => [`## ${family}`, ...checks.map(({ id }) => chapter(id))]);
  return `${[`# ${WORDS.title}`, ...WORDS.intro, ...parts].join('\n\n')}\n`;
}

function chapter(id: CheckId): string {
  const guide = CHECK_GUIDE[id];
  const { title, articles, references } = CHECK_TABLE[id];
  const facts = [
    [WORDS.condition, guide.condition],
    [WORDS.severity, guide.severity],
    [WORDS.unknown, guide.unknown],
    [WORDS.evidence, guide.evidence],
    [WORDS.fix, guide.fix],
    [WORDS.falseAlarm, guide.falseAlarm],
    [WORDS.references, references.join(' · ')],
  ] as const;
  const hooks = articleHooks(articles).map(
    (hook) => `- **${article(hook.article)}** ${hook.title.toLowerCase()}: ${hook.sentence}`,
  );
  return [
    `### ${id} · ${title}`,
    ...guide.plain,
    facts.map(([name, text]) => `- **${name}:** ${withoutMarks(text)}`).join('\n'),
    `${WORDS.limits}:`,
    guide.limits.map((limit) => `- ${limit}`).join('\n'),
    `${WORDS.articles}:`,
    hooks.join('\n'),
    ...examples(id),
  ].join('\n\n');
}

function examples(id: CheckId): readonly string[] {
  const { failing, passing, dataMap, waivers, flows } = EXAMPLES[id] ?? {};
  const { gap, passes } = CHECK_GUIDE[id];
  return [
    ...(failing === undefined ? [] : [`${WORDS.failing}. ${gap}`, fenced(formatManifests(failing))]),
    ...(passing === undefined ? [] : [`${WORDS.passing}. ${passes}`, fenced(formatManifests(passing))]),
    ...(dataMap === undefined ? [] : [`${WORDS.dataMap}:`, fenced(dataMap)]),
    ...(waivers === undefined ? [] : [`${WORDS.waivers}:`, fenced(waivers)]),
    ...(flows === undefined ? [] : [`${WORDS.flows}:`, fenced(flows, 'json')]),
  ];
}

function fenced(text: string, language = 'yaml'): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

/** `P*` is no emphasis. */
function withoutMarks(text: string): string {
  return text.replaceAll('*', '\\*');
}
